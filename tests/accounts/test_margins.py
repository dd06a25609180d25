"""Margins, against values read off BEA's published tables of 2017 (million USD)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.accounts import nation
from impact.accounts._margins import User, producer_values
from impact.errors import ModelError
from impact.reference import table

CODES = list(table("commodities").code)
MARGINS = ["transportation", "wholesale", "retail"]


def moved(user: User = "intermediate", **purchases: float) -> "pd.Series[float]":
    named = pd.Series({code.removeprefix("c"): value for code, value in purchases.items()})
    return pd.Series(producer_values(named, user), index=CODES)


def test_chemicals_by_hand() -> None:
    """Basic inorganic chemicals used by industries: producers 29,980, transport 3,357, wholesale 3,681.

    Trucks earn 193,605 at producers' less 39,330 at purchasers' prices; all carriers 101,624 - 98,381 (air) + 52,190 -
    6,851 (rail) + 10,522 - 3,829 (water) + 154,275 + 40,408 - 280 (pipelines).
    """
    found = moved(c325180=1e6)
    paid = 29_980 + 3_357 + 3_681
    trucks = 154_275 / (3_243 + 45_339 + 6_693 + 154_275 + 40_128)
    assert found["325180"] == pytest.approx(1e6 * 29_980 / paid)
    assert found["484000"] == pytest.approx(1e6 * 3_357 / paid * trucks)
    wholesalers = found[found.index.str.startswith("42")]
    assert wholesalers.sum() == pytest.approx(1e6 * 3_681 / paid)
    assert (found[~found.index.isin(["325180", "481000", "482000", "483000", "484000", "486000"])] > 0).sum() == 10


def test_process_machinery_as_investment() -> None:
    """Other industrial machinery in F02E00: producers 25,204, transport 735, wholesale 4,797, no retail."""
    found = moved("equipment", c33329A=1.0)
    assert found["33329A"] == pytest.approx(25_204 / 30_736)
    # machinery wholesalers earn 60,629 of 220,602 of the wholesale margin of equipment
    assert found["423800"] == pytest.approx(4_797 / 30_736 * 60_629 / 220_602)
    assert found[found.index.str.startswith("44")].sum() == 0


def test_a_battery_costs_households_twice_what_its_maker_gets() -> None:
    """Storage batteries in F01000: producers 4,205, transport 41, wholesale 1,072, retail 2,782."""
    assert moved("households", c335911=1.0)["335911"] == pytest.approx(4_205 / 8_100)


@pytest.mark.parametrize("code", ["484000", "423800", "221100", "541300", "233230"])
def test_services_and_buildings_have_no_margin(code: str) -> None:
    assert moved(**{f"c{code}": 5.0})[code] == 5.0


def test_what_a_user_does_not_buy_has_margins_of_intermediate_use() -> None:
    """No equipment is lithium or scrap; both have published margins of intermediate use."""
    basis = table("margins").set_index(["user", "commodity"]).basis
    for code in ("2123A0", "S00401"):
        assert basis["equipment", code] == "intermediate"
        assert moved("equipment", **{f"c{code}": 1.0})[code] == moved(**{f"c{code}": 1.0})[code]
    assert moved(c2123A0=1.0)["2123A0"] == pytest.approx(15_900 / (15_900 + 7_036 + 2_250 + 1_134))


def test_all_intermediate_use_gives_the_published_margins() -> None:
    """The producers' value of all goods, raised to what is paid, yields each trader's margin of 2017."""
    economy = nation(economy=2017)
    shares = table("margins").query("user == 'intermediate'").set_index("commodity").loc[CODES]
    traders = set(table("margin_services").commodity)
    paid = pd.Series(economy.use.sum(axis=1), index=CODES) / shares.producers
    found = pd.Series(producer_values(paid.drop(list(traders))), index=CODES)
    assert found["423100"] == pytest.approx(60_514 - 5_483, rel=2e-3)
    assert found["484000"] == pytest.approx(193_605 - 39_330, rel=5e-3)
    assert found["444000"] == pytest.approx(82_700, rel=2e-3)
    assert found[list(traders)].sum() == pytest.approx(248_701 + 839_613 + 147_150, rel=1e-3)


@given(
    st.dictionaries(st.sampled_from(CODES), st.floats(0, 1e6), min_size=1),
    st.sampled_from(["intermediate", "equipment", "households"]),
)
def test_margins_lose_no_money(purchases: dict[str, float], user: User) -> None:
    found = producer_values(pd.Series(purchases), user)
    assert found.sum() == pytest.approx(sum(purchases.values()), rel=1e-9)
    assert (found >= 0).all()


def test_shares_sum_to_one() -> None:
    margins = table("margins")
    assert margins.groupby("user").commodity.agg(list).map(lambda codes: codes == CODES).all()
    assert margins[["producers", *MARGINS]].sum(axis=1).to_numpy() == pytest.approx(1.0, abs=1e-12)
    assert (margins[["producers", *MARGINS]] >= 0).all(axis=None)
    assert margins.basis.value_counts().to_dict() == {"published": 777, "intermediate": 357, "none": 72}
    assert np.allclose(table("margin_services").groupby(["user", "margin"]).share.sum(), 1.0, rtol=0, atol=1e-12)


def test_unknown_names() -> None:
    with pytest.raises(ModelError, match="No commodity has the code 33591"):
        producer_values(pd.Series({"33591": 1.0}))
    with pytest.raises(ModelError, match="The users are: equipment, households, intermediate"):
        producer_values(pd.Series({"335911": 1.0}), "export")  # type: ignore[arg-type]
