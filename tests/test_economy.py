"""The economy of a year: read once, complete, and independent of what anybody chose for the command line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import impact
from impact import DataError, Economy, UsageError
from impact.accounts import nation
from impact.reference import Manifest, manifest, table, use_tables
from impact.reference._manifest import MANIFEST
from impact.trade import national_trade

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """Give a folder that holds the package's tables, with changes of its manifest, and put it in use."""

    def made(change: Callable[[dict[str, Any]], object]) -> Path:
        home = MANIFEST.parent
        for path in (*home.glob("*.parquet"), *home.with_name("shapes").glob("*.parquet")):
            (tmp_path / path.name).symlink_to(path)
        declared = json.loads(MANIFEST.read_text(encoding="utf-8"))
        change(declared)
        (tmp_path / MANIFEST.name).write_text(json.dumps(declared), encoding="utf-8")
        use_tables(tmp_path)
        return tmp_path

    yield made
    use_tables(None)


def test_an_economy_holds_what_belongs_to_its_year() -> None:
    economy = impact.economy(2017)
    assert economy is impact.economy(2017)
    assert (economy.year, economy.nation.economy, repr(economy)) == (2017, 2017, "Economy(2017)")
    assert (economy.prices.price(2017) == 1).all()
    jobs = table("county_jobs").query("fips == '32029'").jobs.sum()
    assert economy.activity(["32029"]).jobs.sum() == jobs
    assert {"county_jobs", "make", "prices"} <= set(economy.tables)
    assert [name for name in economy.tables if name.endswith("_2024")] == ["industries_2024"]  # pay of other years
    assert (economy.trade().factors == national_trade(economy=2017).factors).all()


def test_the_default_is_the_one_that_the_manifest_declares() -> None:
    assert impact.economy() is impact.economy(manifest().default_economy)
    assert impact.economy().year == 2024


def test_accounts_of_ones_own_take_the_place_of_the_published_ones() -> None:
    economy = impact.economy(2017)
    adjusted = replace(economy, nation=nation(scrap_adjustment=True, economy=2017))
    assert isinstance(adjusted, Economy)
    assert adjusted.prices is economy.prices
    assert not np.allclose(adjusted.nation.market_shares, economy.nation.market_shares)


def test_a_year_that_is_not_there() -> None:
    with pytest.raises(UsageError, match=r"^There is no economy of 2019\. Choose that of 2017, 2022 or 2024\.$"):
        impact.economy(2019)


def test_an_economy_without_one_of_its_tables(folder: Folder) -> None:
    folder(lambda declared: [declared["tables"].pop(name) for name in ("make_2024", "county_jobs_2024")])
    with pytest.raises(DataError, match=r"economy of 2024 lacks the reference table\(s\) make_2024, county_jobs_2024"):
        impact.economy(2024)
    assert impact.economy(2017).year == 2017


def test_an_economy_whose_file_is_gone(folder: Folder) -> None:
    (folder(lambda declared: None) / "use_2024.parquet").unlink()
    with pytest.raises(DataError, match=r"table use_2024: .* cannot be read .* 'impact data use default'"):
        impact.economy(2024)


def test_an_economy_later_than_its_prices(folder: Folder) -> None:
    def later(declared: dict[str, Any]) -> None:
        declared["economies"].append(2025)
        declared["county_years"]["2025"] = 2022
        declared["tables"] |= {f"{name[:-5]}_2025": entry for name, entry in declared["tables"].items()
                               if name.endswith("_2024")}  # fmt: skip

    place = folder(later)
    for path in place.glob("*_2024.parquet"):
        (place / path.name.replace("2024", "2025")).symlink_to(path)
    with pytest.raises(DataError, match=r"economy of 2025 lacks prices: the reference table prices has no figures"):
        impact.economy(2025)


def test_a_default_that_is_no_economy(folder: Folder) -> None:
    place = folder(lambda declared: declared.update(default_economy=2019))
    with pytest.raises(DataError, match=r"manifest\.json is damaged \(1 errors\)"):
        Manifest.read(place)


def test_what_the_command_line_chose_is_nothing_to_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for chosen in ('{"economy": 2017, "folder": null}', "[]"):
        (tmp_path / "impact").mkdir(exist_ok=True)
        (tmp_path / "impact" / "settings.json").write_text(chosen)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        use_tables("elsewhere")  # so that nothing kept is answered
        use_tables(None)
        assert impact.economy().year == 2024
        assert impact.run(impact.Study.short("335911@Storey, NV", jobs=50, trade="flq")).economy == 2024
