"""Symmetric matrices, of which little more than half is kept."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from .._types import FloatArray, SingleArray

ROWS_PER_STRIP = 416  # a multiple of the rows that kernels are made by


@dataclass(frozen=True)
class Symmetric:
    """A symmetric matrix, kept as strips of rows from the diagonal on.

    ``rows @ matrix`` reads each strip once, for both of its triangles.

    Attributes
    ----------
    strips : tuple of (rows, columns) arrays
        Some rows each, with the columns from its first row on; the square at the diagonal is whole.
    """

    strips: tuple[SingleArray, ...]
    __array_ufunc__ = None  # numpy leaves the product to this class

    @classmethod
    def empty(cls, size: int) -> "Symmetric":
        """Return a matrix whose entries are yet to be filled."""
        firsts = range(0, size, ROWS_PER_STRIP)
        return cls(tuple(np.empty((min(ROWS_PER_STRIP, size - first), size - first), np.float32) for first in firsts))

    @classmethod
    def of(cls, matrix: FloatArray | SingleArray) -> "Symmetric":
        """Keep the strips of a symmetric array."""
        kept = cls.empty(len(matrix))
        for strip, (first, last) in zip(kept.strips, kept.edges, strict=True):
            strip[:] = matrix[first:last, first:]
        return kept

    @property
    def edges(self) -> list[tuple[int, int]]:
        """First row of each strip, and the row after its last."""
        return list(pairwise(accumulate(map(len, self.strips), initial=0)))

    def fill(self, first: int, rows: SingleArray) -> None:
        """Put in neighboring rows of one strip, and their mirror.

        They are (rows, columns from ``first`` on).
        """
        number, row = divmod(first, ROWS_PER_STRIP)
        strip = self.strips[number]
        strip[row : row + len(rows), row:] = rows
        strip[row:, row : row + len(rows)] = rows[:, : len(strip) - row].T

    def fill_diagonal(self, value: float) -> None:
        """Put in one value at the diagonal."""
        for strip in self.strips:
            np.fill_diagonal(strip, value)

    def __rmatmul__(self, rows: SingleArray) -> SingleArray:
        """Return rows, (any number, size), times the matrix."""
        product = np.zeros(rows.shape, dtype=np.float32)
        for strip, (first, last) in zip(self.strips, self.edges, strict=True):
            product[:, first:] += rows[:, first:last] @ strip
            product[:, first:last] += rows[:, last:] @ strip[:, last - first :].T
        return product

    def diagonal(self) -> SingleArray:
        """Return the entries at the diagonal, (size,)."""
        return np.concatenate([np.diagonal(strip) for strip in self.strips])

    def column(self, place: int) -> SingleArray:
        """Return one column, (size,)."""
        own = place // len(self.strips[0])
        first, last = self.edges[own]
        above = [strip[:, place - top] for strip, (top, _) in zip(self.strips[: own + 1], self.edges, strict=False)]
        return np.concatenate([*above, self.strips[own][place - first, last - first :]])

    def block(self, places: slice) -> SingleArray:
        """Return the square array of some neighboring rows and their columns."""
        start, stop = places.start, places.stop
        square = np.empty((stop - start, stop - start), dtype=np.float32)
        for strip, (first, last) in zip(self.strips, self.edges, strict=True):
            low, high = max(first, start), min(last, stop)
            if low < high:
                part = strip[low - first : high - first, low - first : stop - first]
                square[low - start :, low - start : high - start] = part.T
                square[low - start : high - start, low - start :] = part
        return square

    def dense(self) -> SingleArray:
        """Return the whole array, (size, size)."""
        return self.block(slice(0, sum(map(len, self.strips))))
