"""What equipment leaves behind where it is set up: the trader's and the carrier's margin, and the field labor."""

import pandas as pd
import pytest

import impact
from impact import Study
from impact.accounts._margins import producer_values
from impact.counties import region
from impact.effects import county_model
from impact.facilities import facilities

RENO, WASHOE = "cbsa:39900", "32031"
YEAR = 2024  # of the accounts, so that no price index is in the way
EQUIPMENT = {
    "name": "equipment",
    "title": "Equipment alone",
    "product": "Nothing",
    "unit": "t/yr",
    "industries": {"335911": 1},
    "sources": {"test": "A billion USD of machines"},
    "jobs_per_unit": {"low": 1, "base": 1, "high": 1, "source": "test", "confidence": "low"},
    "capital": [
        {
            "item": "Lines",
            "kind": "equipment",
            "material": "electrode-machinery",
            "commodities": {"33329A": 1},
            "low": 1e6,
            "base": 1e6,
            "high": 1e6,
            "dollar_year": YEAR,
            "source": "test",
            "confidence": "low",
        }
    ],
}


def test_a_billion_of_equipment_leaves_its_margins_in_the_region() -> None:
    """By hand: margin × the service that earns it × domestic × what the region sells to the county × jobs per dollar.

    Of 1,000 million USD of machinery 156 are the trader's and 24 the carrier's (BEA margins of private equipment).
    The region's traders and carriers get about a third of these, and a million of their margin is three to five jobs.
    """
    given = {"county": WASHOE, "region": RENO, "capital": 1000, "dollar_year": YEAR, "year": YEAR, "economy": YEAR}
    result = impact.run(Study.read({"name": "Machines", "facility": EQUIPMENT, **given}))
    rows = result.by_industry().query("phase == 'construction' and effect == 'indirect'").set_index("industry")
    model = county_model(economy=YEAR)
    codes, commodities = list(model.nation.industries.index), list(model.nation.commodities.index)
    paid = pd.Series({"33329A": 1000.0})
    margins = producer_values(paid, "equipment")
    assert margins.sum() == pytest.approx(1000)
    at, inside = model.fips.index(WASHOE), [model.fips.index(code) for code in region(RENO).fips]
    shares, per_dollar = model.trade.shares_of(at), model.direct("jobs")
    made = model.nation.domestic_shares("intermediate")
    by_hand, found = 0.0, 0.0
    for code in (code for code in codes if code[:2] in ("42", "48")):
        share = float(margins[commodities.index(code)]) * float(made[commodities.index(code)])
        where = codes.index(code)
        by_hand += share * sum(float(shares[where, each] * per_dollar[where, each]) for each in inside)
        found += float(rows.jobs.get(code, 0.0))
    assert by_hand == pytest.approx(195, rel=0.15)  # 1,000 × 0.18 × about a third × three to four jobs a million
    assert by_hand * 0.99 <= found <= 1.3 * by_hand  # with what suppliers of suppliers buy there
    total = result.summary().query("phase == 'construction' and effect == 'total'").jobs.iloc[0]
    assert total > 1.5 * by_hand


@pytest.mark.parametrize("name", [name for name in facilities() if name.startswith("cell-")])
def test_field_labor_is_work_of_builders_at_the_site(name: str) -> None:
    """A seventh of the installed equipment, 8 to 20 %, is paid to contractors in the county."""
    lines = facilities()[name].capital
    field = sum(line.base for line in lines if line.item.startswith("Field installation"))
    equipment = sum(line.base for line in lines if line.kind == "equipment")
    assert all(line.kind == "building" for line in lines if line.item.startswith("Field installation"))
    assert 0.08 <= field / (field + equipment) <= 0.20
