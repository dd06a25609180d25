"""Made-up but consistent economies of any size, for tests and benchmarks."""

import numpy as np
import pandas as pd

from .accounts import nation
from .effects import CountyModel
from .trade import Gravity
from .trade._symmetric import Symmetric

__all__ = ["small_model"]


def small_model(counties: int, industries: int = 71, seed: int = 3) -> CountyModel:
    """Return a small county model for tests.

    Its counties are scattered, and purchases per dollar of output are the nation's.

    Parameters
    ----------
    counties : int
        Number of counties, at random places in a square of 500 km.
    industries : int
        71 summary industries or all 402.
    seed : int
        Of the random places and supplies.

    Returns
    -------
    CountyModel
        Four distance scales in turn; everyone works where they live and spends six tenths of their income. Its
        ``nation`` is the full one, so its multipliers need 402 industries.

    Examples
    --------
    >>> small_model(10).trade.factors.shape
    (71, 10)
    """
    from scipy.sparse import csr_array

    full = nation()
    grouping = full.industries.summary if industries == 71 else full.industries.index.to_series()
    groups = pd.Categorical(grouping).codes.astype(np.int64)
    size = int(groups.max()) + 1
    output = np.bincount(groups, full.output, size)
    requirements = np.zeros((size, size))
    np.add.at(requirements, (groups[:, np.newaxis], groups[np.newaxis, :]), full.direct_requirements() * full.output)
    rng = np.random.default_rng(seed)
    places = rng.random((counties, 2)) * 500
    distance = np.hypot(*np.moveaxis(places[:, np.newaxis] - places, -1, 0)) + 10 * np.eye(counties)
    pattern = np.bincount(groups, full.household_demand(), size)
    return CountyModel(
        nation=full,
        trade=Gravity.of(
            (rng.random((size, counties)) + 0.05).astype(np.float32),
            tuple(Symmetric.of(np.exp(-distance / scale)) for scale in (30, 90, 300, 900)),
            np.arange(size) % 4,
        ),
        requirements=(requirements / output).astype(np.float32),
        income=(np.bincount(groups, full.coefficients("labor_income") * full.output, size) / output).astype(np.float32),
        pattern=(pattern / pattern.sum()).astype(np.float32),
        residence=csr_array(np.eye(counties, dtype=np.float32)),
        spending=np.full(counties, 0.6, dtype=np.float32),
        fips=tuple(f"{number:05d}" for number in range(counties)),
    )
