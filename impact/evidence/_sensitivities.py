"""Sensitivities of regional effects to distances and spending.

They are fitted on solved models and embedded for quick intervals.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from .._files import write_file
from .._types import FloatArray
from .._yaml import read_declared
from ..counties import region
from ..effects import solve_studies
from ..reference import kept, table
from ..studies import Study
from ._drivers import drawn
from ._summary import PARTS

DECLARED = Path(__file__).with_name("sensitivities.yaml")
PLANTS = (
    ("recycling-hydromet", "Storey County, NV"),
    ("lithium-hydroxide", "Esmeralda County, NV"),
    ("cell-lfp", "Maricopa County, AZ"),
    ("cell-nmc811", "Johnson County, KS"),
    ("cell-nmc811", "Bartow County, GA"),
    ("module-pack", "Howard County, IN"),
    ("recycling-mechanical", "Alameda County, CA"),
)
JOBS = 300  # of each plant; elasticities do not depend on it
REGION_WITHIN = "within 100 km of {}"
RANGE_ENDS = ("low", "high")
FITTED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "local_distance": {"indirect": ("gap",), "induced": ("gap",)},
    "goods_distance": {"indirect": ("gap",), "induced": ("gap",)},
    "market_area": {"indirect": ("gap",), "induced": ("gap",)},
    "spending_factor": {"indirect": (), "induced": ("level", "kept")},
}
TERMS: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "level": np.ones_like,
    "kept": lambda share: share,
    "gap": lambda share: (1 - share) ** 2,
}
HEAD = """\
# What a region's indirect and induced effects do when an assumption moves: elasticity of the effect to the assumption,
# level + kept * k + gap * (1 - k)^2, where k is the region's part of the nation's effect. Written by
# 'make sensitivities': least squares on solved models of the plants of impact/evidence/_sensitivities.py, both phases,
# all measures, each plant for its county, its state and the counties within 100 km, in the default economy.
"""


@kept
def sensitivities() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]:
    """Return the elasticity terms by assumption, end and effect."""
    terms: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]] = read_declared(DECLARED)
    return terms


def embed_sensitivities(progress: Callable[[str], None] = lambda text: None) -> None:
    """Fit the default economy's sensitivities and write them into the package."""
    sensitivities_fitted = fit_sensitivities(progress)
    write_file(
        DECLARED, (HEAD + yaml.safe_dump(sensitivities_fitted, sort_keys=False, default_flow_style=None)).encode()
    )


def fit_sensitivities(
    progress: Callable[[str], None] = lambda text: None,
) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Return fitted elasticity terms by assumption, end and effect.

    The models are solved at the ends of each range.
    """
    studies = [Study.read({"name": type_, "facility": type_, "county": place, "jobs": JOBS}) for type_, place in PLANTS]
    places = [_regions(county) for _, county in PLANTS]
    progress("Solving the plants of the quick interval")
    base = solve_studies(studies)
    elasticities: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    for name, effects in FITTED.items():
        assumption = studies[0].assumed()[name]
        for end in RANGE_ENDS:
            progress(f"Solving the plants of the quick interval: {assumption.title}, {end} end")
            value = getattr(assumption, end)
            moved = solve_studies([drawn(study, {name: value}) for study in studies], studies[0])
            step = float(np.log(value / assumption.value))
            for effect, terms in effects.items():
                share, change = _changes(base, moved, places, PARTS.index(effect))
                elasticities.setdefault(name, {}).setdefault(end, {})[effect] = _fit(share, change / step, terms)
    return elasticities


def _regions(county: str) -> list[NDArray[np.bool_]]:
    """Return a plant's county, state and surroundings, (counties,) each."""
    fips = table("counties").fips
    specs = (county, f"state:{county.rpartition(', ')[2]}", REGION_WITHIN.format(county))
    return [fips.isin(region(spec).fips).to_numpy() for spec in specs]


def _changes(
    base: list[FloatArray], moved: list[FloatArray], places: list[list[NDArray[np.bool_]]], effect: int
) -> tuple[FloatArray, FloatArray]:
    """Return regions' shares of national effects and log changes of regional ones."""
    shares, changes = [], []
    for before, after, regions in zip(base, moved, places, strict=True):
        for inside in regions:
            old, new = (figures[:, effect, inside].sum(axis=1) for figures in (before, after))
            nation = before[:, effect].sum(axis=1)
            known = (old > 0) & (new > 0)
            shares.append((old[known] / nation[known]).ravel())
            changes.append(np.log(new[known] / old[known]).ravel())
    return np.concatenate(shares), np.concatenate(changes)


def _fit(share: FloatArray, elasticity: FloatArray, terms: tuple[str, ...]) -> dict[str, float]:
    """Return elasticity terms by least squares.

    Terms that are not fitted are zero.
    """
    values = dict.fromkeys(TERMS, 0.0)
    if terms:
        columns = np.column_stack([TERMS[term](share) for term in terms])
        fitted = np.linalg.lstsq(columns, elasticity, rcond=None)[0]
        values |= {term: round(float(value), 3) for term, value in zip(terms, fitted, strict=True)}
    return values
