import numpy as np
import pytest

from impact.accounts import nation
from impact.counties import activity, region
from impact.errors import ModelError, UsageError
from impact.evidence import delta_by_size
from impact.evidence._identification import matching_delta, within_shares
from impact.reference import table
from impact.testing import small_model
from impact.trade import NationalIndustries, national_trade, regional_purchases


@pytest.mark.parametrize("delta", [0.0, 0.15, 0.4])
def test_delta_is_the_one_that_made_the_share(delta):
    rng = np.random.default_rng(4)
    A, X = rng.random((12, 12)) / 15, rng.random(12) + 1
    x = X * rng.random(12) / 10
    share = (regional_purchases("flq", x, NationalIndustries(A, X, X), delta).inputs @ x).sum() / (A @ x).sum()
    assert matching_delta(share, x, X, A) == pytest.approx(delta, abs=1e-6)


def test_delta_without_an_answer():
    A, X = np.full((2, 2), 0.2), np.array([10.0, 10.0])
    with pytest.raises(ModelError, match="is no share of purchases in the region"):
        matching_delta(1.2, X / 5, X, A)
    with pytest.raises(ModelError, match="The region is the whole nation"):
        matching_delta(0.5, X, X, A)
    assert np.isnan(matching_delta(0.99, np.array([5.0, 0.0]), X, A))  # half the inputs are not made there


def test_purchases_within_an_area_by_adding_up():
    trade = small_model(14).trade
    key = np.array(list("ababcabcabcabc"))
    found = within_shares(trade, key)
    for county, name in enumerate(key):
        wanted = trade.shares_of(county)[:, key == name].sum(axis=1)
        np.testing.assert_allclose(found[:, county], wanted, atol=1e-5)


def test_delta_of_states():
    found = delta_by_size("state").set_index("area")
    accounts = nation()
    trade, requirements = national_trade(), accounts.direct_requirements()
    fips = list(region("state:DE").fips)
    everywhere = list(table("counties").fips)
    at = [everywhere.index(code) for code in fips]
    output = activity(fips).shares * accounts.output
    bought = requirements @ output.T
    inside = np.column_stack([trade.shares_of(county)[:, at].sum(axis=1) for county in at])
    share = (inside * bought).sum() / bought.sum()
    assert found.local_share["DE"] == pytest.approx(share, rel=1e-4)
    industries = NationalIndustries(requirements, accounts.output, accounts.domestic_absorption())
    flq = regional_purchases("flq", output.sum(axis=0), industries, found.delta["DE"])
    assert (flq.inputs @ output.sum(axis=0)).sum() / bought.sum() == pytest.approx(share, rel=1e-3)
    assert len(found) == 51
    assert found["size"].sum() == pytest.approx(1)
    assert found["size"].is_monotonic_increasing


def test_unknown_area():
    with pytest.raises(UsageError, match="no area 'county'"):
        delta_by_size("county")
