"""The fit of trade: what it reaches in the embedded table, and that it finds scales which are known."""

import numpy as np
import pandas as pd
import pytest

from impact.counties import distance_matrix
from impact.reference import table
from impact.trade import trade_fit
from impact.trade._fit import Places, fit, shared
from impact.trade._kernels import GRID_KM
from impact.trade._mixtures import mixtures

CFS_UNDER_50_MILES = {
    "Food": 0.2115,
    "Paper": 0.2175,
    "Printing": 0.2785,
    "Chemicals": 0.2334,
    "Wholesale trade": 0.433,
}


@pytest.fixture(scope="module")
def groups() -> pd.DataFrame:
    return trade_fit().drop_duplicates("group").set_index("group")


def test_every_industry_has_a_target_a_mixture_and_a_reason() -> None:
    fitted = trade_fit()
    assert list(fitted.industry) == list(table("industries").code)
    assert set(fitted.confidence) == {"high", "medium", "low"}
    assert (fitted.basis.str.len() > 4).all()
    assert (fitted.low <= fitted.target).all()
    assert (fitted.target <= fitted.high).all()
    scales = mixtures().scales
    assert len(scales) == 20
    assert scales[0] == ()  # a home is consumed where it stands
    assert [sum(share for _, share in each) for each in scales[1:]] == pytest.approx(np.ones(19), abs=1e-5)


def test_published_shares_under_50_miles_are_met(groups: pd.DataFrame) -> None:
    """The scales meet them; sharing mixtures moves paper most, which shares that of wholesale trade."""
    for name, published in CFS_UNDER_50_MILES.items():
        assert groups.fitted_under_50_miles[name] == pytest.approx(published, abs=0.015)
        assert groups.reached_under_50_miles[name] == pytest.approx(published, abs=0.025 if name != "Paper" else 0.04)


def test_mean_miles_are_within_a_fifth_where_confidence_is_high(groups: pd.DataFrame) -> None:
    """Refineries apart: they stand in few counties, and terminals, not refineries, ship what the survey counts."""
    goods = groups[(groups.confidence == "high") & (groups.target_type == "mean_miles")]
    ratio = (goods.reached_mean_miles / goods.target).drop("Petroleum, coal products")
    assert len(ratio) == 9
    assert np.abs(np.log(ratio)).max() < np.log(1.2)


def test_own_county_shares_are_near_the_trips(groups: pd.DataFrame) -> None:
    for name in ("Food and beverage stores", "Other store retail", "Hospitals", "Physicians, dentists, outpatient"):
        if name in groups.index:
            assert groups.low[name] - 0.01 <= groups.reached_own_county[name] <= groups.high[name]


def test_scales_that_are_known_are_found() -> None:
    """Trade made with 12 km, and with a tenth at 20 km beside 640 km, is fitted back from its own figures."""
    counties = len(table("counties"))
    rng = np.random.default_rng(5)
    people = table("counties").population.to_numpy(dtype=float)
    supply = people * np.exp(rng.normal(0, 0.3, (2, counties)))
    demand = np.tile(people, (2, 1)) * supply.sum(axis=1, keepdims=True) / people.sum()
    places = Places(supply, demand, distance_matrix())
    made = np.zeros((2, 20))
    made[0, 1:3] = 1 - np.log2(1.2), np.log2(1.2)
    made[1, [2, 7]] = 0.1, 0.9
    truth = places.reached(made, places.balanced(made, None))
    targets = pd.DataFrame(
        {
            "industry": ["445000", "335911"],
            "group": ["a", "b"],
            "target_type": ["own_county_share", "mean_miles"],
            "target": [truth.own[0], truth.miles[1]],
            "share_under_50_miles": [np.nan, truth.near[1]],
            "near_km": [8.0, 20.0],
            "near_weight": [np.nan, 0.3],
            "far_km": [np.nan, 1280.0],
            "visitor_share": [0.0, 0.0],
        }
    )
    scales, reached, _ = fit(places, targets, np.zeros(2), 1280.0)
    assert scales.near[0] == pytest.approx(12.0, rel=0.03)
    assert scales.far[1] == pytest.approx(640.0, rel=0.15)
    assert scales.share[1] == pytest.approx(0.1, abs=0.03)
    assert reached.own[0] == pytest.approx(truth.own[0], abs=0.01)


def test_alike_mixtures_are_merged_and_homes_stay_alone() -> None:
    weights = np.zeros((6, 20))
    weights[0, 1] = weights[1, 8] = 1.0
    weights[2, [1, 2]] = 0.9, 0.1
    weights[3, [8, 7]] = 0.95, 0.05
    weights[5, 18] = 1.0  # by share: not merged with the same scale over an even plain
    common, member = shared(weights, np.array([1.0, 1.0, 1.0, 3.0, 1.0, 1.0]), 4, np.ones(2 * len(GRID_KM)))
    assert list(member) == [1, 2, 1, 2, 0, 3]
    assert common[0].sum() == 0
    assert common[1, 1:3] == pytest.approx([0.95, 0.05])
    assert common[2, 7:9] == pytest.approx([0.0375, 0.9625])
