"""Labor force without the plant: forecasts, intervals and past accuracy."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..counties import region
from ..errors import ModelError, UsageError
from ..reference import table

MODELS = {"level": "local level", "drift": "random walk with drift", "trend": "local linear trend"}
SERIES = ("labor_force", "employed")
LEVELS = (80, 95)
BREAKS = (2000, 2024)  # first years of another release of the labor force; population controls differ across them
MIN_YEARS = 12
HORIZON_YEARS = 5


@dataclass(frozen=True)
class Baseline:
    """A forecast and its record.

    Attributes
    ----------
    forecast : DataFrame
        ``year, forecast`` (the median), ``low_80, high_80, low_95, high_95``, persons.
    record : DataFrame
        One row per horizon in years: ``horizon, origins``, the mean absolute error in per cent of the ``model``, of the
        ``naive`` forecast (the last figure stays), and the share of outcomes within the intervals, ``within_80,
        within_95``. Errors of forecasts from earlier years without later data, where no break of the series lies
        between.
    model, series : str
        As asked for.
    last : int
        Last year the forecast has seen.
    """

    forecast: pd.DataFrame
    record: pd.DataFrame
    model: str
    series: str
    last: int

    def reading(self) -> str:
        """Say whether the model forecasts better than the last figure."""
        longest = self.record.iloc[-1]
        better = "less than" if longest.model < longest.naive else "no less than"
        return (
            f"{longest.horizon:.0f} years ahead the model erred by {longest.model:.1f} % on average over "
            f"{longest.origins:.0f} earlier forecasts, {better} the naive forecast ({longest.naive:.1f} %); "
            f"{longest.within_95:.0%} of the outcomes lay within the 95 % interval."
        )


def baseline(
    place: str | Sequence[str],
    series: str = "labor_force",
    model: str = "level",
    last: int | None = None,
    horizon: int = HORIZON_YEARS,
) -> Baseline:
    """Forecast a place's labor force or employment without new plants.

    Residents, not jobs: a plant's workers count only if they live in the place. The series breaks between 1999 and 2000
    and between 2023 and 2024, where another release begins. The model has a step at each, so that growth within every
    release counts and the jump between two does not.

    Parameters
    ----------
    place : str or sequence of str
        As :func:`impact.region` reads it; its counties are added up.
    series : str
        ``labor_force`` or ``employed``.
    model : str
        Of the logarithm. ``level``: a level that drifts, seen with noise; ``drift``: it has a steady growth too;
        ``trend``: and that growth drifts.
    last : int, optional
        Last year to use, 2025 by default. For a plant that is there already, the year before it came.
    horizon : int
        Years to forecast.

    Raises
    ------
    RegionError
        If the place is unknown.
    UsageError
        If series or model is none of these.
    ModelError
        If a county has no figures, or there are too few years up to ``last``.

    References
    ----------
    Harvey (1989), *Forecasting, Structural Time Series Models and the Kalman Filter*; Tashman (2000), *International
    Journal of Forecasting* 16(4), for rolling origins.

    Examples
    --------
    >>> found = baseline("Storey, NV", horizon=2)
    >>> found.forecast.year.tolist(), bool((found.forecast.low_95 < found.forecast.low_80).all())
    ([2026, 2027], True)
    """
    if series not in SERIES:
        raise UsageError(f"There is no series {series!r}. Choose one of: {', '.join(SERIES)}.")
    area, people = region(place), table("labor_force")
    inside = people[people.fips.isin(area.fips)]
    silent = sorted(set(area.fips) - set(inside.fips))
    if silent:
        raise ModelError(f"The labor force of {', '.join(silent)} is not published. Choose an area without it.")
    history = inside.pivot(index="year", columns="fips", values=series).sum(axis=1, min_count=len(area.fips))
    history = history.loc[: last if last is not None else None]
    return Baseline(
        forecast=predict(history, model, horizon, BREAKS),
        record=rolling_errors(history, model, horizon, BREAKS),
        model=model,
        series=series,
        last=int(history.index[-1]),
    )


def predict(
    history: "pd.Series[float]", model: str = "level", horizon: int = HORIZON_YEARS, breaks: Sequence[int] = ()
) -> pd.DataFrame:
    """Forecast a yearly series of positive figures.

    Parameters
    ----------
    history : Series
        By year, without a year left out; figures may be missing.
    model : str
        ``level``, ``drift`` or ``trend``.
    horizon : int
        Years.
    breaks : sequence of int
        First years after a change of definition; the step there is estimated and not taken for growth.

    Returns
    -------
    DataFrame
        As :attr:`Baseline.forecast`.

    Raises
    ------
    UsageError, ModelError
        As :func:`baseline`.

    Examples
    --------
    Growth goes on, and a step of the series is not taken for it:

    >>> growth = pd.Series(100 * 1.02 ** np.arange(20), index=range(2000, 2020))
    >>> growth.loc[2010:] *= 3
    >>> predict(growth, "drift", horizon=1, breaks=[2010]).forecast.round(1).tolist()
    [445.8]
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    if model not in MODELS:
        raise UsageError(f"There is no forecast model {model!r}. Choose one of: {', '.join(MODELS)}.")
    if history.notna().sum() < MIN_YEARS:
        raise ModelError(f"{history.notna().sum()} years are too few for a forecast; it takes at least {MIN_YEARS}.")
    if not (history.dropna() > 0).all() or horizon < 1:
        raise ModelError("A forecast takes positive figures and at least one year ahead.")
    years = history.index.to_numpy()
    inside = [year for year in breaks if years[0] < year <= years[-1]]
    steps = (years[:, np.newaxis] >= np.array(inside)).astype(float) if inside else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the optimiser at a variance of zero; the record says what a fit is worth
        fit = UnobservedComponents(
            100 * np.log(history.to_numpy(dtype=float)), MODELS[model], exog=steps, mle_regression=False
        ).fit(disp=False)
        ahead = fit.get_forecast(horizon, exog=None if steps is None else np.ones((horizon, len(inside))))
    frame = pd.DataFrame({"year": int(years[-1]) + 1 + np.arange(horizon), "forecast": ahead.predicted_mean})
    for level in LEVELS:
        frame[[f"low_{level}", f"high_{level}"]] = ahead.conf_int(alpha=1 - level / 100)
    figures = list(frame.columns[1:])
    frame[figures] = np.exp(frame[figures] / 100)
    return frame


def rolling_errors(
    history: "pd.Series[float]", model: str = "level", horizon: int = HORIZON_YEARS, breaks: Sequence[int] = ()
) -> pd.DataFrame:
    """Forecast from every earlier year, and compare with the outcome.

    Years need enough history before them.

    Parameters
    ----------
    history, model, horizon, breaks
        As :func:`predict`.

    Returns
    -------
    DataFrame
        As :attr:`Baseline.record`.

    Raises
    ------
    ModelError
        If no origin is left.
    """
    rows = []
    for origin in range(MIN_YEARS, len(history)):
        seen = history.iloc[:origin]
        last, year = seen.iloc[-1], int(seen.index[-1])
        if not np.isfinite(last) or seen.notna().sum() < MIN_YEARS:
            continue
        until = min([year + horizon, int(history.index[-1]), *(first - 1 for first in breaks if first > year)])
        outcomes = history.loc[year + 1 : until].dropna()
        if outcomes.empty:
            continue
        ahead = predict(seen, model, until - year, breaks).set_index("year").loc[outcomes.index]
        part = pd.DataFrame({"horizon": outcomes.index - year})
        part["model"] = ((ahead.forecast / outcomes - 1).abs() * 100).to_numpy()
        part["naive"] = ((last / outcomes - 1).abs() * 100).to_numpy()
        for level in LEVELS:
            part[f"within_{level}"] = outcomes.between(ahead[f"low_{level}"], ahead[f"high_{level}"]).to_numpy()
        rows.append(part)
    if not rows:
        raise ModelError(
            f"{len(history)} years leave none to test a forecast on; it takes more than {MIN_YEARS}. "
            "Choose a later last year."
        )
    errors = pd.concat(rows)
    record = errors.groupby("horizon").mean()
    record.insert(0, "origins", errors.groupby("horizon").size())
    return record.reset_index()
