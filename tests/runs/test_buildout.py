"""The build-out of all known plants: who is counted, links of the chain, and sums of single studies."""

import pandas as pd
import pytest

import impact
from impact import Study
from impact.errors import UsageError
from impact.facilities import facilities
from impact.reference import table
from impact.runs import buildout
from impact.runs._chain import chain, linked
from impact.runs._plant_list import plant_list, statuses

ROW = {
    "tier": "core", "core_id": None, "company": "Maker", "name": "Plant", "fips": "32029", "segment": "module/pack",
    "subsegment": "Packs", "capacity": 2.0, "capacity_unit": "GWh/yr", "jobs": float("nan"),
    "capex_usd": float("nan"), "status": "operating", "announced_year": 2021.0, "operation_year": 2025.0,
}  # fmt: skip


def listed(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{"facility_id": f"P{at}", **ROW, **change} for at, change in enumerate(changes)])


def test_bad_rows_are_named_and_left_out() -> None:
    known = listed(
        {},
        {"facility_id": "P0"},
        {"status": "rumored"},
        {"fips": None},
        {"tier": "cim_bulk", "core_id": "P0"},
        {"capacity": float("nan")},
        {"segment": "EV assembly"},
        {"status": "canceled"},
    )
    kept, out = plant_list(known, 2024)
    assert kept.facility_id.tolist() == ["P0"]
    assert out.why.tolist() == [
        "listed twice",
        'unknown status "rumored"',
        "no county is known",
        "a phase of P0",
        "no capacity, jobs or capital is known",
        "no type of the catalogue is a plant of EV assembly",
        "canceled",
    ]


def test_sizes_and_years() -> None:
    pack = facilities()["module-pack"]
    assert pack.jobs_per_unit is not None
    assert pack.capital_total is not None
    kept, _ = plant_list(
        listed(
            {},
            {"capacity": float("nan"), "jobs": 300.0, "operation_year": float("nan")},
            {"capacity": float("nan"), "capex_usd": 1e8, "status": "announced", "operation_year": float("nan")},
            {"operation_year": 2017.0},
        ),
        2024,
    )
    assert kept.sized_by.tolist() == ["capacity", "jobs", "capital", "capacity"]
    assert kept.capacity.tolist()[:3] == pytest.approx(
        [2, 300 / pack.jobs_per_unit.base, 1e8 / pack.capital_total.base]
    )
    assert kept.opens.tolist() == [2025, 2024, 2029, 2017]
    assert kept.in_structure.tolist() == [False, False, False, True]


def test_no_plant_of_the_table_is_counted_twice() -> None:
    """341 plants are counted once in the table; each is either studied or left out with a reason."""
    kept, out = plant_list()
    assert len(kept) + len(out) == 341
    assert not pd.concat([kept.facility_id, out.facility_id]).duplicated().any()
    phases = table("plants").query("tier == 'cim_bulk' and core_id.notna()").facility_id
    assert not kept.facility_id.isin(phases).any()


def test_a_whole_table_gives_phases_as_left_out() -> None:
    kept, out = plant_list(table("plants"))
    assert len(kept) == len(plant_list()[0])
    assert out.why.str.startswith("a phase of").sum() == 478 - 341


def test_an_unknown_status_is_refused() -> None:
    assert statuses(["announced", "Construction"]) == ["under construction", "announced"]
    with pytest.raises(UsageError, match='There is no status "planned" of plants'):
        statuses(["planned"])


def test_links_by_hand() -> None:
    """100 GWh of NMC811 cells need 145,800 t of cathode; a plant of 36,450 t makes a quarter of it."""
    links = chain({"cell-nmc811": 100.0, "cathode-nmc": 36_450.0}, {"cathode-nmc": 30_000.0})
    cathode = links.query("buyer == 'cell-nmc811' and item == 'Cathode active material'").iloc[0]
    assert cathode[["demand", "supply", "stated", "share"]].tolist() == pytest.approx([145_800, 36_450, 30_000, 0.25])
    cell = facilities()["cell-nmc811"]
    shares = linked(cell, links)
    of_commodity = sum(line.base * line.commodities.get("325180", 0.0) for line in cell.operations)
    line = next(line for line in cell.operations if line.item == "Cathode active material")
    assert shares["325180"] == pytest.approx(0.25 * line.base / of_commodity)


def test_the_total_is_the_sum_of_single_studies() -> None:
    known = listed({"capacity": 2.0}, {"fips": "39113", "capacity": 3.0}, {"status": "announced", "fips": "39113"})
    found = buildout(["operating"], known)
    assert found.plants.facility_id.tolist() == ["P0", "P1"]
    names = ["jobs", "labor_income", "value_added", "output"]
    single = [
        impact.run(Study.read({"name": "x", "county": row.fips, "facility": row.type, "capacity": row.capacity}))
        for row in found.plants.itertuples()
    ]
    alone = pd.concat([result.counties for result in single]).groupby(["phase", "effect"])[names].sum()
    together = found.counties.groupby(["phase", "effect"])[names].sum()
    pd.testing.assert_frame_equal(together, alone, rtol=2e-3)
    years = found.by_year().pivot(index="year", columns="phase", values="jobs")
    assert years.construction.sum() == pytest.approx(together.jobs["construction"].sum(), rel=1e-6)
    assert years.operations[2030] == pytest.approx(together.jobs["operations"].sum(), rel=1e-6)
    assert years.operations.isna()[2024]


def test_linked_plants_are_those_of_a_study_with_links() -> None:
    """7,290 t of NMC811 cathode are half of what 10 GWh of cells need; the study says so by hand."""
    known = listed(
        {"segment": "cell", "subsegment": "NMC", "capacity": 10.0},
        {"segment": "precursor/CAM", "subsegment": "NMC", "capacity": 7290.0, "capacity_unit": "t/yr", "fips": "39113"},
    )
    found = buildout(["operating"], known)
    cell = facilities()["cell-nmc811"]
    bought = {line.item: line.base * line.commodities.get("325180", 0.0) for line in cell.operations}
    share = 0.5 * bought["Cathode active material"] / sum(bought.values())
    sites = [
        {"name": "cells", "county": "32029", "facility": "cell-nmc811", "capacity": 10},
        {"name": "cathode", "county": "39113", "facility": "cathode-nmc", "capacity": 7290},
    ]
    link = {"from": "cathode", "to": "cells", "commodity": "325180", "share": share}
    study = Study.read({"name": "x", "sites": sites, "links": [link], "region": ["32029", "39113"]})
    names = ["jobs", "labor_income", "value_added", "output"]
    alone = impact.run(study).counties.groupby(["phase", "effect"])[names].sum()
    together = found.counties.groupby(["phase", "effect"])[names].sum()
    pd.testing.assert_frame_equal(together, alone, rtol=2e-3)
