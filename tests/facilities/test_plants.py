"""The known plants, against the figures of the sources that their rows name."""

import numpy as np
import pytest

from impact.counties import resolve
from impact.errors import RegionError
from impact.facilities import plants
from impact.reference import manifest, table


def test_gigafactory_as_nevada_announced_it() -> None:
    """GOED 2023-03-02: 11,000 permanent jobs at the first site; 3,000 in the expansion of $3.6 billion."""
    known = plants().set_index("facility_id")
    assert known.jobs["C001"] == 11_000
    assert known.jobs["C002"] == 3_000
    assert known.capex_usd["C002"] == 3.6e9
    assert known.fips["C001"] == resolve("Storey, NV").fips


def test_phases_are_counted_with_their_plant() -> None:
    every, once = plants(counted_once=False), plants()
    assert len(every) == 478
    assert len(every[every.tier == "core"]) == 111
    phases = every[~every.facility_id.isin(once.facility_id)]
    assert (phases.tier == "cim_bulk").all()
    assert set(phases.core_id) <= set(once.facility_id[once.tier == "core"])
    assert len(once) + len(phases) == len(every)
    # four phases at Sparks stand in the two rows of Gigafactory Nevada
    assert phases.core_id.isin(["C001", "C002"]).sum() == 4
    assert not once.facility_id.duplicated().any()


def test_missing_figures_stay_missing() -> None:
    known = plants(counted_once=False)
    assert known.capacity.notna().sum() == 94
    assert known.jobs.notna().sum() == 130
    assert known.fips.isna().sum() == 22
    assert set(known.status) == {"operating", "under construction", "announced", "canceled", "retired"}


def test_positions_lie_in_their_state() -> None:
    known = plants(counted_once=False)
    centres = table("counties").set_index("fips")
    inside = known[known.fips.notna()]
    assert (inside.fips.map(centres.state) == inside.state).all()
    assert (known.lat.isna() == (known.position == "unknown")).all()


def test_near_is_sorted_and_complete() -> None:
    storey = resolve("Storey, NV")
    near = plants(near="Storey, NV", within_km=300)
    assert near.distance_km.is_monotonic_increasing
    assert near.distance_km.max() <= 300
    known = plants()
    # by the spherical law of cosines, which is another formula than the one under test
    angle = np.sin(np.radians(known.lat)) * np.sin(np.radians(storey.lat)) + np.cos(np.radians(known.lat)) * np.cos(
        np.radians(storey.lat)
    ) * np.cos(np.radians(known.lon - storey.lon))
    assert set(near.facility_id) == set(known.facility_id[6371.0088 * np.arccos(angle) <= 300])
    assert {"C001", "C044", "C048", "C052"} <= set(near.facility_id)
    assert "B011" not in set(near.facility_id)  # a phase of C048


def test_a_plant_without_a_place_is_near_nothing() -> None:
    (unplaced,) = plants().query("position == 'unknown'").facility_id
    assert unplaced == "C049"  # the second recycling plant in South Carolina, whose site is not chosen
    assert len(plants(near="Storey, NV", within_km=25_000)) == len(plants()) - 1


@pytest.mark.parametrize("distance", [0.0, -5.0, float("nan")])
def test_no_distance(distance: float) -> None:
    with pytest.raises(RegionError, match="Give a positive number of kilometers"):
        plants(near="Storey, NV", within_km=distance)


def test_the_monitor_is_credited() -> None:
    declared = manifest().tables["plants"]
    assert "Clean Investment Monitor" in declared.attribution
    assert "CC BY 4.0" in declared.attribution
    assert "CC BY 4.0" in declared.licence
