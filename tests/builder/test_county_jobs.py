"""Jobs of counties by industry: BEA's sectors and the nation's industries exactly, the mix as counted."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from impact.builder import county_jobs, county_public
from impact.builder.areas import Bridge
from impact.builder.county_jobs import balanced
from impact.builder.county_private import PrivateJobs
from impact.builder.qcew import filled
from impact.errors import DataError
from impact.reference import sector_of

from . import miniature

GRID = 128
TABLES = {2017: "county_jobs", 2022: "county_jobs_2022", 2024: "county_jobs_2024"}


@pytest.fixture(scope="module", params=TABLES)
def economy(request, built):
    """Year, county jobs and industries of each economy."""
    year = request.param
    cells = pd.read_parquet(built / f"{TABLES[year]}.parquet")
    nation = pd.read_parquet(built / f"{TABLES[year].replace('county_jobs', 'industries')}.parquet").set_index("code")
    return year, cells, nation


@pytest.fixture(scope="module")
def jobs_of_2022(built):
    return pd.read_parquet(built / "county_jobs_2022.parquet").pivot(index="fips", columns="industry", values="jobs")


def test_national_industries_are_exact(economy):
    _, cells, nation = economy
    found = cells.groupby("industry")[["jobs", "output"]].sum()
    assert found.jobs.to_dict() == nation.jobs.drop("4200ID").to_dict()  # duties are made nowhere
    assert found.output.to_dict() == nation.output.drop("4200ID").to_dict()
    assert (cells.jobs * GRID == np.rint(cells.jobs * GRID)).all()
    assert not cells.duplicated(["fips", "industry"]).any()


def test_the_benchmark_has_the_jobs_of_its_sources(economy):
    year, cells, _ = economy
    if year == 2017:
        every = {code: jobs for code, (_, _, jobs, *_) in miniature.INDUSTRIES.items() if jobs}
        assert cells[cells.jobs > 0].groupby("industry").jobs.sum().to_dict() == every


def test_sectors_of_counties_are_those_of_bea(economy, built):
    year, cells, nation = economy
    found = cells.groupby(["fips", cells.industry.map(sector_of(nation.summary)).rename("sector")]).jobs.sum()
    table = pd.read_parquet(built / f"{TABLES[year].replace('jobs', 'sectors')}.parquet").set_index(["fips", "sector"])
    assert (found == table.jobs.reindex(found.index)).all()
    assert table.jobs.drop(found.index).sum() == 0
    if year == 2024:
        return
    lines = {
        "manufacturing": [500], "retail": [700], "hospitality": [1800], "federal": [2001, 2002],
        "state_local": [2011, 2012], "mining": [200],
    }  # fmt: skip
    for sector, each in lines.items():
        own = {area: sum(miniature.jobs(area, line, year) for line in each) for area in miniature.AREAS}
        expected = {
            "02063": own["02063"], "02066": own["02066"], "32029": own["32029"], "32031": own["32031"],
            "51650": own["51650"], "09110": 0.25 * own["09001"] + own["09003"], "09120": 0.75 * own["09001"],
        }  # fmt: skip
        assert table.jobs.xs(sector, level="sector")[list(expected)].to_dict() == expected, sector
        combined = table.jobs["51199", sector] + table.jobs["51735", sector]
        assert combined == own["51958"], sector


def test_a_sector_of_a_combined_area_is_where_its_private_jobs_are(built):
    """Poquoson has no restaurant in County Business Patterns; government is divided by covered jobs: 70 to 10."""
    jobs = pd.read_parquet(built / "county_sectors_2022.parquet").set_index(["fips", "sector"]).jobs
    assert jobs["51199", "hospitality"] == 5000 * 80 / 500
    assert jobs["51735", "hospitality"] == 0
    assert jobs["51199", "state_local"] == 7 * jobs["51735", "state_local"] == 350


def test_sectors_say_what_is_published(built):
    frame = pd.read_parquet(built / "county_sectors_2022.parquet").set_index(["fips", "sector"])
    whole = ["02063", "02066", "32029", "32031", "51650"]  # counties of 2023 that BEA publishes by themselves
    hidden = frame.loc[whole].query("not published").index
    assert set(hidden) == {
        ("32029", "mining"), ("32029", "utilities"), ("51650", "information"), ("51650", "finance"),
        ("02063", "headquarters"), ("02066", "headquarters"),
    }  # fmt: skip
    assert not frame.published.drop(whole, level="fips").any()


def test_the_military_is_where_bea_counts_it(jobs_of_2022):
    """840 of Hampton's defense jobs are military, its civilians 240 with the mix of the state's federal owners."""
    defense = jobs_of_2022["S00500"]
    assert defense["51650"] > 840
    assert defense["51199"] + defense["51735"] > 300
    assert jobs_of_2022.loc["51650", ["S00500", "S00600", "491000"]].sum() == 840 + 240


def test_known_plants_keep_their_jobs(jobs_of_2022, scratch, made):
    """The plant in Storey has 250 measured jobs, of which batteries are to have as many at least."""
    assert made(scratch, "plant_jobs", 2022).to_dict() == {"335911": {"32029": 250.0}}
    assert jobs_of_2022.loc["32029", "335911"] >= 250
    records = scratch / "battery/plant_records.csv"
    records.write_text(records.read_text().replace("C1,250,actual", "C1,560,actual"))
    found = made(scratch, "balanced_jobs", 2022)
    assert 560 <= found.loc["32029", "335911"] < 600  # of 600 factory jobs
    records.write_text(records.read_text().replace("C1,560,actual", "C1,5600,actual"))
    assert made(scratch, "balanced_jobs", 2022).loc["32029", "335911"] >= 0.95 * 600


def test_a_plant_that_opened_later_is_not_in_the_structure(scratch, made):
    path = scratch / "battery/facilities.csv"
    path.write_text(path.read_text().replace(",operating,2014,2016,", ",operating,2014,2022,"))
    assert made(scratch, "plant_jobs", 2022).empty


def test_jobs_that_cbp_places_nowhere_have_the_mix_of_the_state(source, made):
    """Nevada's covered factory jobs are 300 and 100 more than County Business Patterns place.

    Storey should have 600 factory jobs, of which 600 x 1,967 / 2,025 are wage-and-salary ones; five are counted.
    """
    nation = made(source, "industries", 2022).set_index("code")
    missing = made(source, "misplaced_jobs", 2022).loc["32", ["335911", "335912"]]
    assert missing.tolist() == [300, 100]
    factories = nation.loc[["335911", "335912"]]
    wages = 600 * factories.wage_salary_jobs.sum() / factories.jobs.sum()
    owners = (factories.jobs - factories.wage_salary_jobs) / (factories.jobs - factories.wage_salary_jobs).sum()
    found = made(source, "assembled_jobs", 2022).loc["32029", ["335911", "335912"]]
    expected = [5 + 0.75 * (wages - 5), 0.25 * (wages - 5)] + (600 - wages) * owners.to_numpy()
    assert found.tolist() == pytest.approx(expected.tolist())


def test_counted_jobs_stay_and_proprietors_fill_the_sector(source, made):
    """Washoe: 1,800 x 0.4 lawyers counted 480 (1,200 x 0.4), BEA has 900; in mines owners are where employees are."""
    found = made(source, "assembled_jobs", 2022)
    assert found.loc["32031", "541100"] == pytest.approx(900)
    assert found.loc["32031", "212230"] == pytest.approx(300)
    assert found.loc["32031", "441000"] == pytest.approx(900)


def test_railroads_and_households_come_from_elsewhere(source, made):
    nation = made(source, "industries", 2022).set_index("code")
    found = made(source, "private_households", 2022)
    # 814: each state's part of 500 in QCEW; inside Nevada by personal income, as 1,580 to 15,195
    assert found.sum() == pytest.approx(nation.jobs["814000"])
    assert found["32029"] + found["32031"] == pytest.approx(nation.jobs["814000"] * 210 / 500)
    assert found["32029"] / found["32031"] == pytest.approx(1580 / 15_195)
    private = pd.DataFrame({"484000": [1.0, 3.0], "48A000": [1.0, 3.0], "493000": 0.0, "722110": 9.0}, index=["a", "b"])
    assert county_public.rail(private, 80.0).to_dict() == {"a": 20.0, "b": 60.0}


def test_government_has_the_mix_of_its_state(source, made):
    seeds = made(source, "public_seeds", 2022)
    # Hampton: 240 federal civilians as 50 : 30 : 100; 120 state jobs as 300 : 100, and 480 local ones as 700 : 300
    assert seeds[2001].loc["51650"].to_dict() == pytest.approx(
        {"491000": 240 * 5 / 18, "S00500": 240 * 3 / 18, "S00600": 240 * 10 / 18}
    )
    assert seeds[2011].loc["51650"].to_dict() == pytest.approx({"GSLGE": 90, "GSLGO": 30})
    assert seeds[2012].loc["51650"].to_dict() == pytest.approx({"GSLGE": 336, "GSLGO": 144})
    assert seeds[2002].loc["51650"].to_dict() == {"S00500": 840}
    assert seeds[70].loc["51650"].to_dict() == {"1111A0": 120}


def test_published_cells(economy):
    """Those that are counted and hardly moved; none of 335912, Storey's factories, or of a divided county."""
    _, cells, _ = economy
    found = cells[cells.published].groupby("fips").industry.agg(set).to_dict()
    assert set(found) == {"32029", "32031", "51199", "51650", "51735"}
    counted = set(miniature.NAICS.values()) - set(miniature.UNCOUNTED) - {"335912"}
    assert all(industries <= counted for industries in found.values())
    assert "335911" not in found["32029"]
    assert "722110" not in found["51735"]
    assert {"441000", "722110", "541100", "621100"} <= found["32031"]


def test_housing_has_output_and_no_jobs(economy):
    _, cells, _ = economy
    housing = cells[cells.industry == "531HSO"]
    assert set(housing.fips) == set(cells.fips)
    assert (housing.jobs == 0).all()
    assert (housing.output > 0).all()


def test_an_area_that_bea_does_not_publish_is_an_error(scratch, made):
    path = scratch / "county_employment/qcew_state_naics_ownership_2019_2020.parquet"
    frame = pd.read_parquet(path)
    frame[(frame.state != "09") | (frame.own_code != 2)].to_parquet(path)
    with pytest.raises(DataError, match=r"government industries by state and ownership.*09"):
        made(scratch, "county_jobs", 2022)


NATION = pd.Series({"a": 1.0, "b": 1.0})


def test_balanced_names_what_cannot_be_met():
    with pytest.raises(DataError, match="no county has any jobs in industries b"):
        balanced(np.array([[1.0, 0.0]]), np.array([2.0]), NATION, 0.0)
    with pytest.raises(DataError, match="the sectors of counties leave 2 jobs of a without a place"):
        balanced(np.eye(2), np.array([1.0, 3.0]), pd.Series({"a": 3.0, "b": 1.0}), 0.0)


def test_a_county_without_a_seed_has_the_nations_mix():
    found = balanced(np.array([[3.0, 1.0], [0.0, 0.0]]), np.array([4.0, 4.0]), pd.Series({"a": 6.0, "b": 2.0}), 0.0)
    assert found.tolist() == [[3, 1], [3, 1]]


def test_balanced_keeps_plants_and_shares_the_rest():
    """A plant has 30 of 40 jobs of a county; what it leaves, 10 and 60 by 30 and 40, is shared by seeds of one."""
    seed, plants = np.ones((2, 2)), np.array([[30.0, 0.0], [0.0, 0.0]])
    found = balanced(seed, np.array([40.0, 60.0]), pd.Series({"a": 60.0, "b": 40.0}), plants)
    # the seed of the plant's cell is less than the plant: no other job is there
    assert found.tolist() == [[30, 10], [30, 30]]
    seed[0, 0] = 31.0  # one more than the plant: odds of one
    found = balanced(seed, np.array([40.0, 60.0]), pd.Series({"a": 60.0, "b": 40.0}), plants)
    assert found[0, 0] == pytest.approx(30 + 10 * 30 / 70, abs=1 / GRID)


def test_more_plant_jobs_than_there_are_leave_a_twentieth():
    seed, plants = np.ones((2, 2)), np.array([[90.0, 0.0], [0.0, 0.0]])
    found = balanced(seed, np.array([40.0, 60.0]), pd.Series({"a": 60.0, "b": 40.0}), plants)
    assert found[0].tolist() == [38, 2]


@given(
    st.lists(st.floats(0.01, 1e4), min_size=12, max_size=12),
    st.lists(st.floats(0, 0.9), min_size=12, max_size=12),
    st.lists(st.integers(4, 10_000), min_size=4, max_size=4),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_balanced_jobs_add_up_exactly(seed, known, county, parts):
    rows = np.array(county, dtype=float)
    columns = np.floor(rows.sum() * np.array(parts) / sum(parts))
    columns[0] += rows.sum() - columns.sum()
    nation = pd.Series(columns, list("abc"))
    counted = np.array(seed).reshape(4, 3)
    try:
        found = balanced(counted, rows, nation, counted * np.array(known).reshape(4, 3))
    except DataError:  # seeds a million apart may need more rounds than there are
        reject()
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == columns).all()
    assert (found * GRID == np.rint(found * GRID)).all()


def test_withheld_state_cells_are_filled_from_above():
    frame = pd.DataFrame(
        [
            ("10", True, 9, 1000), ("31-33", True, 6, 700), ("23", True, 3, 300),
            ("335", True, 4, 500), ("336", False, 2, 0),
            ("3359", True, 4, 500), ("33591", True, 4, 500), ("335911", False, 3, 0), ("335912", False, 1, 0),
            ("3361", False, 2, 0), ("33611", False, 2, 0), ("336111", False, 2, 0),
            ("238", True, 3, 300), ("2381", True, 3, 300), ("23811", True, 3, 300),
            ("238111", True, 2, 200), ("238112", True, 1, 100),
        ],
        columns=["industry_code", "disclosed", "est", "emp"],
    )  # fmt: skip
    assert filled(frame).to_dict() == {"238110": 300.0, "335911": 375.0, "335912": 125.0, "336111": 200.0}


def test_bridge_divides_areas_and_past_counties():
    changes = pd.DataFrame({"old_fips": ["02261", "02261"], "new_fips": ["02063", "02066"], "weight": [0.6, 0.4]})
    fips = pd.Index(["02063", "02066", "51199", "51735", "51650"])
    shares = {"51958": pd.Series({"51199": 0.9, "51735": 0.1})}
    bridge = Bridge(fips, changes, shares)
    table = pd.DataFrame({"jobs": [100.0, 10.0]}, index=["51958", "02261"])
    assert bridge.counties(table).jobs.to_dict() == {
        "02063": 6.0, "02066": 4.0, "51199": 90.0, "51735": 10.0, "51650": 0.0,
    }  # fmt: skip
    assert bridge.series(table.jobs).sum() == 110
    assert list(bridge.divided(table.index)) == ["02063", "02066"]
    assert list(bridge.divided(pd.Index(["51650"]))) == []
    with pytest.raises(DataError, match="Missing values"):
        bridge.counties(table.assign(jobs=[1.0, None]))


def test_a_cell_of_just_nine_tenths_hangs_on_no_last_digit():
    """2.7 jobs of 3, and of the numbers next to 3: the same flag whichever way the sum was rounded."""
    fips = pd.Index(["01001", "01003", "01005", "01007"])
    wages = pd.DataFrame({"111100": [3.0, np.nextafter(3.0, 4.0), np.nextafter(3.0, 2.0), 3.001]}, index=fips)
    wages["111200"] = 1.0
    counts = pd.DataFrame({"111100": [2.7] * 4, "111200": [0.0] * 4}, index=fips)
    as_it_is = SimpleNamespace(fips=fips, counties=lambda table: table, divided=lambda areas: [])
    flags = county_jobs._published(wages, PrivateJobs(wages, counts), wages, as_it_is)
    assert flags[:, 0].tolist() == [True, True, True, False]
