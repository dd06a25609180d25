"""From industry output to measures, in the years of a study."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..reference import OPERATIONS, Measure, measures, number
from ..studies import Shock
from ._case import Case, Part
from ._coefficients import coefficients_by_place


@dataclass(frozen=True)
class Weights:
    """Measures per million USD of output of the structure year.

    Attributes
    ----------
    alike : (industries, measures) array
        Coefficients that are the same everywhere; zero for the others.
    placed : mapping of int to (counties, industries) array
        By place of the measure, coefficients that differ between counties.
    """

    alike: FloatArray
    placed: Mapping[int, FloatArray]

    def by_county(self, output: FloatArray) -> FloatArray:
        """Return the measures of output by county, (counties, measures), given (counties, industries)."""
        values: FloatArray = output @ self.alike
        for measure_index, coefficients in self.placed.items():
            values[:, measure_index] = (output * coefficients).sum(axis=1)
        return values

    def by_industry(self, output: FloatArray, inside: slice | NDArray[np.bool_] = slice(None)) -> FloatArray:
        """Return the measures of output by industry, (industries, measures), of some counties."""
        own_output = output[inside]
        values: FloatArray = own_output.sum(axis=0)[:, np.newaxis] * self.alike
        for measure_index, coefficients in self.placed.items():
            values[:, measure_index] = (own_output * coefficients[inside]).sum(axis=0)
        return values


def weights(case: Case, fips: Sequence[str], group: str = "economy") -> Weights:
    """Return a study's weights for a group of measures, without :func:`scale`."""
    declared = list(measures(group).values())
    alike = np.zeros((len(case.economy.nation.industries), len(declared)))
    placed = {}
    for measure_index, measure in enumerate(declared):
        values = coefficients_by_place(measure, case.economy.nation, fips) * _moved(measure, case)
        if values.ndim == 1:
            alike[:, measure_index] = values
        else:
            placed[measure_index] = values
    return Weights(alike, placed)


def of_suppliers(measure_weights: Weights, case: Case, shock: Shock, group: str) -> Weights:
    """Return weights without emissions metered at the plant.

    They concern the output that industries sell to it directly.

    The plant's part of that output is its direct purchases over the output that they cause in the nation.
    """
    purchases = shock.purchases.domestic
    nation = case.economy.nation
    made = nation.domestic_inverse @ purchases
    kept = 1 - np.divide(purchases, made, out=np.zeros_like(made), where=made > 0).clip(0, 1)
    alike = measure_weights.alike.copy()
    for column, measure in enumerate(measures(group).values()):
        if measure.name in shock.physical:
            rows = nation.industries.index.isin(measure.metered)
            alike[rows, column] *= kept[rows]
    return Weights(alike, measure_weights.placed)


def scale(case: Case) -> FloatArray:
    """Return the productivity factor of each indirect measure, (measures,)."""
    fewer = number(case.assumptions, "productivity")
    return np.array([1 / fewer if measure.between_years == "productivity" else 1.0 for measure in measures().values()])


def direct(case: Case, shock: Shock, group: str = "economy") -> FloatArray:
    """Return measures of a direct effect by industry, (industries, measures).

    They are missing where not known.

    Builders emit as their industry does; a plant by its physical lines.
    """
    price = case.economy.prices.price(case.study.dollar_year)
    columns = []
    for measure in measures(group).values():
        if measure.direct == "physical" and shock.phase == OPERATIONS:
            columns.append(shock.physical.get(measure.name, np.nan) * shock.output / shock.output.sum())
            continue
        if measure.direct == "stated":
            stated: FloatArray = getattr(shock, measure.name)
            if not shock.output_known and measure.name in ("output", "value_added"):
                stated = np.zeros(len(stated))  # not known: a note says that the tables leave it out
            columns.append(stated * price if measure.format == "money" else stated)
            continue
        own = coefficients_by_place(measure, case.economy.nation, [shock.county.fips])
        columns.append(shock.output * (own[0] if own.ndim == 2 else own) * _moved(measure, case))
    return np.column_stack(columns)


def direct_by_county(case: Case, parts: Iterable[Part], fips: Sequence[str]) -> FloatArray:
    """Return direct effects of some phases of plants, (counties, measures)."""
    effects = np.zeros((len(fips), len(measures())))
    for part in parts:
        effects[fips.index(part.shock.county.fips)] += direct(case, part.shock).sum(axis=0)
    return effects


def _moved(measure: Measure, case: Case) -> FloatArray:
    """Return the factor of a structure-year coefficient, (industries,)."""
    if measure.between_years == "price":
        return case.economy.prices.price(case.study.dollar_year)
    if measure.between_years == "productivity":
        return case.economy.prices.jobs_per_real_dollar(case.study.year)
    return np.ones(len(case.economy.nation.industries))


def labelled(values: FloatArray, labels: Mapping[str, object], group: str = "economy") -> pd.DataFrame:
    """Return a table of labels and measures, given (rows, measures)."""
    return pd.DataFrame(
        dict(labels) | {name: values[:, measure_index] for measure_index, name in enumerate(measures(group))}
    )
