"""Doubly constrained gravity for all industries.

It is kept as kernels and balancing factors.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._types import FloatArray, SingleArray
from ._symmetric import Symmetric

MIN_COUNTIES_FOR_THREADS = 100  # with fewer, starting threads takes longer than their work


@dataclass(frozen=True)
class Gravity:
    r"""Trade of every industry between all counties; arrays are (industries, counties), float32.

    Purchases and sales may be stacked, (studies, industries, counties).

    The share of county r in purchases of county s from industry i is

    .. math:: C_i[r, s] = u_i[r] K_b[r, s] v_i[s], \qquad v_i[s] = 1 / \sum_r u_i[r] K_b[r, s]

    with one symmetric kernel for each mixture b of scales, so that all industries that share one are one matrix product
    and no matrix of an industry is ever formed.

    Attributes
    ----------
    kernels : tuple of Symmetric
        One per mixture, (counties, counties) each.
    mixtures : (industries,) array
        Number of the mixture of each industry.
    factors : array
        u; zero for a county without supply.
    inverse : array
        v; zero for an industry without national supply.

    References
    ----------
    Wilson (1971), *Environment and Planning* 3(1); Chenery (1953) and Moses (1955) for trade shares in a model.
    """

    kernels: tuple[Symmetric, ...]
    mixtures: NDArray[np.int64]
    factors: SingleArray
    inverse: SingleArray

    @classmethod
    def of(cls, factors: SingleArray, kernels: tuple[Symmetric, ...], mixtures: NDArray[np.int64]) -> "Gravity":
        """Return the trade of balancing factors and kernels.

        The factors of the other side follow.

        Parameters
        ----------
        factors : (industries, counties) array
            u of :class:`Gravity`.
        kernels : tuple of Symmetric
            One per mixture of scales, (counties, counties) each.
        mixtures : (industries,) array
            Number of the mixture of each industry.
        """
        ones = np.ones_like(factors)
        reach = cls(kernels, mixtures, ones, ones).allocate_sales(factors)
        inverse = np.divide(1.0, reach, out=np.zeros_like(reach), where=reach > 0)
        return cls(kernels, mixtures, factors, inverse)

    def ordered(self, places: NDArray[np.int64]) -> "Gravity":
        """Return the same trade with counties in another order."""
        kernels = tuple(Symmetric.of(kernel.dense()[np.ix_(places, places)]) for kernel in self.kernels)
        return Gravity.of(self.factors[:, places], kernels, self.mixtures)

    def allocate_sales(self, bought: SingleArray, ignored: FloatArray | None = None) -> SingleArray:
        """Allocate purchases to the counties that sell: C applied to every industry.

        Parameters
        ----------
        bought : (industries, counties) or (studies, industries, counties) array
            Purchases, any unit of money.
        ignored : (studies,) array, optional
            Amount that may be left out: the smallest industries of a study that sum to no more sell nothing.

        Returns
        -------
        array
            Sales, as ``bought``.
        """
        kept = None if ignored is None else _largest(np.abs(bought).sum(axis=-1), ignored)
        return self._spread(self.inverse, bought, self.factors, kept)

    def allocate_transposed(self, value: SingleArray) -> SingleArray:
        """Allocate values of sellers to buyers: C transposed applied to every industry."""
        return self._spread(self.factors, value, self.inverse)

    def allocate_transposed_within(self, value: SingleArray, places: Sequence[slice]) -> SingleArray:
        """Allocate sellers' values to buyers within groups of counties.

        A group may be a state.
        """
        weighted = self.factors * value
        spread = np.empty_like(weighted)
        for group, kernel in enumerate(self.kernels):
            members = self.mixtures == group
            values = weighted[members]
            spread[members] = np.hstack([values[:, place] @ kernel.block(place) for place in places])
        return self.inverse * spread

    def shares_of(self, county: int) -> FloatArray:
        """Return a county's sources of purchases, (industries, counties).

        It is the county's column of C for every industry.
        """
        columns = np.stack([kernel.column(county) for kernel in self.kernels])
        shares: FloatArray = (self.factors * columns[self.mixtures]).astype(np.float64)
        total = shares.sum(axis=1, keepdims=True)
        np.divide(shares, total, out=shares, where=total > 0)
        return shares

    def own_shares(self) -> SingleArray:
        """Return each county's share of purchases from itself."""
        diagonal = np.stack([kernel.diagonal() for kernel in self.kernels])
        own: SingleArray = self.factors * self.inverse * diagonal[self.mixtures]
        return own

    def _spread(
        self, before: SingleArray, values: SingleArray, after: SingleArray, kept: NDArray[np.bool_] | None = None
    ) -> SingleArray:
        """Return after × ((before × values) K).

        One mixture is done at a time on each processor.

        Rows of a product affect each other in the last digit only. An answer is the same to single precision in any
        stack, and to the bit in the same one.
        """
        rows = values.reshape(-1, values.shape[-1])
        spread = np.zeros_like(rows)
        mixtures = np.tile(self.mixtures, len(rows) // len(self.mixtures))
        wanted = np.ones(len(rows), dtype=np.bool_) if kept is None else kept.ravel()

        def product(group: int) -> None:
            row_index = np.flatnonzero((mixtures == group) & wanted)
            industry = row_index % len(self.mixtures)
            part = rows[row_index]
            part *= before[industry]
            part = part @ self.kernels[group]
            part *= after[industry]
            spread[row_index] = part

        largest_first = np.argsort(-np.bincount(self.mixtures, minlength=len(self.kernels)))
        if rows.shape[-1] < MIN_COUNTIES_FOR_THREADS:
            for group in largest_first:
                product(group)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(product, largest_first))
        return spread.reshape(values.shape)


def _largest(amounts: SingleArray, ignored: FloatArray) -> NDArray[np.bool_]:
    """Return True for all amounts but the smallest.

    Along the last axis the smallest sum to no more than ``ignored``.
    """
    order = np.argsort(amounts, axis=-1)
    running = np.take_along_axis(amounts, order, axis=-1).cumsum(axis=-1)
    kept = np.empty(amounts.shape, dtype=np.bool_)
    np.put_along_axis(kept, order, running > np.asarray(ignored)[..., np.newaxis], axis=-1)
    return kept
