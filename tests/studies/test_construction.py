"""Building a plant: job-years beside measured hours of real sites, and capital beside records of real plants."""

import pytest

from impact import Study, economy
from impact.facilities import facilities
from impact.reference import assumptions
from impact.studies import Shock, study_shocks

# Worker-hours at the site over capital: Ultium Ohio, 3 million hours for 2.3 billion USD; BlueOval SK Kentucky, 11.5
# million for 5.8 billion, 17.6 with the crews of equipment makers on top (ENR 57490 and 59249). 2,000 hours a job-year.
LEAST, MOST = 3e6 / 2000 / 2300, 17.6e6 / 2000 / 5800
CHEMICAL = (1.1, 2.0)  # peak workers of ten plants, 0.73 to 1.3 per million USD, over 2 to 2.5 years at 0.6 of the peak
# BEA counts full- and part-time jobs and owners, a site counts hours: persons engaged in construction, full-time
# equivalents and self-employed (NIPA 6.8D, 2018, thousands), over BEA's jobs (SAEMP25N).
FULL_TIME = 8_834 / 10_973.3


def construction(name: str, capacity: float, **given: float) -> Shock:
    site = {"name": "x", "county": "Clark, NV", "facility": name, "capacity": capacity, "jobs": 300}
    (found,) = study_shocks(Study.read(site | given), economy())
    return next(shock for shock in found if shock.phase == "construction")


@pytest.mark.parametrize("name", ["cell-lfp", "cell-nmc622", "cell-nmc811"])
def test_cell_plants_take_the_hours_that_were_measured(name: str) -> None:
    """0.65 to 1.5 full-time job-years per million USD, and 38 to 205 per GWh/yr."""
    found = construction(name, 30)
    total = facilities().known(name).capital_total
    assert total is not None
    years = FULL_TIME * found.jobs.sum()
    assert LEAST < years / (30 * total.base / 1e6) < MOST
    assert 38 < years / 30 < 205


@pytest.mark.parametrize("name", [name for name, kind in facilities().items() if kind.unit == "t/yr"])
def test_chemical_plants_take_about_what_their_peaks_say(name: str) -> None:
    scale, total = facilities().known(name).scale, facilities().known(name).capital_total
    capacity = scale.base if scale else 20_000
    assert total is not None
    per_million = FULL_TIME * construction(name, capacity).jobs.sum() / (capacity * total.base / 1e6)
    assert CHEMICAL[0] < per_million < CHEMICAL[1]


@pytest.mark.parametrize("name", list(facilities()))
def test_capital_is_divided_without_remainder(name: str) -> None:
    """Equipment, field work, buildings, engineering, owner's cost and contingency sum to the capital by type."""
    kind = facilities()[name]
    assert kind.capital_total is not None
    assert sum(line.base for line in kind.capital) == pytest.approx(kind.capital_total.base, rel=1e-3)
    items = {line.item.split(":")[0] for line in kind.capital}
    assert {"Field installation of process equipment", "Owner's cost", "Contingency"} <= items
    field = next(line.base for line in kind.capital if line.item.startswith("Field"))
    assert 0.05 < field / kind.capital_total.base < 0.21
    if name.startswith("cell"):  # a third of site hours set process equipment: 8 to 20 % of its installed cost
        machines = [line.base for line in kind.capital if line.kind == "equipment"]
        assert 0.08 < field / (field + sum(machines)) < 0.20


def test_process_equipment_of_cell_plants_is_mostly_imported() -> None:
    lines = construction("cell-lfp", 30).purchases.lines.query("kind == 'equipment'")
    machines = lines[lines.commodity.isin(["33329A", "335999"])]
    assert (machines.domestic_share * machines.value).sum() / machines.value.sum() < 0.2


def test_capital_far_outside_the_records_is_noticed() -> None:
    """30 GWh/yr of LFP cells cost 2.0 to 3.0 billion USD; 40 billion and 0.1 billion are not believed."""
    for capital, noticed in ((2_000.0, False), (25_000.0, False), (40_000.0, True), (100.0, True)):
        notes = " ".join(note.text for note in construction("cell-lfp", 30, capital=capital).notes)
        assert ("far outside what plants of this type" in notes) == noticed


def test_the_range_of_buildings_holds_all_and_none_of_the_service_facilities() -> None:
    """Half count as equipment, a judgement: were it none or all, the odds of buildings stay in what is drawn."""
    drawn = assumptions()["building_share"]
    assert drawn.low is not None
    assert drawn.high is not None
    for kind in facilities().values():
        lines = [line for line in kind.capital if line.commodities and line.kind != "contingency"]
        service = sum(line.base for line in lines if line.item == "Utilities and site services: equipment")
        built, total = sum(line.base for line in lines if line.kind == "building"), sum(line.base for line in lines)
        for moved in (-service, service):
            odds = (built + moved) / (total - built - moved) / (built / (total - built)) if service else 1.0
            assert drawn.low <= odds <= drawn.high
