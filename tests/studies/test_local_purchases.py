"""What a site says it buys at home, through every model of trade."""

from typing import Any

import numpy as np
import pytest

import impact
from impact import Result, SiteError, Study
from impact.accounts import nation
from impact.runs import run_all

PRESENT = "423A00"  # other durable goods wholesalers, which Washoe has in number and every plant pays
PLANT = {
    "name": "x", "county": "Washoe, NV", "industries": "335911", "jobs": 50, "dollar_year": 2017, "year": 2017,
    "assumptions": {"economy": 2017},
}  # fmt: skip


def study(**site: Any) -> Result:
    return impact.run(Study.read(PLANT | site))


def own_sales(result: Result) -> float:
    """What the industry sells in the county in the first and later rounds."""
    rows = result.by_industry()
    return float(rows[(rows.effect == "indirect") & (rows.industry == PRESENT)].output.sum())


def indirect(result: Result, place: str, measure: str = "output") -> float:
    places = result.by_place()
    return float(places[(places.effect == "indirect") & (places.place == place)][measure].sum())


@pytest.fixture(scope="module")
def solved() -> dict[str, Result]:
    """The studies by gravity in one pass, each as it is by itself (see tests/effects/test_run_all.py)."""
    shares: dict[str, dict[str, Any]] = {
        "unstated": {},
        "empty": {"local_purchases": {}},
        "nothing": {"local_purchases": {PRESENT: 0.0}},
        "all": {"local_purchases": {PRESENT: 1.0}},
    }
    sites = [Study.read(PLANT | each) for each in shares.values()]
    return dict(zip(shares, run_all(sites), strict=True))


@pytest.fixture(scope="module")
def plain(solved: dict[str, Result]) -> Result:
    return solved["unstated"]


@pytest.fixture(scope="module")
def local(solved: dict[str, Result]) -> Result:
    return solved["all"]


@pytest.mark.parametrize("share", [1.01, -0.1, float("nan"), float("inf")])
def test_shares_lie_between_none_and_all(share: float) -> None:
    with pytest.raises(SiteError, match=rf'"local_purchases" gives "{PRESENT}" the share .*give shares from 0 to 1'):
        Study.read(PLANT | {"local_purchases": {PRESENT: share}})


def test_a_list_and_a_text_are_no_shares() -> None:
    with pytest.raises(SiteError, match=r'"local_purchases" .*write codes and shares'):
        Study.read(PLANT | {"local_purchases": [PRESENT]})
    with pytest.raises(SiteError, match=f'"local_purchases" gives "{PRESENT}" a value that is "all"'):
        Study.read(PLANT | {"local_purchases": {PRESENT: "all"}})


def test_an_unknown_industry_is_named() -> None:
    with pytest.raises(SiteError, match='no industry "999999"'):
        study(local_purchases={"999999": 0.5})


@pytest.mark.parametrize("trade", ["gravity", "flq"])
def test_more_than_the_county_makes_is_refused(trade: str) -> None:
    """Storey has no secondary smelters of the size that 50,000 battery jobs would call for."""
    with pytest.raises(
        SiteError,
        match=r"would buy \$[\d,.]+ of 331110 \(Iron .*\) in Storey County, NV, which makes \$0\. "
        "Lower its share in 'local_purchases'",
    ):
        study(county="Storey, NV", trade=trade, local_purchases={"331110": 0.5})


def test_a_smaller_share_passes_where_the_whole_is_too_much() -> None:
    plant = {"county": "Storey, NV", "jobs": 400}
    with pytest.raises(SiteError, match=f"million of {PRESENT}"):
        study(**plant, local_purchases={PRESENT: 1.0})
    assert indirect(study(**plant, local_purchases={PRESENT: 0.5}), "county") > 0


def test_buying_at_home_moves_suppliers_home(plain: Result, local: Result) -> None:
    assert indirect(local, "county") > indirect(plain, "county")
    assert indirect(local, "county", "jobs") > indirect(plain, "county", "jobs")
    assert indirect(local, "nation") < indirect(plain, "nation")
    assert indirect(local, "state") <= indirect(plain, "state")


def test_all_of_the_first_round_is_bought_at_home(local: Result) -> None:
    """The industry's output in the county is at least what the plant itself buys of it."""
    accounts = nation(economy=2017)
    codes = list(accounts.industries.index)
    industries = local.by_industry("region")
    output = industries[industries.effect == "direct"].set_index("industry").output
    needed = accounts.direct_requirements()[codes.index(PRESENT), codes.index("335911")] * output["335911"]
    made = industries[(industries.effect == "indirect") & (industries.industry == PRESENT)].output.sum()
    assert made >= needed * (1 - 1e-6)


def test_the_nation_buys_the_same(plain: Result, local: Result) -> None:
    """Where suppliers are does not change what they are: the national model's indirect output, by industry."""
    accounts = nation(economy=2017)
    codes = list(accounts.industries.index)
    direct = plain.by_industry("nation").query("effect == 'direct'").set_index("industry").output
    expected = accounts.total_requirements()[:, codes.index("335911")] * direct["335911"]
    expected[codes.index("335911")] -= direct["335911"]
    for result in (plain, local):
        found = result.by_industry("nation").query("effect == 'indirect'").set_index("industry").output
        assert np.abs(found.reindex(codes).fillna(0.0) - expected).sum() <= 1e-5 * expected.sum()


def test_quotients_take_the_share_too() -> None:
    plain, local = study(trade="flq"), study(trade="flq", local_purchases={PRESENT: 1.0})
    assert indirect(local, "all") >= indirect(plain, "all")
    assert own_sales(local) > own_sales(plain)


def test_no_local_purchases_is_the_trade_model(solved: dict[str, Result]) -> None:
    assert indirect(solved["empty"], "county") == indirect(solved["unstated"], "county")


def test_a_share_is_what_is_bought_at_home_neither_more_nor_less(solved: dict[str, Result]) -> None:
    """With nothing bought at home the county's own sales of the industry fall below what the trade model gives it."""
    quotients = [study(trade="flq", local_purchases=shares) for shares in ({PRESENT: 0.0}, {}, {PRESENT: 1.0})]
    gravity = [solved[name] for name in ("nothing", "empty", "all")]
    for none, some, every in (quotients, gravity):
        assert own_sales(none) < own_sales(some) < own_sales(every)
