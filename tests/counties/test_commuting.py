import pandas as pd
import pytest

from impact.counties import Region, region, residence_shares
from impact.errors import RegionError
from impact.reference import table


@pytest.fixture
def flows():
    return pd.DataFrame(
        [
            ("A", "A", 60, 0.0),
            ("B", "A", 20, 50.0),
            ("C", "A", 99, 201.0),
            ("B", "B", 40, 0.0),
            ("A", "B", 80, 50.0),
        ],
        columns=["home", "work", "workers", "distance_km"],
    )


def test_shares_of_one_workplace_leave_out_long_flows(flows):
    assert residence_shares("A", flows).to_dict() == {"A": 0.75, "B": 0.25, "C": 0.0}


def test_shares_of_a_region_pool_its_workers(flows):
    assert residence_shares(["A", "B"], flows).to_dict() == pytest.approx({"A": 0.7, "B": 0.3, "C": 0.0})


def test_embedded_shares_cover_every_county():
    shares = residence_shares("32029")
    assert list(shares.index) == list(table("counties").fips)
    assert shares.sum() == pytest.approx(1)
    # ACS 2016-2020, workers in Storey County: Washoe, Lyon and Storey itself send the most.
    assert list(shares.nlargest(3).index) == ["32031", "32019", "32029"]


def test_every_county_has_workers():
    flows = table("commuting")
    near = flows[flows.distance_km <= 200]
    assert set(near.work) == set(table("counties").fips)


def resident_share(place: Region) -> float:
    """Share of the workers of a region who also live in it."""
    return float(residence_shares(place.fips).reindex(place.fips).sum())


def test_resident_share_grows_with_the_region():
    storey, metro, state = (resident_share(region(s)) for s in ("Storey, NV", "cbsa:39900", "state:NV"))
    assert storey < metro < state < 1
    assert storey == pytest.approx(0.11, abs=0.01)


def test_national_workers_mostly_live_where_they_work():
    everywhere = region([f"state:{s}" for s in table("counties").state.unique()])
    assert resident_share(everywhere) == pytest.approx(1)


@pytest.mark.parametrize("workplaces", ["09001", "99999", [], ["32029", "72001"]])
def test_unknown_workplaces_are_refused(workplaces):
    with pytest.raises(RegionError, match="record no workers"):
        residence_shares(workplaces)


def test_a_workplace_with_only_long_flows_is_refused(flows):
    with pytest.raises(RegionError, match="record no workers in A"):
        residence_shares("A", flows[flows.home == "C"])
