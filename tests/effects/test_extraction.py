"""Hypothetical extraction of a plant and of foreign sources: identities of the accounts."""

import pytest

from impact import Study
from impact.accounts import nation
from impact.effects import extraction

PLANT = {"name": "x", "county": "Storey, NV", "facility": "cathode-nmc", "capacity": 20_000, "dollar_year": 2024}


def test_imports_made_at_home_become_value_added_and_other_imports() -> None:
    """A dollar of demand at home is value added or imported, at all stages; scrap and the like are the rest."""
    found = extraction(Study.read(PLANT))
    sources = found[found.extracted == "foreign source"].set_index("commodity")
    chemicals = sources.loc["325180"]
    assert chemicals.value_added == pytest.approx(chemicals.imports, rel=0.04)
    assert chemicals.imports < chemicals.output
    accounts = nation(economy=2024)
    place = accounts.commodities.index.get_loc("325180")
    bought_abroad = -float(accounts.final_uses["F05000"].iloc[place])
    assert chemicals.output == pytest.approx(bought_abroad, rel=0.02)
    made = float(accounts.make[:, place].sum())
    assert chemicals.share == pytest.approx(bought_abroad / (made + bought_abroad), rel=0.02)


def test_a_plant_takes_its_suppliers_with_it() -> None:
    """All of its output would be imported, less what it and its suppliers no longer buy abroad."""
    some, none = (
        extraction(Study.read({**PLANT, "domestic_shares": {"325180": share}})).iloc[0] for share in (0.0, 1.0)
    )
    assert some.extracted == "plant"
    assert none.jobs > some.jobs
    assert none.value_added > some.value_added
    assert some.imports < none.imports < none.output
    assert none.value_added == pytest.approx(none.imports, rel=0.04)


def test_twice_the_plant_is_twice_the_loss() -> None:
    one, two = (extraction(Study.read({**PLANT, "capacity": size})).iloc[0] for size in (10_000, 20_000))
    for name in ("output", "jobs", "value_added", "imports", "buyers_jobs"):
        assert two[name] == pytest.approx(2 * one[name], rel=1e-6), name
