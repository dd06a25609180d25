"""Direct effect of a site in one phase."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .._notes import Note
from ..counties import County
from ._purchases import Purchases


@dataclass(frozen=True)
class Shock:
    """Direct effect of a site in a phase, in (industries,) arrays.

    A phase is a year of full operation, or all of construction.

    Attributes
    ----------
    phase : str
        ``operations`` or ``construction``.
    county : County
        Where it happens.
    output, labor_income, value_added : array
        Of the plant's or builders' own industries, million USD of the year of the accounts.
    jobs : array
        Full- and part-time jobs; job-years in construction.
    household_income : float
        Labor income in the purchasing power of the year of the accounts, million USD.
    purchases : Purchases
        Purchases.
    notes : tuple of Note
        Assumptions used.
    output_known : bool
        False where no price of a product is known. Then ``output`` and ``value_added`` only weigh the plant's industry
        and are not figures of the plant.
    physical : mapping of str to float
        Measures of a year that follow from the plant's physical lines; those that are not known are left out.
    capacity : float or None
        In the unit of the plant's type; None where it has none or it is not known.
    """

    phase: str
    county: County
    output: NDArray[np.float64]
    jobs: NDArray[np.float64]
    labor_income: NDArray[np.float64]
    value_added: NDArray[np.float64]
    household_income: float
    purchases: Purchases
    notes: tuple[Note, ...]
    output_known: bool = True
    physical: Mapping[str, float] = field(default_factory=dict)
    capacity: float | None = None
