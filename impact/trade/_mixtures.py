"""Fitted mixtures of distance scales by industry, with their evidence."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from .._types import FloatArray
from ..errors import DataError
from ..reference import Assumption, kept, number, table
from ..reference._kept import forget
from ._kernels import GRID_KM, mixed_kernels
from ._symmetric import Symmetric

FIT = Path(__file__).with_name("fit.parquet")
WEIGHTS = tuple(f"weight_{km:g}km" for km in GRID_KM)
LOCAL_KM = 40.0  # longest scale of a local kernel
LOCAL, GOODS = "local_distance", "goods_distance"
MAX_MATCHED_KM = 60.0
STATED = "trade_scales"


Scales = tuple[tuple[float, float], ...]  # km and weight


@dataclass(frozen=True)
class Mixtures:
    """Mixtures of distance scales.

    Attributes
    ----------
    scales : tuple of tuple of (float, float)
        Of each mixture, its scales in km and their weights; none where trade is in place.
    by_share : tuple of bool
        Whether the weights of each are shares of purchases, as of services, or over an even plain, as of goods.
    of_industry : (industries,) array
        Number of the mixture of each industry.
    stated : int
        How many of the last ones a study states itself: no assumption stretches them.
    """

    scales: tuple[Scales, ...]
    by_share: tuple[bool, ...]
    of_industry: NDArray[np.int64]
    stated: int = 0

    @property
    def local(self) -> tuple[bool, ...]:
        """Whether most of each mixture is of scales up to 40 km."""
        return tuple(sum(share for km, share in mixture if km <= LOCAL_KM) >= 0.5 for mixture in self.scales)

    def factors(self, assumptions: Mapping[str, Assumption]) -> list[float]:
        """Return the distance factors of each mixture, as assumed."""
        fitted = len(self.scales) - self.stated
        factors = [number(assumptions, LOCAL if local else GOODS) for local in self.local]
        return factors[:fitted] + [1.0] * self.stated

    def kernels(self, distance: FloatArray, assumptions: Mapping[str, Assumption]) -> tuple[Symmetric, ...]:
        """Return the kernel of each mixture, (counties, counties) each."""
        return mixed_kernels(distance, self.scales, self.factors(assumptions), self.by_share)

    def fingerprint(self) -> str:
        """Return a sha256 of the scales and their industries."""
        content = json.dumps([self.scales, self.by_share, self.of_industry.tolist(), self.stated])
        return hashlib.sha256(content.encode()).hexdigest()


@kept
def trade_fit() -> pd.DataFrame:
    """Return the fit of each industry's trade distance, one row each.

    Returns
    -------
    DataFrame
        The evidence (``industry, group, target_type, target, low, high, share_under_50_miles, visitor_share,
        confidence, basis``); the scales fitted to it (``fitted_near_km, fitted_near_share, fitted_far_km``); the number
        of the ``mixture`` that the industry shares with like ones, its weight at each scale of the grid, and whether
        weights are shares of purchases (``by_share``); and what balanced trade of the group of industries then does
        (``own_county, under_50_miles, mean_miles``), before and after sharing.

    Raises
    ------
    DataError
        If the file of the package is missing or damaged.
    """
    try:
        fit = pq.read_table(FIT, page_checksum_verification=True).to_pandas()
    except (OSError, ValueError, pa.ArrowException):
        raise DataError(
            f"{FIT} is missing or damaged. Reinstall the package, or rebuild it with 'impact data build --from DIR'."
        ) from None
    frame = table("trade_targets").merge(fit, on="industry", how="left")
    return frame


def forget_fit() -> None:
    """Forget the cached fit after a new one."""
    forget()


def mixtures(assumptions: Mapping[str, Assumption] | None = None) -> Mixtures:
    """Return the fitted mixtures, replaced where a study states its own.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        Of the study; ``trade_scales`` among them holds what a study states itself: scales and weights by industry
        code, in JSON.
    """
    stated = assumptions.get(STATED) if assumptions else None
    return _mixtures(str(stated.value) if stated else "{}")


@kept
def _mixtures(stated: str) -> Mixtures:
    fitted = trade_fit()
    numbers = fitted.mixture.to_numpy(dtype=np.int64)
    first = np.unique(numbers, return_index=True)[1]
    weights = fitted[list(WEIGHTS)].to_numpy(dtype=np.float64)[first]
    known = tuple(
        tuple((km, float(share)) for km, share in zip(GRID_KM, row, strict=True) if share > 0) for row in weights
    )
    by_share = tuple(fitted.by_share.tolist()[industry_index] for industry_index in first)
    own: list[tuple[Scales, bool]] = []
    of_industry = numbers.copy()
    codes = fitted.industry.tolist()
    for code, scales in json.loads(stated).items():
        industry_index = codes.index(code)
        mixture = tuple((float(km), float(share)) for km, share in scales.items()), is_service(code)
        if mixture not in own:
            own.append(mixture)
        of_industry[industry_index] = len(known) + own.index(mixture)
    scales_of_own, by_share_of_own = zip(*own, strict=True) if own else ((), ())
    return Mixtures((*known, *scales_of_own), (*by_share, *by_share_of_own), of_industry, len(own))


def is_service(code: str) -> bool:
    """Whether two scales of an industry weight shares of purchases.

    They do for all but goods and their carriers.
    """
    return code[0] not in "1234"


def served_km(market_area: float) -> FloatArray:
    """Return the scale of each industry's market area, (industries,), km.

    It is NaN where demand is not matched to it.

    Local services follow local demand. The scale is that of the grid nearest to ``market_area`` times the scale that
    the evidence suggests.
    """
    targets = table("trade_targets")
    matched = targets.far_km.isna() & (targets.visitor_share == 0) & (targets.near_km <= MAX_MATCHED_KM)
    wanted = np.log(market_area * targets.near_km.fillna(GRID_KM[0]).to_numpy(dtype=np.float64))
    grid = np.log(GRID_KM)
    nearest = np.abs(wanted[:, np.newaxis] - grid).argmin(axis=1)
    return np.where(matched, np.array(GRID_KM)[nearest], np.nan)
