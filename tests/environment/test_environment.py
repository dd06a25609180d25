"""Emissions, energy, water and waste of a study: by hand, by place, and missing where not known."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Result, Study
from impact.effects import prepare
from impact.effects._weights import of_suppliers, weights
from impact.environment import circular, footprint_sentences, import_dependence
from impact.environment._footprint import footprint
from impact.environment._recovered import cells_again
from impact.errors import UsageError
from impact.facilities import embodied, facilities
from impact.facilities._uses import grid_rate
from impact.reference import measures, table

pytestmark = pytest.mark.usefixtures("solved_once")

NAMES = ["ghg", "energy", "water", "hazardous_waste"]
GAS = 53.06 + 0.001 * 28 + 0.0001 * 265  # kg CO2e per mmBtu, EPA Emission Factors Hub 2025 with AR5


def study(facility: str, capacity: str, county: str = "Storey, NV", trade: str = "flq") -> Result:
    return impact.run(
        Study.read({"name": "x", "county": county, "facility": facility, "capacity": capacity, "trade": trade})
    )


def direct(result: Result) -> "pd.Series[float]":
    table = result.environmental()
    rows = table[(table.phase == "operations") & (table.effect == "direct") & (table.place == "all")]
    return rows[NAMES].iloc[0]


@pytest.fixture(scope="module")
def cells() -> Result:
    return study("cell-nmc811", "30 GWh/yr")


@pytest.fixture(scope="module")
def hub() -> Result:
    return study("recycling-hydromet", "20000 t/yr")


def test_the_measures_are_declared() -> None:
    assert list(measures("environment")) == NAMES
    assert set(measures(None)) == {*measures(), *NAMES}


def test_direct_emissions_by_hand(cells: Result) -> None:
    """8.3 kWh and 0.1327 mmBtu per kWh of cells; NWPP emits 288.184 kg per MWh and loses 4.1 %."""
    kwh = 30e6
    power = 8.3 * kwh / 1000 * 288.184 / (1 - 0.041) / 1000
    gas = 0.1327 * kwh * GAS / 1000
    assert direct(cells).ghg == pytest.approx(power + gas, rel=1e-6)
    assert direct(cells).energy == pytest.approx(8.3 * kwh * 3.6e-6 + 0.1327 * kwh * 1.055056e-3)


def test_direct_emissions_move_with_the_grid_and_with_capacity(cells: Result) -> None:
    """RFC Michigan, 438.758 kg per MWh and 4.2 %, in the place of NWPP; twice the cells, twice the energy."""
    michigan = direct(study("cell-nmc811", "30 GWh/yr", "Wayne, MI"))
    power = 8.3 * 30 * (438.758 / (1 - 0.042) - 288.184 / (1 - 0.041))
    assert michigan.ghg - direct(cells).ghg == pytest.approx(power, rel=1e-3)
    assert michigan.energy == pytest.approx(direct(cells).energy)
    doubled = direct(study("cell-nmc811", "60 GWh/yr"))
    assert doubled[["ghg", "energy"]].to_numpy() == pytest.approx(2 * direct(cells)[["ghg", "energy"]].to_numpy())


def test_a_plant_without_lines_is_missing_and_never_zero() -> None:
    result = study("lithium-brine", "5000 t/yr")
    running = result.environmental().query("phase == 'operations'").set_index(["effect", "place"])
    assert running.loc["direct"][NAMES].isna().all(axis=None)
    assert running.loc["total"][["ghg", "water", "hazardous_waste"]].isna().all(axis=None)
    assert running.ghg["indirect", "all"] > 0
    assert any("Not known of the plant itself" in note and "greenhouse gases" in note for note in result.warnings)


def test_a_county_without_a_grid_is_named() -> None:
    assert grid_rate("02063") is None
    result = study("recycling-hydromet", "20000 t/yr", "02063")
    assert np.isnan(direct(result).ghg)
    assert direct(result).energy > 0
    assert any("no grid is known for Chugach" in note for note in result.warnings)


def test_totals_leave_out_imports_and_households(hub: Result) -> None:
    rows = hub.environmental().query("phase == 'operations' and place == 'all'").set_index("effect")
    assert rows.ghg["total"] == pytest.approx(rows.ghg["direct"] + rows.ghg["indirect"])
    assert rows.energy["total"] == pytest.approx(rows.energy["indirect"])
    assert {"imports", "induced"} <= set(rows.index)


def test_the_supply_chain_meets_the_national_model() -> None:
    """A plant without lines of its own: all that suppliers emit is the nation's inverse times what it buys."""
    result = study("electrolyte", "20000 t/yr", trade="gravity")
    case = prepare(Study.read(dict(result.inputs)))
    shock = next(part.shock for part in case.parts if part.shock.phase == "operations")
    nation = case.economy.nation
    emissions = table("emissions", nation.economy).set_index("industry").reindex(nation.industries.index)
    here = np.linalg.solve(np.eye(402) - nation.direct_requirements(), shock.purchases.domestic)
    rows = result.environmental().query("phase == 'operations' and place == 'all'").set_index("effect")
    assert rows.loc["indirect", NAMES].to_numpy(float) == pytest.approx(emissions[NAMES].T.to_numpy() @ here, rel=1e-3)
    assert (rows.loc["imports", NAMES] > 0).all()


def test_what_a_material_takes_to_make() -> None:
    """EverBatt 2023: 7.569 t CO2e per t of anhydrous nickel sulfate, 154.76 of 262.85 g per mol of the hexahydrate."""
    assert embodied("nickel-sulfate")["ghg"] == pytest.approx(7.569 * 154.76 / 262.85, rel=1e-3)
    assert embodied("lithium-hydroxide")["ghg"] == pytest.approx(24.244 * 23.948 / 41.964, rel=1e-3)
    assert embodied("storage-cells")["energy"] == pytest.approx(774.97e-6)
    assert embodied("separator") == {}


def test_spent_batteries_come_without_a_burden() -> None:
    assert facilities()["recycling-hydromet"].embodied() == {}
    assert set(facilities()["precursor-ncm"].embodied()) == {
        "Nickel in sulfate",
        "Cobalt in sulfate",
        "Manganese sulfate monohydrate",
    }


def test_a_cell_emits_what_the_literature_finds() -> None:
    """Nickel cells: 60 to 110 kg CO2e per kWh in the literature. EverBatt's factors of what they are made of, per kWh:

    1.458 kg of cathode x 25.489, 0.989 of graphite x 9.112, 0.2823 of copper x 4.490, 0.1866 of aluminum x 6.054, and
    0.3617 of electrolyte x (0.125 x 11.242 + 0.8 x 0.876).
    """
    result = study("cell-nmc811", "30 GWh/yr", trade="gravity")
    materials = 1.458 * 25.489 + 0.989 * 9.112 + 0.2823 * 4.490 + 0.1866 * 6.054
    materials += 0.3617 * (0.125 * 11.242 + 0.8 * 0.876)
    rows = result.environmental().query("phase == 'operations' and place == 'all'").set_index("effect")
    chain = (rows.ghg["indirect"] + rows.ghg["imports"]) / 30e3
    assert materials == pytest.approx(49.3, abs=0.1)
    assert materials < chain < materials + 12
    each = footprint(result).each.item()
    assert each == pytest.approx(chain + rows.ghg["direct"] / 30e3)
    assert 60 < each < 110
    assert f"{each:.3g} kg per kWh" in footprint_sentences(result)[-1]


def test_more_domestic_content_moves_emissions_and_does_not_end_them() -> None:
    site = {"name": "x", "county": "Storey, NV", "facility": "cathode-nmc", "capacity": 20_000}
    sums = []
    for share in (0.0, 1.0):
        result = impact.run(Study.read({**site, "domestic_shares": {"325180": share}}))
        rows = result.environmental().query("phase == 'operations' and place == 'all'").set_index("effect")
        sums.append((rows.ghg["indirect"], rows.ghg["imports"]))
    (none, all_abroad), (here, less) = sums
    assert here > 2 * none
    assert less < all_abroad
    assert here + less == pytest.approx(none + all_abroad, rel=0.05)


def test_a_region_alone_has_no_footprint(cells: Result) -> None:
    assert footprint(cells).empty


def test_power_is_counted_once(hub: Result) -> None:
    """What power plants sell to the plant itself is with the plant; what they sell to its suppliers stays."""
    case = prepare(Study.read(dict(hub.inputs)))
    running = next(part.shock for part in case.parts if part.shock.phase == "operations")
    nation, group = case.economy.nation, "environment"
    worth = weights(case, hub.region.fips, group)
    made = nation.domestic_inverse @ running.purchases.domestic
    metered = of_suppliers(worth, case, running, group)
    power = nation.industries.index.isin(["221100", "S00101", "S00202"])
    sold = (worth.alike[power, 0] * running.purchases.domestic[power]).sum()
    assert sold > 0
    assert worth.alike[:, 0] @ made - metered.alike[:, 0] @ made == pytest.approx(sold)
    unmetered = of_suppliers(worth, case, replace(running, physical={}), group)
    assert np.array_equal(unmetered.alike, worth.alike)


def test_what_is_missing_is_saved_as_null(cells: Result, tmp_path) -> None:
    cells.save(tmp_path / "out")
    document = json.loads((tmp_path / "out/result.json").read_text())
    row = next(each for each in document["environment"] if (each["phase"], each["effect"]) == ("operations", "direct"))
    assert row["water"] is None
    again = Result.load(tmp_path / "out")
    pd.testing.assert_frame_equal(again.environmental(), cells.environmental())
    pd.testing.assert_frame_equal(again.environment_by_county(), cells.environment_by_county())


def test_quantities_and_costs_of_the_catalogue_agree_at_plausible_prices() -> None:
    """U.S. industry paid 0.06 to 0.12 USD per kWh and 2.5 to 9 per mmBtu of gas in 2021 to 2023 (EIA)."""
    limits = {"electricity": (0.06, 0.12), "natural gas": (2.5, 9), "diesel": (15, 35), "water": (0.3, 3)}
    counted = 0
    for name, kind in facilities().items():
        lines = {line.item: line for line in kind.operations}
        for use in kind.uses:
            counted += 1
            low, high = limits[use.carrier]
            assert low <= use.at_price <= high, (name, use.carrier)
            commodity = {"electricity": "221100", "natural gas": "221200", "water": "221300"}[use.carrier]
            cost = lines[use.line].base * lines[use.line].commodities[commodity]
            assert use.base * use.at_price == pytest.approx(cost, rel=0.02), (name, use.carrier)
    assert counted == 27


def test_a_quantity_that_disagrees_with_its_cost_is_refused() -> None:
    entry = facilities()["cell-lfp"].model_dump(exclude={"name"})
    entry["uses"][0]["base"] *= 1.1
    with pytest.raises(ValueError, match="make them agree"):
        facilities().own(entry, "mine")


def test_recovered_tonnes_and_what_they_replace(hub: Result) -> None:
    """0.1517 t of nickel per t of cells, 19.95 t CO2e per t of nickel in mined salt (EverBatt 2023)."""
    products = circular(hub).products.set_index("material")
    assert products.tonnes["nickel"] == pytest.approx(0.1517 * 20_000, rel=1e-3)
    assert products.tonnes["cobalt"] == pytest.approx(0.05076 * 20_000, rel=1e-3)
    assert products.replaced["nickel"] == pytest.approx(19.9478)
    assert products.replaced["lithium"] == pytest.approx(12.392 / 0.1879, rel=1e-3)
    burden = (products.burden * products.tonnes).sum()
    assert burden == pytest.approx(circular(hub).burdens[["own", "chain", "imports"]].sum(axis=1).item())
    assert (products.low <= products.difference + 1e-9).all()
    assert (products.difference <= products.high + 1e-9).all()


def test_recycled_less_mined_changes_sign_with_the_burden(hub: Result) -> None:
    assert (circular(hub).products.difference < 0).all()
    dirty = hub.environment.assign(ghg=hub.environment.ghg * 1000)
    worse = replace(hub, environment=dirty)
    assert (circular(worse).products.difference > 0).all()


def test_cells_that_could_be_made_again() -> None:
    """NMC622: 1.6327 kg of cathode per kWh; nickel is 0.6 x 58.69 of 96.93 g per mol of it."""
    cells = cells_again({"nickel": 3034.0}).set_index("chemistry")
    assert cells.kwh["NMC622"] == pytest.approx(3034e3 / (1.6327 * 0.6 * 58.69 / 96.93), rel=2e-3)
    assert cells_again({"copper": 10.0}).empty


def test_a_product_without_a_virgin_factor_is_named_and_left_out() -> None:
    found = circular(study("recycling-mechanical", "20000 t/yr"))
    assert found.products.material.tolist() == ["copper"]
    assert found.left_out["product"].tolist() == ["Nickel in black mass", "Cobalt in black mass"]
    assert found.left_out.why.str.contains("not refined").all()


def test_a_plant_that_recovers_nothing_is_refused(cells: Result) -> None:
    with pytest.raises(UsageError, match="No site of the study recovers materials"):
        circular(cells)


def test_import_dependence(hub: Result) -> None:
    """USGS, 2025: 9,600 t of cobalt used, 79 % net imports; lithium's use is withheld."""
    found = import_dependence(hub).set_index("material")
    assert found.demand["cobalt"] == 9600
    assert found.reliance["cobalt"] == pytest.approx(0.79)
    assert found.of_demand["cobalt"] == pytest.approx(0.05076 * 20_000 / 9600, rel=1e-3)
    assert found.reliance_after["cobalt"] == pytest.approx(0.79 - 0.05076 * 20_000 / 9600, rel=1e-3)
    assert np.isnan(found.demand["lithium"])
    assert found.bound["lithium"] == "lower bound"
    assert (import_dependence().adds == 0).all()


def test_plants_alike_keep_their_own_rows() -> None:
    """Two plants that are alike are solved once and told apart; together they emit what both do."""
    plant = {"county": "Storey, NV", "facility": "recycling-hydromet", "capacity": "20000 t/yr"}
    result = impact.run(
        Study.read({"name": "two", "sites": [{"name": name, **plant} for name in ("a", "b")], "trade": "gravity"})
    )
    by_site = result.environment.groupby(["site", "phase", "effect"]).ghg.sum().unstack("site")
    assert by_site.a.to_numpy() == pytest.approx(by_site.b.to_numpy())
    assert (by_site.a > 0).all()
