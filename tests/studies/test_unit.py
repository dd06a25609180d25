"""Economics of a unit of capacity: revenue from products and prices, and what feeds and losses leave of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from impact import SiteError, Study, economy, run
from impact.accounts import prices
from impact.facilities import facilities
from impact.reference import override
from impact.studies import Shock, study_shocks, unit_economics
from impact.studies._plant import Terms
from impact.studies._unit import capacity_of, output_of

REFINERY = {"name": "x", "county": "Storey, NV", "facility": "lithium-hydroxide", "capacity": "20 kt/yr"}
TERMS = Terms(2023, 2023, override({}), economy())


def operations(**given: Any) -> Shock:
    return study_shocks(Study.read(REFINERY | given), economy())[0][0]


def added(shock: Shock, year: int = 2023) -> float:
    """Value added, million USD of the dollar year."""
    return float(shock.value_added @ prices().price(year))


def texts(shock: Shock) -> str:
    return " ".join(note.text for note in shock.notes)


@pytest.mark.parametrize("name", list(facilities()))
def test_capacity_and_output_are_each_others_inverse(name: str) -> None:
    kind = facilities()[name]
    output = output_of(12_345.678, kind, TERMS)
    assert output is not None
    assert capacity_of(output, kind, TERMS) == pytest.approx(12_345.678, rel=1e-12)


@pytest.mark.parametrize("name", ["lithium-hydroxide", "lithium-brine", "cell-lfp", "recycling-hydromet"])
@pytest.mark.parametrize("year", [2012, 2023])
def test_a_plant_by_its_output_is_the_plant_by_its_capacity(name: str, year: int) -> None:
    """Stated output at the type's revenue gives back jobs and purchases of the capacity, to 1e-9."""
    base = {"name": "x", "county": "Clark, NV", "facility": name, "dollar_year": year}
    by_capacity = study_shocks(Study.read(base | {"capacity": 30}), economy())[0][0]
    sales = float(by_capacity.output @ prices().price(year))
    by_output = study_shocks(Study.read(base | {"output": sales}), economy())[0][0]
    assert by_output.jobs == pytest.approx(by_capacity.jobs, rel=1e-9)
    assert by_output.purchases.domestic == pytest.approx(by_capacity.purchases.domestic, rel=1e-9)


def test_revenue_is_yield_times_price_of_the_year() -> None:
    """20,000 t at 10,388 USD of 2025 and at 11,500 of 2024, the last price index year standing for both."""
    level = prices().price(2024)
    assert operations().output @ level == pytest.approx(0.02 * 10_388)
    assert operations(price_year=2024).output @ level == pytest.approx(0.02 * 11_500)
    stated = operations(prices={"lithium-hydroxide": 15_000})
    assert stated.output @ level == pytest.approx(0.02 * 15_000)
    lines = operations(price_year=2024).purchases.lines.set_index("item").value
    own = prices().index.loc["325180"]  # money of 2024 moves to 2023 by what the industry makes
    assert lines["Spodumene concentrate (6 % Li2O)"] == pytest.approx(0.02 * 7.04 * 930 * own[2023] / own[2024])


def test_dearer_feed_lowers_value_added_one_for_one() -> None:
    """Feed at 0, 56 and 140 million USD on the same plant: output and jobs stay."""
    shocks = [operations(purchases={"2123A0": spent}) for spent in (0.0, 56.0, 140.0)]
    for shock in shocks[1:]:
        assert shock.output == pytest.approx(shocks[0].output)
        assert shock.jobs == pytest.approx(shocks[0].jobs)
    assert np.diff([added(shock) for shock in shocks]) == pytest.approx([-56, -84])


def test_payable_feeds_follow_the_metal() -> None:
    kind = facilities().known("recycling-hydromet")
    assert kind is not None
    dear = kind.at_prices(prices={"nickel": 30_000})
    before, after = (
        {line.item: line.base for line in each.operations if line.price == "nickel"} for each in (kind, dear)
    )
    assert after == pytest.approx({item: 2 * base for item, base in before.items()})
    assert before["Black mass: nickel content"] == pytest.approx(0.1517 * 0.62 * 15_000)


@pytest.mark.parametrize("year", [2012, 2023])
def test_a_plant_at_a_loss_is_told_so(year: int) -> None:
    """At 5,000 USD a tonne of hydroxide buys less than its feed: value added is below zero in any dollars."""
    shock = operations(prices={"lithium-hydroxide": 5_000}, dollar_year=year)
    assert added(shock, year) < 0
    assert "runs at a loss at these prices" in texts(shock)
    sales = float(shock.output @ prices().price(year))
    assert added(shock, year) == pytest.approx(sales - shock.purchases.lines.value.sum())


def test_a_loss_reads_right_to_the_end() -> None:
    result = run(Study.read(REFINERY | {"prices": {"lithium-hydroxide": 5_000}}))
    summary = result.summary()
    direct = summary.query("phase == 'operations' and effect == 'direct'").value_added
    assert (direct.astype(float) < 0).any()
    assert "loss" in " ".join(result.warnings)


def test_pay_above_revenue_at_stated_prices_is_a_loss() -> None:
    """Twenty thousand tonnes at 500 USD are 10 million USD, and the plant pays more."""
    shock = operations(prices={"lithium-hydroxide": 500})
    sales = float(shock.output @ prices().price(2023))
    paid = float(shock.labor_income @ prices().price(2023))
    assert paid > sales
    assert "runs at a loss at these prices" in texts(shock)
    assert added(shock) < paid  # less value added than payroll


def test_negative_surplus_reads_right_in_tables_map_and_report(tmp_path: Path) -> None:
    """Value added of the plant is below zero: told with its sign, and no figure is lost or told as a gain."""
    result = run(Study.read(REFINERY | {"prices": {"lithium-hydroxide": 5_000}}))
    running = result.summary().query("phase == 'operations'").set_index("effect")
    summary, pay = running.value_added, running.labor_income["direct"]
    assert summary["direct"] < 0
    assert summary["total"] == pytest.approx(summary[["direct", "indirect", "induced"]].sum())
    report = " ".join(result.report(tmp_path / "report.md").read_text(encoding="utf-8").split())
    assert "runs at a loss at these prices" in report
    assert f"value added falls by ${-summary['total']:.1f} million" in report
    assert f"| direct | 120 | {pay:.1f} | {summary['direct']:.1f} |" in report
    totals = result.by_county().query("effect == 'total' and phase == 'operations'").set_index("fips").value_added
    assert totals["32029"] == pytest.approx(summary["total"])
    page = result.map().get_root().render()
    assert (
        f"\N{MINUS SIGN}${-summary['total']:.1f} million" in page or f"\\u2212${-summary['total']:.1f} million" in page
    )


def test_unit_economics_add_up() -> None:
    kind = facilities().known("cathode-lfp")
    assert kind is not None
    found = unit_economics(kind, TERMS)
    assert found.revenue is not None
    assert found.surplus is not None
    assert found.value_added == pytest.approx(found.compensation + found.duties + found.surplus)
    own = prices().index.loc["325180"]
    assert found.revenue == pytest.approx(5_500e-6 * own[2023] / own[2024])
    assert found.surplus < 0  # no US plant sold at scale at the prices of 2025


def test_without_a_price_output_is_not_known() -> None:
    """Jobs, payroll and purchases of a type without a price; output and value added are missing, not made up."""
    kind = facilities()["lithium-hydroxide"].model_copy(update={"products": ()})
    study = Study.read(REFINERY | {"facility": kind})
    shock = study_shocks(study, economy())[0][0]
    priced = operations()
    assert not shock.output_known
    assert shock.jobs == pytest.approx(priced.jobs)
    assert shock.purchases.domestic == pytest.approx(priced.purchases.domestic)
    assert "Output and value added of the plant are not known" in texts(shock)
    summary = run(study).summary().query("phase == 'operations' and effect == 'direct'").iloc[0]
    assert (summary.output, summary.value_added) == (0, 0)  # left out, as the note says
    assert summary.jobs == pytest.approx(priced.jobs.sum())
    with pytest.raises(SiteError, match=r"No price is known for what lithium-hydroxide makes"):
        study_shocks(Study.read(REFINERY | {"facility": kind, "capacity": None, "output": 5.0}), economy())


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"prices": {"lithium-hydroxide": 0}}, ['"prices, lithium-hydroxide" is 0; give a positive number']),
        ({"prices": {"lithium-hydroxide": -5}}, ["-5"]),
        ({"prices": {"lithium-hydroxid": 5}}, ['no price "lithium-hydroxid". Did you mean "lithium-hydroxide"']),
        ({"prices": {"nickel": 5}}, ['no price "nickel"']),
        ({"price_year": 2001}, ["is known for 2001; the years known are"]),
        ({"yields": {"Lithium": 1}}, ['no product "Lithium"', "Lithium hydroxide monohydrate"]),
        (
            {"facility": "recycling-hydromet", "yields": {"Lithium carbonate": 0.5}},
            ["a yield of 0.5 is above the 0.1695 that a unit of feed contains"],
        ),
        ({"facility": None, "industries": "335911", "capacity": None, "jobs": 5, "price_year": 2025}, ["need"]),
    ],
)
def test_impossible_prices_and_yields_are_refused(change: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        Study.read(REFINERY | change)
    for part in parts:
        assert part in str(caught.value)
