"""BEA's jobs of counties by sector: withheld cells are what totals leave, and later years carry on what is known."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.county_sectors import LINES, carried, completed, wage_growth
from impact.errors import DataError
from impact.reference import table

from . import miniature

BATTERIES, MINES, SHOPS = 500, 200, 700


def published(cells, years=(2022,)):
    """Lines of a nation with one state: given areas and lines, the rest zero; totals are their sums."""
    rows = {}
    for year in years:
        for fips, jobs in cells[year].items():
            rows[fips, year] = {line: 0.0 for line in LINES} | jobs
    frame = pd.DataFrame(rows).T.rename_axis(["fips", "year"])
    for year in years:
        for place in ("32000", "00000"):
            frame.loc[(place, year), :] = frame.xs(year, level="year").query("fips < '90000'").sum()
    return frame.assign(**{"10": frame.sum(axis=1)}).rename(columns={"10": 10}).sort_index()


def hidden(frame, cells):
    frame = frame.copy()
    for fips, year, line in cells:
        frame.loc[(fips, year), line] = np.nan
    return frame


@pytest.fixture
def two_years():
    areas = {
        2021: {"32001": {BATTERIES: 40.0, MINES: 10.0, SHOPS: 50.0}, "32003": {BATTERIES: 20.0, MINES: 40.0}},
        2022: {"32001": {BATTERIES: 60.0, MINES: 30.0, SHOPS: 50.0}, "32003": {BATTERIES: 25.0, MINES: 45.0}},
    }
    return published(
        {year: {"32001": every["32001"], "32003": {SHOPS: 5.0, **every["32003"]}} for year, every in areas.items()},
        (2021, 2022),
    )


def test_one_withheld_cell_is_what_the_totals_leave(two_years):
    found = completed(hidden(two_years, [("32001", 2022, MINES)]), 2022)
    assert found.loc["32001", MINES] == pytest.approx(30)
    assert found.loc["32003"].equals(two_years.loc[("32003", 2022), LINES])


def test_cells_that_totals_do_not_tell_follow_other_years(two_years):
    """Factories and mines of both are withheld: 90 and 70 jobs of the areas, 85 and 75 of the state.

    The nation's lines grow from 60 to 85 and from 50 to 75, so that the last year's shares give 56.67, 28.33 and 15,
    60; scaling keeps the odds (56.67 x 60) / (28.33 x 15) = 8. With x in the first cell: x (x - 15) = 8 (90 - x)
    (85 - x).
    """
    places = [(fips, 2022, line) for fips in ("32001", "32003") for line in (BATTERIES, MINES)]
    found = completed(hidden(two_years, places), 2022)
    x = (1385 - (1385**2 - 4 * 7 * 8 * 90 * 85) ** 0.5) / 14  # 7 x² - 1,385 x + 61,200 = 0
    assert found.loc["32001", [BATTERIES, MINES]].tolist() == pytest.approx([x, 90 - x])
    assert found.loc["32003", [BATTERIES, MINES]].tolist() == pytest.approx([85 - x, x - 15])
    assert found.loc["32003", SHOPS] == 5


def test_without_another_year_the_odds_are_those_of_the_areas(two_years):
    """Without odds of its own, every cell is a product of its totals: 90 x 85 / 160."""
    places = [(fips, year, line) for year in (2021, 2022) for fips in ("32001", "32003") for line in (BATTERIES, MINES)]
    found = completed(hidden(two_years, places), 2022)
    assert found.loc["32001", BATTERIES] == pytest.approx(90 * 85 / 160)


def test_states_are_completed_before_their_areas(two_years):
    found = completed(hidden(two_years, [("32000", 2022, MINES), ("32003", 2022, MINES)]), 2022)
    assert found.loc["32000", MINES] == pytest.approx(75)
    assert found.loc["32003", MINES] == pytest.approx(45)


def test_the_nation_must_be_published(two_years):
    with pytest.raises(DataError, match=r"bea_caemp25n.*United States, by line: no figure for 1 place\(s\): 200"):
        completed(hidden(two_years, [("00000", 2022, MINES)]), 2022)


def test_withheld_cells_of_the_miniature_are_those_that_were_hidden(source, made):
    found = made(source, "sector_jobs", 2022)
    parts = miniature.places(2022)
    for place, line in miniature.WITHHELD:
        assert found.loc[place, line] == pytest.approx(sum(miniature.jobs(each, line, 2022) for each in parts[place]))
    published_cells = {
        (place, line): sum(miniature.jobs(each, line, 2022) for each in areas)
        for place, areas in parts.items()
        for line in miniature.NATION
        if (place, line) not in miniature.WITHHELD
    }
    assert {cell: found.loc[cell] for cell in published_cells} == published_cells


def test_the_newest_year_up_to_the_economy_is_taken(source, made):
    assert [made(source, "structure_year", year) for year in (2017, 2020, 2022, 2024)] == [2017, 2020, 2022, 2022]
    with pytest.raises(DataError, match=r"bea_caemp25n.*no figure for 1 place\(s\): 2015"):
        made(source, "structure_year", 2015)


def test_totals_grow_by_the_mean_of_the_nation_and_their_wages():
    """One line: 100 and 300 jobs become 440; wages of the first grew by 21 percent more than the nation's."""
    areas = pd.DataFrame(0.0, ["32001", "32003"], LINES)
    areas[BATTERIES] = [100.0, 300.0]
    lines = pd.Series(0.0, LINES)
    lines[BATTERIES] = 440.0
    found = carried(areas, lines, pd.Series({"32001": 1.21}))  # the other has no figures: as the nation
    assert found[BATTERIES].tolist() == pytest.approx([440 * 110 / 410, 440 * 300 / 410])
    assert found.drop(columns=BATTERIES).to_numpy().sum() == 0


def test_lines_grow_with_the_nation_and_both_add_up():
    areas = pd.DataFrame(0.0, ["32001", "32003"], LINES)
    areas.loc["32001", [MINES, SHOPS]] = [10.0, 90.0]
    areas.loc["32003", [MINES, SHOPS]] = [40.0, 60.0]
    lines = pd.Series(0.0, LINES)
    lines[[MINES, SHOPS]] = [100.0, 150.0]
    found = carried(areas, lines, pd.Series({"32001": 1.0, "32003": 1.0}))
    assert found.sum(axis=1).tolist() == pytest.approx([125, 125])
    assert found.sum()[[MINES, SHOPS]].tolist() == pytest.approx([100, 150])
    odds = found.loc["32001", MINES] * found.loc["32003", SHOPS] / found.loc["32001", SHOPS] / found.loc["32003", MINES]
    assert odds == pytest.approx(10 * 60 / (90 * 40))


def test_totals_that_cannot_be_met_are_refused():
    areas = pd.DataFrame(0.0, ["32001", "32003"], LINES)
    areas.loc["32001", MINES], areas.loc["32003", SHOPS] = 10.0, 10.0
    lines = pd.Series(0.0, LINES)
    lines[[MINES, SHOPS]] = [10.0, 30.0]  # but both areas are to grow alike
    with pytest.raises(DataError, match="areas and of sectors cannot be met together"):
        carried(areas, lines, pd.Series({"32001": 1.0, "32003": 1.0}))


def test_wages_grow_relative_to_the_nation_up_to_the_last_year_known():
    wages = pd.DataFrame({2022: [100.0, 10.0], 2023: [110.0, 13.2]}, index=["00000", "32029"])
    assert wage_growth(wages, 2022, 2024)["32029"] == pytest.approx(1.2)


def test_storey_in_2024(source, made):
    """Its wages grow by 2.2 / 2.0 to 2023, those of Connecticut not at all: 1,580 x √1.1 to 2,080 jobs."""
    found = made(source, "carried_jobs", 2024)
    total = found.sum(axis=1)
    assert total["32029"] / total["09001"] == pytest.approx(1580 * 1.1**0.5 / 2080)
    # 34,035 jobs of 2022 move with employed residents, 95 of whom there are in 2024 for each 94 before
    assert total.sum() == pytest.approx(34_035 * 95 / 94, abs=6)
    assert found.sum().tolist() == pytest.approx(made(source, "line_jobs", 2024)[found.columns].tolist())


def test_embedded_sectors_of_2022_are_those_that_bea_publishes():
    """CAEMP25N 2022, release of November 2023."""
    found = table("county_sectors", 2022).set_index(["fips", "sector"])
    storey = found.loc["32029"]
    assert storey.jobs.sum() == pytest.approx(20_285, abs=0.1)
    assert storey.jobs[["manufacturing", "transport", "construction", "information", "federal"]].tolist() == [
        13_124, 4054, 845, 401, 14,
    ]  # fmt: skip
    assert storey.published["manufacturing"]
    assert not storey.published["mining"]
    for fips, factories, transport in (("32031", 16_066, 26_648), ("20091", 23_906, 29_771), ("21093", 7076, 2205)):
        assert found.jobs[fips, "manufacturing"] == factories
        assert found.jobs[fips, "transport"] == transport
    assert found.jobs.sum() == pytest.approx(212_442_000, abs=0.1)


def test_embedded_sectors_of_2024_grow_with_employed_residents():
    before, after = (table("county_sectors", year).set_index(["fips", "sector"]) for year in (2022, 2024))
    employed = table("labor_force").groupby("year").employed.sum()  # BLS, local area unemployment statistics
    assert after.jobs.sum() / before.jobs.sum() == pytest.approx(employed[2024] / employed[2022], abs=2e-5)
    assert (after.published == before.published).all()
    assert (after.jobs[before.jobs == 0] == 0).all()
