"""Effects of many like studies as arrays, without tables."""

from collections.abc import Sequence

import numpy as np

from .._types import FloatArray
from ..reference import measures, vocabulary
from ._case import Case, Part
from ._county_model import CountyModel
from ._solver import Outputs, solve
from ._weights import direct_by_county, scale, weights

PHASES = tuple(vocabulary().phases)
PARTS = vocabulary().parts


def stacked(cases: Sequence[Case], model: CountyModel | None) -> list[FloatArray]:
    """Effects of cases by county, all sites of each together.

    Parameters
    ----------
    cases : sequence of Case
        With one trade model and, for gravity, one set of assumptions about trade and households.
    model : CountyModel or None
        Of all counties, for gravity; None for a quotient, which knows its region alone.

    Returns
    -------
    list of (phases, effects, counties, measures) arrays
        Phases and measures as declared, direct, indirect and induced effects; counties of the nation or, with a
        quotient, of the region. Money in million USD of the study's dollar year.

    Raises
    ------
    ModelError
        If the solve does not reach its tolerance.
    """
    effects_by_case = []
    for case, result in zip(cases, solve(cases, model, _followed), strict=True):
        effects = np.zeros((len(PHASES), len(PARTS), len(result.fips), len(measures())))
        for part, followed in zip(case.parts, result.parts, strict=True):
            phase = PHASES.index(part.shock.phase)
            effects[phase, 0] += direct_by_county(case, [part], result.fips)
            effects[phase, 1:] += followed
        effects[:, 1:] *= scale(case)
        effects_by_case.append(effects)
    return effects_by_case


def _followed(case: Case, part: Part, fips: tuple[str, ...], outputs: Outputs) -> FloatArray:
    """Measures of indirect and induced output, (effects, counties, measures)."""
    measure_weights = weights(case, fips)
    return np.stack([measure_weights.by_county(outputs[effect]) for effect in PARTS[1:]])
