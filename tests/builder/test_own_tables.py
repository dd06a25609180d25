"""A folder of tables that somebody built takes the place of the package's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from impact.counties._gazetteer import gazetteer
from impact.reference import manifest, table, tables_folder, use_tables


@pytest.fixture
def package() -> Iterator[None]:
    yield
    use_tables(None)


@pytest.mark.usefixtures("package")
def test_a_folder_of_tables_becomes_the_reference(built: Path) -> None:
    known = len(gazetteer().counties)
    use_tables(built)
    assert tables_folder() == built
    assert len(table("industries")) == 31  # of the miniature
    assert manifest().tables["industries"].rows == 31
    assert manifest().default_economy == 2024
    assert len(gazetteer().counties) == len(table("counties")) < known
    use_tables(None)
    assert len(table("industries")) == 402
    assert len(gazetteer().counties) == known
