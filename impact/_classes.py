"""Color classes: few, with round limits and a color-blind-safe palette."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ._display import rounded_count
from ._types import FloatArray

__all__ = ["LESS", "PALETTE", "Classes", "classify", "color_classes", "quantiles", "steps"]

PALETTE = ("#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84")
"""ColorBrewer YlGnBu, light to dark; its lightness falls at every step, so it survives grey printing too."""

LESS = ("#fee0b6", "#fdb863", "#f1a340", "#e08214", "#b35806", "#7f3b08")
"""ColorBrewer PuOr's orange, light to dark: negative differences, beside the blue of positive ones."""

MAX_EXACT_CLASSES = 5
MAX_CLASSES = 6
PERCENTILES = (50, 80, 95, 99)
LADDERS = {(1, 2, 5): "each about twice", (1, 3): "each about three times", (1,): "each ten times"}
PALETTE_STEPS = {1: (3,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 2, 3, 5), 5: (0, 1, 2, 4, 5), 6: (0, 1, 2, 3, 4, 5)}


@dataclass(frozen=True)
class Classes:
    """Classes of one layer, none of them empty.

    Attributes
    ----------
    limits : tuple of (float, float)
        Each class holds figures above the first and up to the second; of exact classes the two are equal.
    index : (counties,) array of int
        The class of each county, 0 for the lowest.
    exact : bool
        True where every class holds one figure, False where it holds a range.
    method : str
        How the limits were found, as the legend says it.
    """

    limits: tuple[tuple[float, float], ...]
    index: npt.NDArray[np.intp]
    exact: bool
    method: str

    def place(self, figures: Sequence[float]) -> npt.NDArray[np.intp]:
        """Return the class of rounded figures that lie within the limits."""
        upper = np.array([high for _, high in self.limits])
        return np.searchsorted(upper, np.asarray(figures, dtype=float))

    def labels(self, write: Callable[[float], str]) -> list[str]:
        """Name each class by its range, with figures written by ``write``.

        Examples
        --------
        >>> classify([12.0, 700.0, 12.0]).labels("{:.0f}".format)
        ['12', '700']
        >>> classify([0.3, 0.5, 4, 8, 15, 1230]).labels("{:g}".format)
        ['up to 0.5', '2 – 5', '5 – 10', '10 – 20', '1000 – 1230']
        """
        if self.exact:
            return [write(figure) for figure, _ in self.limits]
        (_, first), *further = self.limits
        return [f"up to {write(first)}", *(f"{write(low)} – {write(high)}" for low, high in further)]


def classify(values: npt.ArrayLike, rounded: Callable[[float], float] = rounded_count) -> Classes:
    """Sort positive figures into at most six classes.

    Figures are first rounded as they are shown. Up to five different figures get a class each. More figures are cut at
    round numbers that grow by a constant factor: the smallest of 2, 3 and 10 that makes at most six classes. The
    effects of one site fall by orders of magnitude with distance. Equal classes would color the site's county like
    hundreds of others. Figures that lie too close together for that are cut at percentiles 50, 80, 95 and 99, rounded
    to two digits.

    Parameters
    ----------
    values : (counties,) array
        Finite and positive, also when rounded; any unit; at least one.
    rounded : callable
        Rounds one figure as it is shown; by default as a number of jobs.

    Returns
    -------
    Classes

    Examples
    --------
    >>> classify([12.0, 700.0, 12.0]).limits
    ((12.0, 12.0), (700.0, 700.0))
    >>> np.bincount(classify(range(1001, 1201)).index)
    array([100, 100])
    """
    shown = np.array([rounded(value) for value in np.asarray(values, dtype=float).tolist()])
    distinct = np.unique(shown)
    if len(distinct) <= MAX_EXACT_CLASSES:
        exact = tuple((figure, figure) for figure in distinct.tolist())
        return Classes(exact, np.searchsorted(distinct, shown), True, "one color for each figure")
    for ladder, growth in LADDERS.items():
        classes = _cut(shown, _rungs(ladder, distinct), f"class limits: round numbers, {growth} the one before")
        if len(classes.limits) <= MAX_CLASSES:
            break
    else:
        classes = _cut(shown, _rungs((1,), distinct)[1 - MAX_CLASSES :], classes.method)
    if len(classes.limits) > 2:
        return classes
    cuts = np.unique([rounded(float(f"{cut:.1e}")) for cut in np.percentile(shown, PERCENTILES).tolist()])
    return _cut(shown, cuts, "class limits: percentiles 50, 80, 95 and 99 of the colored counties, rounded")


def quantiles(values: npt.ArrayLike, rounded: Callable[[float], float] = rounded_count) -> Classes:
    """Sort positive figures into at most six classes of equal size.

    Each class has about as many counties.

    Parameters
    ----------
    values, rounded
        As in :func:`classify`.

    Examples
    --------
    >>> np.bincount(quantiles(range(1001, 1601)).index)
    array([100, 100, 100, 100, 100, 100])
    """
    shown = np.array([rounded(value) for value in np.asarray(values, dtype=float).tolist()])
    if len(np.unique(shown)) <= MAX_EXACT_CLASSES:
        return classify(values, rounded)
    inner = np.arange(1, MAX_CLASSES) / MAX_CLASSES
    cuts = np.unique(np.quantile(shown, inner, method="lower"))
    return _cut(shown, cuts[cuts < shown.max()], "class limits: six classes of about as many counties each")


def _rungs(ladder: tuple[int, ...], distinct: FloatArray) -> FloatArray:
    """Return the round numbers between the least and the largest figure."""
    first, last = (math.floor(math.log10(figure)) for figure in (distinct[0], distinct[-1]))
    # from text, since 10.0**-2 * 5 is not always the number that is written 0.05
    rungs: FloatArray = np.array([float(f"{digit}e{power}") for power in range(first, last + 1) for digit in ladder])
    within: FloatArray = rungs[(rungs >= distinct[0]) & (rungs < distinct[-1])]
    return within


def _cut(shown: FloatArray, cuts: FloatArray, method: str) -> Classes:
    """Cut figures into classes between ascending limits.

    Empty classes are left out.
    """
    place = np.searchsorted(cuts, shown)
    used, index = np.unique(place, return_inverse=True)
    lower, upper = np.append(0.0, cuts)[used], np.append(cuts, np.inf)[used]
    upper[-1] = shown.max()
    return Classes(tuple(zip(lower.tolist(), upper.tolist(), strict=True)), index, False, method)


def color_classes(
    figures: npt.ArrayLike,
    write: Callable[[float], str],
    rounded: Callable[[float], float] = rounded_count,
    palette: Sequence[str] = PALETTE,
) -> list[tuple[str, str, npt.NDArray[np.bool_]]]:
    """Return color, label and members of each class, lowest first.

    The figures are positive.

    Parameters
    ----------
    figures, rounded
        As in :func:`classify`.
    write : callable
        Writes a limit of a class.
    palette : sequence of str
        Six colors, light to dark.

    Examples
    --------
    >>> [(color, label) for color, label, _ in color_classes([12.0, 700.0, 12.0], "{:.0f}".format)]
    [('#7fcdbb', '12'), ('#225ea8', '700')]
    """
    classes = classify(figures, rounded)
    colors = [palette[step] for step in steps(len(classes.limits))]
    labels = classes.labels(write)
    return [(colors[place], label, classes.index == place) for place, label in enumerate(labels)]


def steps(count: int) -> tuple[int, ...]:
    """Return palette places of one to six classes.

    They go from light to dark, well apart.

    Examples
    --------
    >>> steps(1), steps(2)
    ((3,), (1, 4))
    """
    return PALETTE_STEPS[count]
