"""What is known of trade, by industry, and how near people of a county live."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.settlement import SCALES_KM, settlement
from impact.builder.trade import trade_targets
from impact.errors import DataError


def test_the_longest_prefix_wins_and_own_rows_come_first(built):
    targets = pd.read_parquet(built / "trade_targets.parquet").set_index("industry")
    assert targets.group["335911"] == "Batteries"
    assert targets.target["335911"] == 600
    assert targets.group["484000"] == "Transport"
    assert targets.group["482000"] == "Rail"  # the builder's own file
    assert targets.visitor_share["722110"] == 0.15


def test_an_industry_without_evidence_is_named(made, source):
    evidence = made(source, "trade_evidence")
    with pytest.raises(DataError, match="distance of trade of industry 999999"):
        trade_targets(evidence, made(source, "trade_evidence_own"), pd.DataFrame({"code": ["999999"]}))


def test_checks_are_told_apart(built):
    checks = pd.read_parquet(built / "trade_checks.parquet")
    assert checks.groupby("check").size().to_dict() == {
        "RIMS II": 4,
        "distance": 9,
        "own county": 2,
        "retail pull": 1,
        "visitors": 1,
    }
    assert checks[checks.check == "own county"].measure.tolist() == ["all counties", "metro counties"]


def test_one_town_holds_all_its_people_within_its_disc():
    """A town of 314,159 people is a disc of radius 10 km: two of its points are 9.05 km apart on average."""
    places = pd.DataFrame([("A", 40.0, -100.0, 314_159, "01001")], columns=["name", "lat", "lon", "population", "fips"])
    county = pd.DataFrame(
        [("01001", -100.0, 40.0, 1e6, 314_159)], columns=["fips", "lon", "lat", "land_km2", "population"]
    )
    decay = settlement(places, county).set_index("scale_km").decay
    points = np.random.default_rng(0).random((2, 100_000, 2))
    radius, angle = 10 * np.sqrt(points[..., 0]), 2 * np.pi * points[..., 1]
    at = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
    apart = np.hypot(*(at[0] - at[1]).T)
    for scale in (10.0, 40.0, 320.0):
        assert decay[scale] == pytest.approx(np.exp(-apart / scale).mean(), rel=0.06)
    assert list(decay.index) == list(SCALES_KM)


def test_people_without_a_town_live_evenly_on_the_land():
    county = pd.DataFrame(
        [("01001", -100.0, 40.0, 900.0, 500)], columns=["fips", "lon", "lat", "land_km2", "population"]
    )
    nobody = pd.DataFrame(columns=["name", "lat", "lon", "population", "fips"])
    decay = settlement(nobody, county).set_index("scale_km").decay
    points = np.random.default_rng(0).random((2, 100_000, 2)) * 30
    apart = np.hypot(*(points[0] - points[1]).T)
    for scale in (10.0, 40.0):
        assert decay[scale] == pytest.approx(np.exp(-apart / scale).mean(), rel=0.05)
