"""A county on one page, against what the agencies publish."""

import json

import pytest

import impact
from impact.counties import CountyProfile, plants_in
from impact.errors import RegionError


@pytest.fixture(scope="module")
def storey() -> CountyProfile:
    return impact.county("Storey, NV", 2022)


def test_sectors_are_those_of_bea(storey: CountyProfile) -> None:
    jobs = storey.sectors.set_index("sector")
    assert jobs.jobs["manufacturing"] == 13_124  # CAEMP25N 2022
    assert jobs.share.sum() == pytest.approx(1)
    # manufacturing is 13,523,700 of the nation's 212,442,000 jobs
    assert jobs.location_quotient["manufacturing"] == pytest.approx(
        (13_124 / 20_285) / (13_523_700 / 212_442_000), rel=1e-4
    )
    assert storey.figures["jobs"] == pytest.approx(20_285, abs=0.1)


def test_people_and_commuters_are_published(storey: CountyProfile) -> None:
    assert storey.figures["unemployment_rate"] == pytest.approx(0.060, abs=0.0005)  # LAUS 2024
    assert storey.unemployment.year.tolist() == list(range(2016, 2026))
    into = storey.commuting.query("direction == 'in'").set_index("name").workers
    assert into["Washoe County, NV"] == 1_838  # ACS 2016-2020
    assert 0.05 < storey.figures["live_and_work_share"] < 0.2


def test_known_plants_say_whether_the_jobs_hold_them() -> None:
    plants = plants_in(["32029"], 2022).set_index("facility_id")
    assert plants.in_structure["C001"]  # Gigafactory Nevada, open since 2017
    assert not plants.in_structure["C048"]  # a recycler that opened in 2023
    assert not plants_in(["13157"], 2022).set_index("facility_id").in_structure["C004"]  # opened in 2022 itself


def test_a_document_holds_it_all(storey: CountyProfile) -> None:
    document = json.loads(json.dumps(storey.to_dict(), allow_nan=False))
    assert document["economy"] == "2022"
    assert len(document["sectors"]) == 22
    assert document["industries"][0]["industry"] == "335911"
    assert repr(storey) == "CountyProfile(Storey County, NV: 20,285 jobs in 2022)"


def test_an_unknown_county_is_refused() -> None:
    with pytest.raises(RegionError, match="Atlantis"):
        impact.county("Atlantis, NV")
