from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import shapes
from impact.builder.geography import to_2023_counties
from impact.errors import DataError
from impact.reference import table


@pytest.fixture(scope="module")
def counties():
    return table("counties").set_index("fips", drop=False)


@pytest.fixture(scope="module")
def changes():
    return table("fips_changes")


def test_counties_of_2023(counties):
    assert len(counties) == 3144
    assert counties.index.is_unique
    assert counties.index.is_monotonic_increasing
    assert counties.state.nunique() == 51
    assert (counties.fips.str[:2] == counties.state_fips).all()
    assert counties.drop(columns=["cbsa", "cbsa_title"]).isna().any(axis=1).sum() == 1


def test_national_totals(counties):
    assert counties.population.sum() == 334_914_895  # PEP, 1 July 2023
    # 2020 Census: 331,449,281, and 32 fewer where Connecticut's regions use the estimates base
    assert counties.population_2020.sum() == 331_449_249
    assert counties.land_km2.sum() == pytest.approx(9_147_600, rel=5e-4)  # Census: 3.53 million square miles
    assert counties.unemployed.sum() / counties.labor_force.sum() == pytest.approx(0.0402, abs=5e-5)


def test_storey_county(counties):
    storey = counties.loc["32029"]
    assert (storey["name"], storey.short_name, storey.state, storey.state_name) == (
        "Storey County",
        "Storey",
        "NV",
        "Nevada",
    )
    assert (storey.population_2020, storey.cbsa, storey.cbsa_title, storey.cz) == (
        4104,
        "39900",
        "Reno, NV",
        "80",
    )
    assert storey.lon == pytest.approx(-119.6, abs=0.1)
    assert storey.lat == pytest.approx(39.4, abs=0.1)


def test_reno_gained_lyon_county_in_2023(counties):
    assert list(counties.index[counties.cbsa == "39900"]) == ["32019", "32029", "32031"]


def test_only_kalawao_has_no_labor_force(counties):
    assert list(counties.index[counties.labor_force.isna()]) == ["15005"]


def test_young_counties_take_the_zone_of_their_predecessors(counties):
    assert (counties.cz[counties.state == "CT"] == "78").all()
    assert counties.cz["08014"] == counties.cz["08013"]  # Broomfield, mostly from Boulder
    assert counties.cz["02063"] == counties.cz["02066"] == "645"


def test_changes_lead_to_counties_and_share_them_fully(counties, changes):
    assert set(changes.new_fips) <= set(counties.index)
    assert not set(changes.old_fips) & set(counties.index)
    assert (changes.weight > 0).all()
    assert changes.groupby("old_fips").weight.sum().to_numpy() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("old", "weights"),
    [
        ("09001", {"09120": 0.34026, "09140": 0.04278, "09190": 0.61696}),
        ("09007", {"09130": 1.0}),
        ("02261", {"02063": 7102 / 9719, "02066": 2617 / 9719}),
        ("02270", {"02158": 1.0}),
        ("46113", {"46102": 1.0}),
        ("51515", {"51019": 1.0}),
        ("12025", {"12086": 1.0}),
        # Skagway 1,240 and Hoonah-Angoon 2,365 people in 2020; Yakutat 662
        ("02232", {"02105": 2365 / 3605, "02230": 1240 / 3605}),
        ("02231", {"02105": 2365 / 4267, "02230": 1240 / 4267, "02282": 662 / 4267}),
    ],
)
def test_known_weights(changes, old, weights):
    found = changes[changes.old_fips == old].set_index("new_fips").weight.to_dict()
    assert found == pytest.approx(weights, abs=5e-5)


def test_all_past_counties_of_connecticut(changes):
    assert sorted(changes.old_fips[changes.old_name.str.endswith(", CT")].unique()) == [
        f"090{number:02}" for number in range(1, 16, 2)
    ]


def test_commuting_totals(counties):
    flows = table("commuting")
    # 153,665,654 workers live in the 50 states and DC; 84,375 of them work abroad and 1,860 in Puerto Rico
    assert flows.workers.sum() == 153_665_654 - 84_375 - 1_860
    assert not flows.duplicated(["home", "work"]).any()
    assert set(flows.home) == set(flows.work) == set(counties.index)
    home = flows.home == flows.work
    assert flows.workers[home].sum() / flows.workers.sum() == pytest.approx(0.728, abs=0.005)
    assert (flows.distance_km[home] == 0).all()
    far = flows.workers[flows.distance_km > 200].sum() / flows.workers.sum()
    assert far == pytest.approx(0.009, abs=5e-4)


def test_labor_force_totals(counties):
    labor = table("labor_force")
    assert sorted(labor.year.unique()) == list(range(1990, 2026))
    assert set(labor.fips) == set(counties.index) - {"15005"}
    everywhere = labor.groupby("year").fips.nunique()
    assert everywhere[[2005, 2006]].tolist() == [3136, 3136]  # seven parishes after Katrina
    assert everywhere.drop([2005, 2006]).between(3142, 3143).all()  # Yakutat, AK, begins in 1994
    assert not labor.duplicated(["fips", "year"]).any()
    millions = labor.groupby("year").labor_force.sum() / 1e6
    assert millions[[1990, 2000, 2010, 2019, 2020, 2023, 2024, 2025]].tolist() == pytest.approx(
        [125.92, 142.60, 154.25, 163.82, 161.13, 166.69, 169.72, 170.81], abs=0.005
    )
    assert (labor.labor_force - labor.employed - labor.unemployed).abs().max() <= 2


def test_bridge_divides_and_merges(counties, changes):
    old = pd.DataFrame(
        {
            "fips": ["09001", "46113", "51515", "51019", "32029"],
            "year": 2019,
            "jobs": [100.0, 7.0, 1.0, 2.0, 5.0],
        }
    )
    new = to_2023_counties(old, ["jobs"], changes, counties.fips)
    assert list(new.columns) == list(old.columns)
    assert new.set_index("fips").jobs.round(2).to_dict() == {
        "09120": 34.03,
        "09140": 4.28,
        "09190": 61.70,
        "32029": 5.0,
        "46102": 7.0,
        "51019": 3.0,
    }


ROWS = st.tuples(
    st.sampled_from(["09001", "09003", "09015", "02261", "02231", "46113", "51515", "51019", "32029"]),
    st.sampled_from([2017, 2018]),
    st.integers(0, 10**6),
)


@settings(deadline=None)
@given(rows=st.lists(ROWS, max_size=30))
def test_bridge_keeps_totals_by_key(counties, changes, rows):
    old = pd.DataFrame(rows, columns=["fips", "year", "jobs"]).astype({"fips": "str", "jobs": "float64"})
    new = to_2023_counties(old, ["jobs"], changes, counties.fips)
    assert new.groupby("year").jobs.sum().to_dict() == pytest.approx(old.groupby("year").jobs.sum().to_dict())
    assert set(new.fips) <= set(counties.index)
    assert not new.duplicated(["fips", "year"]).any()


def test_bridge_keeps_rows_whose_key_is_missing(counties, changes):
    old = pd.DataFrame({"fips": ["09007", "32029"], "industry": ["212", None], "jobs": [3.0, 4.0]})
    assert to_2023_counties(old, ["jobs"], changes, counties.fips).jobs.sum() == 7


def test_bridge_refuses_what_it_cannot_place(counties, changes):
    with pytest.raises(DataError, match=r"no county, past or present: 51918, 72001"):
        to_2023_counties(pd.DataFrame({"fips": ["72001", "51918"], "jobs": 1.0}), ["jobs"], changes, counties.fips)
    with pytest.raises(DataError, match=r"Missing values.*32029"):
        to_2023_counties(pd.DataFrame({"fips": ["32029"], "jobs": [None]}), ["jobs"], changes, counties.fips)


@pytest.mark.parametrize("name", ["counties", "county_shapes"])
def test_builder_names_the_missing_file(name, tmp_path, made):
    with pytest.raises(DataError, match="does not exist"):
        made(tmp_path, name)


def test_builder_names_the_damaged_topology(tmp_path, made):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "counties_2023_web.topojson").write_text("{}")
    with pytest.raises(DataError, match=r"counties_2023_web\.topojson"):
        made(tmp_path, "county_shapes")


def test_shapes_cover_the_country_without_gaps(counties):
    outlines, states = shapes.counties(), shapes.states()
    assert list(outlines.fips) == list(counties.index)
    assert list(states.fips) == sorted(counties.state_fips.unique())
    for frame in (outlines, states):
        assert frame.crs == "EPSG:4326"
        assert list(frame.columns) == ["fips", "geometry"]
        assert frame.geometry.is_valid.all()
        assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    nevada = shapely.union_all(outlines.geometry[outlines.fips.str.startswith("32")].to_numpy())
    assert nevada.equals(states.geometry[states.fips == "32"].iloc[0])


def test_population_centres_lie_in_their_county(counties):
    centres = geopandas.GeoSeries.from_xy(counties.lon, counties.lat, crs="EPSG:4326").reset_index(drop=True)
    # a few counties have theirs in a bay, or in the independent city that they surround
    assert (~shapes.counties().geometry.contains(centres)).sum() < 40


def test_shapes_are_small():
    folder = Path(str(shapes.__file__)).parent
    assert sum(file.stat().st_size for file in folder.glob("*.parquet")) < 4_000_000
