"""Effects of draws over those of the study."""

import numpy as np
import pandas as pd

from .._types import FloatArray

HOME = "region"
Z95 = 1.6448536269514722  # standard normal quantile of 95 %
MAX_RANGE_FACTOR = 1.5  # of the distance from median to end, as in draws of the effects
SEED = 1  # of figures that are drawn beside the effects


class DrawnEffects:
    """Relative effects of each draw, (1 + draws,).

    The study itself comes first.

    Parameters
    ----------
    samples : DataFrame
        ``Draws.samples``.
    """

    def __init__(self, samples: pd.DataFrame) -> None:
        self._samples, self.size = samples, len(samples) + 1
        self._rng = np.random.default_rng(SEED)

    def of(self, place: str, phase: str, effect: str, measure: str) -> FloatArray:
        """Return a measure of an effect.

        The region's stands in where a wider place is not known.
        """
        name, known = (" ".join((place_name, phase, effect, measure)) for place_name in (place, HOME))
        column = self._samples[name if name in self._samples else known]
        return np.append(1.0, column.to_numpy(dtype=np.float64))

    def chance(self, ends: tuple[float, float, float], most: float = np.inf) -> FloatArray:
        """Draw a figure, given as value, low (P5) and high (P95).

        It is never below zero or above a maximum.
        """
        from scipy.special import ndtri

        value, low, high = ends
        count = self.size - 1
        steps = np.clip(ndtri((self._rng.permutation(count) + 0.5) / count) / Z95, -MAX_RANGE_FACTOR, MAX_RANGE_FACTOR)
        drawn = value + np.where(steps < 0, steps * (value - low), steps * (high - value))
        return np.append(value, drawn.clip(0.0, most))
