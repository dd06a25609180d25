"""Widths of tables: what shrinks, what breaks, and what never does."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from impact.cli.screen import CutColumn, print_table

TEXT = st.text("abc de-é", max_size=70)
NUMBER = st.integers(0, 10**12).map("{:,}".format)
TITLES = ["Name", "What it is", "Labor income", "Jobs"]


def lines(rows: list[list[str]], width: int, cut: list[str]) -> list[str]:
    page = StringIO()
    columns = [CutColumn(title) if title in cut else title for title in TITLES]
    print_table(Console(file=page, width=width), "Table", columns, rows, numbers=2)
    return [line.rstrip() for line in page.getvalue().splitlines()[2:]]


@given(
    st.lists(st.tuples(TEXT, TEXT, NUMBER, NUMBER).map(list), min_size=1, max_size=5),
    st.integers(40, 200),
    st.sampled_from([[], ["Name"], ["What it is"], ["Name", "What it is"]]),
)
def test_a_table_fits_and_numbers_stay_whole(rows: list[list[str]], width: int, cut: list[str]) -> None:
    shown = lines(rows, width, cut)
    numbers = [max(len("income"), *(len(row[2]) for row in rows)), max(len("Jobs"), *(len(row[3]) for row in rows))]
    assert max(map(cell_len, shown)) <= max(width, 12 + 12 + sum(numbers) + 3 * 2)
    ends = [line.split()[-2:] for line in shown]
    assert [row[2:] for row in rows] == [end for end in ends if end in [row[2:] for row in rows]]
    if len(cut) == 2:
        heads = len(shown) - len(rows)
        assert 2 <= heads <= 3  # titles, in two lines where there is little room, and the rule: each row takes one line


@pytest.mark.parametrize(
    ("width", "texts"),
    [
        (100, "battery-cell-plant-lfp  Battery cell plant of lithium iron phosphate"),
        (
            70,
            "battery-cell-plant-lfp  Battery cell plant of lit…",
        ),  # 70 less 22 of the name, 12 + 4 of numbers, 3 gaps of 2
        (60, "battery-cell-plant-l  Battery cell plan…"),  # the name has a third of 60
    ],
)
def test_a_shortened_column_takes_the_room_that_is_left(width: int, texts: str) -> None:
    row = ["battery-cell-plant-lfp", "Battery cell plant of lithium iron phosphate", "1,234", "56"]
    assert lines([row], width, ["What it is"])[2] == f"{texts}  {'1,234':>12}  {'56':>4}"
