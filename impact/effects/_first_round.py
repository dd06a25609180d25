"""Direct effects and first round of plants, without a solve."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._types import FloatArray
from ..reference import vocabulary
from ._case import Case, Part
from ._county_model import CountyModel
from ._homes import homes
from ._solver import sales_of
from ._studied import model_of
from ._weights import Weights, direct_by_county, scale, weights

OF_HOMES = ("commuting_in", "shed_prior_workers", "outside_builders", "resident_share")


@dataclass(frozen=True)
class FirstRound:
    """Direct effects of plants and regional shares of first-round purchases.

    Attributes
    ----------
    model : CountyModel
        All counties and industries.
    inside : (counties,) array
        Whether a county is in the region.
    weights : Weights
        Weights of output.
    basket : (counties,) array
        Share of a dollar of consumption by home that the region sells.
    known : dict
        Cached answers, since most ends of ranges leave most of a plant unchanged.
    """

    model: CountyModel
    inside: NDArray[np.bool_]
    weights: Weights
    basket: FloatArray
    known: dict[object, FloatArray] = field(default_factory=dict)

    def direct(self, case: Case, fips: Sequence[str]) -> FloatArray:
        """Return direct effects, (phases, counties, measures)."""
        parts = [[part for part in case.parts if part.shock.phase == phase] for phase in vocabulary().phases]
        return np.stack([direct_by_county(case, of_phase, fips) for of_phase in parts])

    def scale(self, case: Case) -> FloatArray:
        """Return the productivity factor of each indirect measure, (measures,)."""
        return scale(case)

    def sold(self, case: Case, part: Part) -> FloatArray:
        """Return measures of first purchases, (2, measures).

        Rows are the region and elsewhere.
        """
        shock, odds = part.shock, case.assumptions["local_buying"].value
        key = "sold", shock.county.fips, shock.purchases.domestic.tobytes(), part.local.tobytes(), odds
        if key not in self.known:
            self.known[key] = self._sold(case, part)
        return self.known[key]

    def _sold(self, case: Case, part: Part) -> FloatArray:
        county_index = self.model.fips.index(part.shock.county.fips)
        output = sales_of(self.model, county_index, part, case.assumptions).T
        of_all = self.weights.by_county(output)
        return np.stack([of_all[self.inside].sum(axis=0), of_all[~self.inside].sum(axis=0)])

    def spent(self, case: Case, part: Part) -> FloatArray:
        """Return spending of the plant's workers, (2,).

        Entries are sales of the region and of other counties.
        """
        shock = part.shock
        assumed = tuple((case.assumptions[name].value, case.assumptions[name].overridden) for name in OF_HOMES)
        key = "spent", shock.county.fips, shock.phase, assumed
        if key not in self.known:
            living = homes(shock.county.fips, shock.phase, case.assumptions, case.economy.year)
            self.known[key] = self._divided(living)
        return self.known[key] * shock.household_income

    def spent_by_suppliers(self, income: FloatArray) -> FloatArray:
        """Return workers' spending, (2,), given labor income by county of work."""
        return self._divided(np.asarray(self.model.residence @ income, dtype=np.float64))

    def _divided(self, income: FloatArray) -> FloatArray:
        spent = income * self.model.spending
        inside = float(spent @ self.basket)
        return np.array([inside, float(spent.sum()) - inside])


def first_round(case: Case) -> FirstRound:
    """Return direct and first-round effects of plants in a study's region.

    They need one pass through trade and no solve.

    Parameters
    ----------
    case : Case
        With gravity.
    """
    model = model_of(case)
    inside = np.isin(model.fips, case.region.fips)
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        shares = model.trade.allocate_transposed(
            np.repeat(inside[np.newaxis].astype(np.float32), len(model.pattern), axis=0)
        )
    basket = (model.pattern @ shares / model.pattern.sum()).astype(np.float64)
    return FirstRound(model, inside, weights(case, model.fips), basket)
