"""Least squares with and without an instrument, with errors clustered by group."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._types import FloatArray
from ..errors import ModelError


@dataclass(frozen=True)
class Estimate:
    """One coefficient.

    Attributes
    ----------
    value, standard_error : float
        The error is clustered, with the usual small-sample factor.
    low, high : float
        95 % confidence interval, from the t distribution of (clusters - 1) degrees of freedom.
    """

    value: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True)
class Instrumented:
    """Effect of a variable by ordinary and two-stage least squares.

    Attributes
    ----------
    ols, iv : Estimate
        Without and with the instrument.
    first_stage, reduced_form : Estimate
        Effect of the instrument on the variable, and on the outcome.
    first_stage_f : float
        Squared clustered t of the instrument; with one instrument it is the effective F of Montiel Olea & Pflueger.
    anderson_rubin : tuple of float
        95 % confidence set that holds however weak the instrument is; (-inf, inf) where it is no interval.
    endogeneity_p : float
        p-value of the hypothesis that ordinary least squares is right (control function, clustered).
    observations, clusters : int
        In the regression.
    """

    ols: Estimate
    iv: Estimate
    first_stage: Estimate
    reduced_form: Estimate
    first_stage_f: float
    anderson_rubin: tuple[float, float]
    endogeneity_p: float
    observations: int
    clusters: int


def instrumented(
    outcome: FloatArray,
    variable: FloatArray,
    instrument: FloatArray,
    controls: FloatArray,
    clusters: ArrayLike,
    weights: FloatArray | None = None,
) -> Instrumented:
    r"""Estimate the effect of a variable on an outcome with one instrument.

    .. math:: y = \beta x + W \gamma + u, \qquad \hat\beta_{IV} = (\hat X' X)^{-1} \hat X' y, \quad
        \hat X = Z (Z'Z)^{-1} Z' X

    Parameters
    ----------
    outcome, variable, instrument : (observations,) arrays
        y, x and z.
    controls : (observations, controls) array
        W, a constant included.
    clusters : (observations,) array
        Group of each observation; errors are free to be correlated within one.
    weights : (observations,) array, optional
        Of the squared residuals.

    Raises
    ------
    ModelError
        If there are fewer than two clusters or no more observations than coefficients. Also if a figure is not finite,
        the controls explain a variable or instrument, or the instrument is the variable.

    References
    ----------
    Wooldridge (2010), *Econometric Analysis of Cross Section and Panel Data*, ch. 5 and 20; Cameron & Miller (2015),
    *Journal of Human Resources* 50(2); Montiel Olea & Pflueger (2013), *Journal of Business & Economic Statistics*
    31(3); Anderson & Rubin (1949), *Annals of Mathematical Statistics* 20(1).

    Examples
    --------
    The outcome moves by two for each one that the instrument moves the variable:

    >>> z, noise = np.repeat(np.arange(4.0), 3), np.tile([1.0, -1.0, 0.0], 4)
    >>> found = instrumented(2 * (z + noise) + 5 * noise, z + noise, z, np.ones((12, 1)), np.arange(12) // 2)
    >>> round(found.iv.value, 1), found.ols.value > 2.1
    (2.0, True)
    """
    from linearmodels.iv import IV2SLS
    from scipy import stats

    groups = np.unique(np.asarray(clusters), return_inverse=True)[1]
    count = int(groups.max()) + 1 if len(groups) else 0
    _check(outcome, variable, instrument, controls, count)
    root = np.ones(len(outcome)) if weights is None else np.sqrt(weights / weights.mean())
    y, x, z = outcome * root, variable * root, instrument * root
    W = controls * root[:, np.newaxis]
    critical = float(stats.t.ppf(0.975, count - 1))

    def estimate(value: float, variance: float) -> Estimate:
        error = float(np.sqrt(variance))
        return Estimate(float(value), error, float(value - critical * error), float(value + critical * error))

    exogenous, instruments = np.column_stack([x, W]), np.column_stack([z, W])
    first, reduced, combined = (_clustered(left, instruments, groups) for left in (x, y, x + y))
    ols = _clustered(y, exogenous, groups)
    # debiased: the small-sample factor of _clustered
    two_stage = IV2SLS(y, W, x, z).fit(cov_type="clustered", clusters=groups, debiased=True)
    control_function = _clustered(y, np.column_stack([first.resid, exogenous]), groups)
    shared = (combined.cov_params()[0, 0] - first.cov_params()[0, 0] - reduced.cov_params()[0, 0]) / 2
    return Instrumented(
        ols=estimate(ols.params[0], ols.cov_params()[0, 0]),
        iv=estimate(two_stage.params["endog"], two_stage.std_errors["endog"] ** 2),
        first_stage=estimate(first.params[0], first.cov_params()[0, 0]),
        reduced_form=estimate(reduced.params[0], reduced.cov_params()[0, 0]),
        first_stage_f=float(first.tvalues[0] ** 2),
        anderson_rubin=_anderson_rubin(first, reduced, float(shared), critical),
        endogeneity_p=float(control_function.pvalues[0]),
        observations=len(outcome),
        clusters=count,
    )


def _clustered(left: FloatArray, right: FloatArray, groups: NDArray[np.int64]) -> Any:
    from statsmodels.regression.linear_model import OLS

    return OLS(left, right).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)


def _anderson_rubin(first: Any, reduced: Any, shared: float, critical: float) -> tuple[float, float]:
    r"""Return the Anderson-Rubin bounds of β, roots of a quadratic.

    There the instrument does not explain :math:`y - \beta x`.
    """
    a = first.params[0] ** 2 - critical**2 * first.cov_params()[0, 0]
    b = -2 * (first.params[0] * reduced.params[0] - critical**2 * shared)
    c = reduced.params[0] ** 2 - critical**2 * reduced.cov_params()[0, 0]
    inside = b**2 - 4 * a * c
    if a <= 0 or inside < 0:
        return -np.inf, np.inf
    return float((-b - np.sqrt(inside)) / (2 * a)), float((-b + np.sqrt(inside)) / (2 * a))


def _check(
    outcome: FloatArray, variable: FloatArray, instrument: FloatArray, controls: FloatArray, clusters: int
) -> None:
    every = np.column_stack([outcome, variable, instrument, controls])
    size = controls.shape[1] + 1
    if not np.isfinite(every).all():
        raise ModelError("The regression has a figure that is missing or not finite. Leave out those observations.")
    if len(outcome) <= size:
        raise ModelError(f"{len(outcome)} observations cannot estimate {size} coefficients. Give more places or years.")
    if clusters < 2:
        raise ModelError(f"Clustered errors need at least two clusters; there is {clusters}. Give more places.")
    for name, others in (
        ("variable is collinear with the controls", [variable]),
        ("instrument is collinear with the controls", [instrument]),
        ("instrument is the variable itself", [instrument, variable]),
    ):
        matrix = np.column_stack([*others, controls])
        scaled = matrix / np.maximum(np.abs(matrix).max(axis=0), np.finfo(float).tiny)
        if np.linalg.matrix_rank(scaled) < matrix.shape[1]:
            raise ModelError(f"The {name}, so its effect cannot be told apart. Choose another.")
