"""Totals of counties against the profile of one, BEA's totals of the nation, and the commuting flows."""

import numpy as np
import pytest

from impact.accounts import prices
from impact.counties import county, county_totals
from impact.reference import table


@pytest.mark.parametrize("year", [2017, 2024])
def test_totals_are_those_of_the_profile(year):
    found, profile = county_totals(year).loc["32029"], county("32029", year).figures
    assert found.jobs == pytest.approx(profile["jobs"])
    assert found.output == pytest.approx(profile["output_musd"], rel=1e-3)
    assert found.value_added == pytest.approx(profile["value_added_musd"], rel=1e-3)


def test_the_nation_adds_up():
    industries = table("industries", 2024).set_index("code")
    placed = industries.index != "4200ID"  # customs duties are of no county
    parts = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    assert county_totals(2024).value_added.sum() == pytest.approx(parts[placed].sum(), rel=1e-4)
    price = prices(2024).price(2020)
    assert county_totals(2024, price).value_added.sum() == pytest.approx(float((parts * price)[placed].sum()), rel=1e-4)
    assert county_totals(2024, price).jobs.equals(county_totals(2024).jobs)


def test_who_comes_in_goes_out_of_another_county():
    flows, found = table("commuting"), county_totals()
    assert found.come_in.sum() == found.go_out.sum() == flows.workers[flows.home != flows.work].sum()
    live = found.work_here - found.come_in + found.go_out
    home = flows.groupby("home").workers.sum()
    assert np.array_equal(live.reindex(home.index).to_numpy(), home.to_numpy())
    storey = flows[(flows.work == "32029") & (flows.home != "32029")].workers.sum()
    assert found.come_in["32029"] == storey != found.go_out["32029"]
