"""Results to tell: one real study, and variations of it."""

from dataclasses import replace

import pandas as pd
import pytest

import impact
from impact import Result, Study

CELLS = {"name": "Cells", "county": "Storey, NV", "facility": "cell-nmc811", "capacity": "10 GWh/yr", "opens": 2027}


def only(result: Result, phase: str) -> Result:
    """The result with one phase alone."""
    return replace(
        result,
        counties=result.counties[result.counties.phase == phase],
        industries=result.industries[result.industries.phase == phase],
        purchases=result.purchases[result.purchases.phase == phase],
        years=result.years[result.years.phase == phase],
    )


def scaled(effects: pd.DataFrame, factor: float) -> pd.DataFrame:
    """The table with all effects but the direct ones multiplied."""
    measures = ["jobs", "labor_income", "value_added", "output"]
    others = effects.effect != "direct"
    return effects.assign(**{name: effects[name].where(~others, effects[name] * factor) for name in measures})


@pytest.fixture(scope="session")
def nationwide() -> Result:
    """A plant studied by gravity, in a region of two counties."""
    return impact.run(Study.read(CELLS | {"region": "cbsa:39900"}))


@pytest.fixture(scope="session")
def alone() -> Result:
    """The same plant in its county alone."""
    return impact.run(Study.read(CELLS | {"trade": "flq", "jobs": 1500}))


@pytest.fixture(scope="session")
def studies(nationwide: Result, alone: Result) -> dict[str, Result]:
    """The five that the golden texts tell."""
    lost = replace(
        nationwide, counties=scaled(nationwide.counties, -0.2), industries=scaled(nationwide.industries, -0.2)
    )
    return {
        "strong": nationwide,
        "weak": replace(alone, counties=scaled(alone.counties, 0.1), industries=scaled(alone.industries, 0.1)),
        "negative": lost,
        "construction": only(nationwide, "construction"),
        "no-region": alone,
    }


@pytest.fixture(autouse=True)
def _solves(solved_once: None) -> None:
    """Solve a study once for all tests here."""
