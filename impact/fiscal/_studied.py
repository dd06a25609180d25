"""Taxed plants of a study: capital, earnings and rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .._display import dollars
from .._types import FloatArray
from ..effects import Effects
from ..reference import CONSTRUCTION, OPERATIONS, kept, table
from ..studies import Site, Taxes
from ._figures import declared, figure, spread
from ._plant import Capital, Depreciation, Rates, corporate_taxes, employer_payroll, property_tax
from ._plant import deductions as depreciation
from ._rates import by_industry, state_rates, states, taxable_earnings

LITHIUM_MINES = "2123A0"  # other nonmetallic minerals
MINES = "21"  # first digits of their industries
ENDS = ("rate", "low", "high")
PHASES = (CONSTRUCTION, OPERATIONS)
SOFT = ("engineering", "commissioning")


@dataclass(frozen=True)
class Plant:
    """A plant of a study.

    Attributes
    ----------
    site : Site
        As stated.
    fips, state : str
        Where it stands.
    capital : Capital
        What was built.
    output, labor_income, value_added, jobs, materials : float
        Of a year of full operation, million USD; output is zero where it is not known.
    calendar : DataFrame
        ``year, phase, share``.
    mined : float
        Share of its output that mines make.
    """

    site: Site
    fips: str
    state: str
    capital: Capital
    output: float
    labor_income: float
    value_added: float
    jobs: float
    materials: float
    calendar: pd.DataFrame
    mined: float

    @property
    def operating(self) -> pd.DataFrame:
        """The years of operation: ``year, share``."""
        return self.calendar[self.calendar.phase == OPERATIONS].reset_index(drop=True)

    @property
    def shares(self) -> dict[str, FloatArray]:
        """Share of each phase by year.

        It is a share of construction or of full operation.
        """
        rows = self.calendar
        return {phase: rows.share[rows.phase == phase].to_numpy(dtype=np.float64) for phase in PHASES}

    @property
    def opens(self) -> int:
        """First year of operation, or the year after construction."""
        rows = self.operating if len(self.operating) else self.calendar.assign(year=self.calendar.year + 1)
        return int(rows.year.min() if len(self.operating) else rows.year.max())

    @property
    def known(self) -> bool:
        """Whether its output, and so its surplus, is known."""
        return self.output > 0

    @property
    def wages(self) -> float:
        """Yearly pay without benefits, million USD: the state's share of earnings."""
        return self.labor_income * taxable_earnings()[self.state]


def plants(effects: Effects, sites: Sequence[Site]) -> list[Plant]:
    """Return the plants of a study, in its order."""
    state_of = table("counties").set_index("fips").state
    studied = []
    for place, site in zip(effects.sites, sites, strict=True):
        direct_effects = effects.counties.query("site == @place.name and effect == 'direct'")
        runs = direct_effects[direct_effects.phase == OPERATIONS][
            ["output", "labor_income", "value_added", "jobs"]
        ].sum()
        purchases = effects.purchases.query("site == @place.name")
        built = purchases[purchases.phase == CONSTRUCTION].groupby("kind").value.sum()
        capital = Capital(
            building=float(direct_effects[direct_effects.phase == CONSTRUCTION].output.sum()),
            equipment=float(built.get("equipment", 0.0)),
            soft=float(sum(built.get(kind, 0.0) for kind in SOFT)),
        )
        made = effects.industries.query(
            "site == @place.name and phase == @OPERATIONS and effect == 'direct' and place == 'region'"
        )
        whole = float(made.output.sum())
        mined = float(made.output[made.industry.str.startswith(MINES)].sum())
        studied.append(
            Plant(
                site=site,
                fips=place.fips,
                state=str(state_of[place.fips]),
                capital=capital,
                output=float(runs.output),
                labor_income=float(runs.labor_income),
                value_added=float(runs.value_added),
                jobs=float(runs.jobs),
                materials=float(purchases[purchases.phase == OPERATIONS].value.sum()),
                calendar=effects.years.query("site == @place.name")[["year", "phase", "share"]],
                mined=mined / whole if whole > 0 else 0.0,
            )
        )
    return studied


def state_rate(state: str, kind: str, base: str, end: str = "rate") -> dict[str, float]:
    """Return the rates of a state by level, local and state."""
    place = states().index(state)
    rates = {"state": 0.0, "local": 0.0}
    for known_rate in state_rates():
        if known_rate.kind == kind and known_rate.base == base and known_rate.level in rates:
            rates[known_rate.level] = float(getattr(known_rate, end)[place])
    return rates


@kept
def local_share(state: str, kind: str) -> float:
    """Return the local part of a shared tax, at the average."""
    rates = state_rate(state, kind, "production")
    whole = sum(rates.values())
    return rates["local"] / whole if whole > 0 else 1.0


def plant_rates(plant: Plant, end: int = 0) -> Rates:
    """Return the rates of a plant, stated or its state's.

    Parameters
    ----------
    plant : Plant
        Of the study.
    end : int
        0 for the rates themselves, 1 and 2 for the low and high ends of what is not stated.
    """
    stated: Taxes = plant.site.taxes
    rules = declared()
    state, of_end = plant.state, ENDS[end]
    if stated.property_rate is not None:
        of_value = stated.property_rate * (1.0 if stated.assessment_ratio is None else stated.assessment_ratio)
    else:
        over_nation = sum(state_rate(state, "property", "production", of_end).values())
        of_value = spread("business_property_rate")[end] * over_nation
    sales = 0.0 if state in rules["no_sales_tax"] else spread("sales_rate")[end]
    nation = float(by_industry().severance[LITHIUM_MINES])
    mined = plant.mined * nation * state_rate(state, "severance", "production")["state"]
    severance = mined * plant.value_added / plant.output if plant.known else 0.0
    surplus = sum(state_rate(state, "corporate_income", "surplus", of_end).values())
    default = Rates(
        property=of_value,
        equipment_taxed=0.0 if state in rules["equipment_exempt"] else 1.0,
        sales=sales,
        equipment_sales_taxed=1.0 if state in rules["equipment_sales_taxed"] else 0.0,
        corporate=stated.corporate_rate,
        surplus=surplus,
        severance=max(severance, 0.0),
    )
    own = {
        "equipment_taxed": stated.equipment_taxed,
        "sales": stated.sales_rate,
        "equipment_sales_taxed": stated.equipment_sales_taxed,
        "severance": stated.severance_rate,
    }
    return replace(default, **{name: value for name, value in own.items() if value is not None})


def plant_taxes(plant: Plant) -> pd.DataFrame:
    """Taxes of a plant before incentives, million USD.

    Columns: ``year, phase, level, kind, value, low, high``.

    Sales tax on equipment falls in the years of construction; all else in those of operation.
    """
    ends = [_taxes(plant, plant_rates(plant, end)) for end in range(3)]
    keys = ["year", "phase", "level", "kind"]
    values = ends[0].set_index(keys).value
    all_ends = pd.concat([values, *(end_taxes.set_index(keys).value for end_taxes in ends[1:])], axis=1).fillna(0.0)
    return pd.DataFrame({"value": values, "low": all_ends.min(axis=1), "high": all_ends.max(axis=1)}).reset_index()


def _taxes(plant: Plant, rates: Rates) -> pd.DataFrame:
    years = {phase: plant.calendar[plant.calendar.phase == phase].year for phase in (CONSTRUCTION, OPERATIONS)}
    rows = [
        pd.DataFrame({"year": years[phase], "phase": phase, "level": level, "kind": kind, "value": values})
        for (phase, level, kind), values in due(plant, rates, Depreciation.declared(), plant.shares).items()
    ]
    taxes: pd.DataFrame = pd.concat(rows, ignore_index=True).astype({"year": int})
    return taxes


def due(
    plant: Plant, rates: Rates, schedule: Depreciation, shares: Mapping[str, FloatArray]
) -> dict[tuple[str, str, str], FloatArray]:
    """Taxes of a plant before incentives, million USD.

    Parameters
    ----------
    plant : Plant
        Of the study.
    rates : Rates
        That it pays.
    schedule : Depreciation
        How its capital loses value.
    shares : mapping of str to array
        :attr:`Plant.shares`.

    Returns
    -------
    dict
        By ``phase, level, kind``, (years of the phase,) each.
    """
    taxes: dict[tuple[str, str, str], FloatArray] = {}

    def shared(phase: str, kind: str, values: FloatArray) -> None:
        local = local_share(plant.state, kind)
        taxes[phase, "local", kind] = values * local
        taxes[phase, "state", kind] = values * (1 - local)

    built = rates.sales * rates.equipment_sales_taxed * plant.capital.equipment
    shared(CONSTRUCTION, "general_sales", built * shares[CONSTRUCTION])
    share = shares[OPERATIONS]
    levied = property_tax(plant.capital, rates, schedule, len(share))
    shared(OPERATIONS, "property", levied)
    payroll = employer_payroll(plant.wages, plant.jobs, figure("wage_base"))
    taxes[OPERATIONS, "federal", "payroll"] = payroll * share
    if plant.known:
        severed = rates.severance * plant.output * share
        taxes[OPERATIONS, "state", "severance"] = severed
        surplus = (plant.value_added - plant.labor_income) * share - levied - severed
        written_off = depreciation(plant.capital, schedule, len(share))
        of_state, federal = corporate_taxes(surplus, written_off, rates)
        taxes[OPERATIONS, "state", "corporate_income"] = of_state
        taxes[OPERATIONS, "federal", "corporate_income"] = federal
    return taxes


def plant_notices(plant: Plant) -> list[str]:
    """Note unknown parts of a plant's taxes and their substitutes."""
    stated, rules, name = plant.site.taxes, declared(), plant.site.name
    notices = []
    if stated.property_rate is None:
        notices.append(
            f"{name}: its property tax rate is not stated; {plant_rates(plant).property:.2%} of market value stands "
            "in, the nation's rate for business (judgement) moved to the state. State 'taxes: {property_rate: ...}'."
        )
    if stated.equipment_taxed is None:
        exempt = plant.state in rules["equipment_exempt"]
        words = "exempt from" if exempt else "subject to"
        notices.append(f"{name}: equipment is taken as {words} property tax in {plant.state} (to verify).")
    if stated.equipment_sales_taxed is None or (stated.sales_rate is None and plant_rates(plant).equipment_sales_taxed):
        taxed = "taxed at" if plant_rates(plant).equipment_sales_taxed else "exempt from sales tax of"
        notices.append(f"{name}: process equipment is taken as {taxed} {plant_rates(plant).sales:.2%} (to verify).")
    if not plant.known:
        notices.append(
            f"{name}: its output is not known, so its corporate and severance taxes are not: they are left out."
        )
    elif stated.corporate_rate is None and plant_rates(plant).surplus > 0:
        notices.append(
            f"{name}: state corporate income tax is the state's average over surplus; state 'corporate_rate'."
        )
    if plant.known:
        surplus = plant.value_added - plant.labor_income
        notices.append(
            f"{name}: corporate income tax rests on a surplus of {dollars(surplus)} a year at the study's prices, "
            "before interest, royalties and overhead elsewhere: read it as an upper figure."
            if surplus > 0
            else f"{name}: it runs at a loss of {dollars(-surplus)} a year at the study's prices: no income tax."
        )
    if plant.mined > 0 and stated.severance_rate is None:
        notices.append(
            f"{name}: severance tax is the state's average over value added of mines; state 'severance_rate'."
        )
    if plant.known and np.isclose(plant.capital.total, 0.0):
        notices.append(f"{name}: its capital is not known, so property tax and depreciation are left out.")
    if plant.state in rules["flags"]:
        notices.append(str(rules["flags"][plant.state]))
    return notices
