"""From figures of draws to intervals, drivers, convergence and errors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..effects import Draws, Effects
from ..reference import TOTAL, measures, vocabulary
from ._drivers import Driver
from ._forms import shares_of_variance

Figures = Callable[[slice], FloatArray]  # counties -> (draws, phases, effects, counties, measures)
PHASES, PARTS = tuple(vocabulary().phases), vocabulary().parts
PERCENTILES = (5, 50, 95)
COLUMNS = ["p5", "p50", "p95"]
SAMPLE_DIGITS = 4
FIGURES_PER_SLICE = 256_000  # counties times draws: 50 MB


@dataclass(frozen=True)
class Sample:
    """Drawn values of the assumptions.

    Attributes
    ----------
    drivers : sequence of Driver
        The assumptions with a range.
    values : (draws, drivers) array
        Their values.
    seed : int
        Of the draws.
    """

    drivers: Sequence[Driver]
    values: FloatArray
    seed: int


@dataclass(frozen=True)
class Solutions:
    """Figures of the study and of its draws, (phases, effects, counties, measures).

    Attributes
    ----------
    base : array
        With the study's own assumptions.
    figures : callable
        Those of each draw, and then of both ends of each range, for a slice of counties.
    exact : sequence of arrays
        Of the first draws, solved as well to check an approximation; empty where nothing is approximated.
    """

    base: FloatArray
    figures: Figures
    exact: Sequence[FloatArray] = ()


def summarized(result: Effects, fips: Sequence[str], sample: Sample, solutions: Solutions) -> Draws:
    """Return intervals, drivers, convergence and errors, given the counties of the solutions."""
    drivers, count = sample.drivers, len(sample.values)
    base, exact = solutions.base, solutions.exact
    inside = np.isin(fips, result.region.fips)
    forms = any(driver.weight is not None for driver in drivers)
    rows = count * (1 + forms) + 2 * len(drivers)
    region = np.zeros((rows, len(PHASES), len(PARTS), len(measures())))
    wider = _wider(result, fips, inside)
    beyond = {place: np.zeros((count, *region.shape[1:])) for place in wider}
    differences = np.zeros((len(exact), len(PHASES), len(measures())))
    counties = np.zeros((len(PERCENTILES), len(PHASES), len(fips), len(measures())))
    point = _points(result, fips)
    for part in _parts(len(fips), rows):
        effects = solutions.figures(part)
        region += effects[:, :, :, inside[part]].sum(axis=3)
        for place, within in wider.items():
            beyond[place] += effects[:count, :, :, within[part]].sum(axis=3)
        totals = effects.sum(axis=2)
        for solution_index, solution in enumerate(exact):
            differences[solution_index] += np.abs(totals[solution_index] - solution[:, :, part].sum(axis=1)).sum(axis=1)
        ratio = _over(totals[:count], base[:, :, part].sum(axis=1))
        counties[:, :, part] = np.percentile(ratio, PERCENTILES, axis=0) * point[:, part]
    ratio = _over(_with_total(region), _with_total(_region_of(base, inside)))
    headlines = result.summary()
    return Draws(
        count=count,
        seed=sample.seed,
        versions={name: version(name) for name in ("numpy", "scipy")},
        headlines=_headlines(headlines, ratio[:count]),
        counties=_counties(fips, counties, list(headlines.phase.unique())),
        drivers=_drivers(headlines, drivers, sample.values, ratio[: count + 2 * len(drivers), :, -1]),
        variance=_variance(headlines, ratio[:count, :, -1], ratio[count + 2 * len(drivers) :, :, -1]),
        convergence=_convergence(headlines, ratio[:count, :, -1]),
        samples=_samples(
            {
                "region": _over(region[:count], _region_of(base, inside)),
                **{place: _over(sums, _region_of(base, wider[place])) for place, sums in beyond.items()},
            }
        ),
        errors=_errors(headlines, region, [_region_of(solution, inside) for solution in exact], differences, exact),
    )


def _wider(result: Effects, fips: Sequence[str], inside: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """Return the counties of the wider region and the nation.

    The wider region is home state and study region together; a model of the region alone has neither.
    """
    if inside.all():
        return {}
    homes = {site.fips[:2] for site in result.sites}
    state = np.array([code[:2] in homes for code in fips]) | inside
    return {"state": state, "nation": np.ones(len(fips), dtype=np.bool_)}


def _samples(ratios: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return relative effects of each draw over the study's own.

    There is a column for each place, phase, effect and measure.
    """
    return pd.DataFrame(
        {
            " ".join((place, phase, effect, name)): ratio[:, phase_index, part, measure].round(SAMPLE_DIGITS)
            for place, ratio in ratios.items()
            for phase_index, phase in enumerate(PHASES)
            for part, effect in enumerate(PARTS)
            for measure, name in enumerate(measures())
        }
    )


def _parts(counties: int, rows: int = 1) -> Iterator[slice]:
    size = max(FIGURES_PER_SLICE // rows, 1)
    return (slice(first, first + size) for first in range(0, counties, size))


def _region_of(effects: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    """Return regional sums in the order of the draws.

    They agree to the same bit.
    """
    region = np.zeros((len(PHASES), len(PARTS), len(measures())))
    for part in _parts(len(inside)):
        region += effects[:, :, part][:, :, inside[part]].sum(axis=2)
    return region


def _points(result: Effects, fips: Sequence[str]) -> FloatArray:
    """Return the total effects of the result, (phases, counties, measures)."""
    totals = result.by_county().query("effect == 'total'").set_index(["phase", "fips"])[list(measures())]
    index = pd.MultiIndex.from_product([PHASES, fips])
    return totals.reindex(index).fillna(0.0).to_numpy().reshape(len(PHASES), len(fips), len(measures()))


def _with_total(parts: FloatArray) -> FloatArray:
    """Append the sum of the effects along the last axis but one."""
    return np.concatenate([parts, parts.sum(axis=-2, keepdims=True)], axis=-2)


def _over(figures: FloatArray, base: FloatArray) -> FloatArray:
    """Return figures relative to the base; one where that is zero."""
    return np.divide(figures, base, out=np.ones_like(figures), where=np.broadcast_to(base != 0, figures.shape))


def _headlines(summary: pd.DataFrame, ratio: FloatArray) -> pd.DataFrame:
    rows = []
    for row in summary.to_dict("records"):
        cell_index = PHASES.index(row["phase"]), (*PARTS, TOTAL).index(row["effect"])
        for measure, name in enumerate(measures()):
            spread = np.percentile(ratio[:, cell_index[0], cell_index[1], measure], PERCENTILES) * row[name]
            rows.append([row["phase"], row["effect"], name, row[name], *spread.tolist()])
    return pd.DataFrame(rows, columns=["phase", "effect", "measure", "point", *COLUMNS])


def _counties(fips: Sequence[str], percentiles: FloatArray, phases: Sequence[str]) -> pd.DataFrame:
    frames = [
        pd.DataFrame({"fips": fips, "phase": phase, "measure": name})
        .assign(**{column: percentiles[k, PHASES.index(phase), :, measure] for k, column in enumerate(COLUMNS)})
        .query("p95 > 0")
        for phase in phases
        for measure, name in enumerate(measures())
    ]
    return pd.concat(frames, ignore_index=True)


def _totals(summary: pd.DataFrame) -> Iterator[tuple[str, int, str, int, float]]:
    """Yield phase and measure, their places, and the total's point figure."""
    for row in summary[summary.effect == "total"].to_dict("records"):
        for measure, name in enumerate(measures()):
            yield row["phase"], PHASES.index(row["phase"]), name, measure, row[name]


def _drivers(summary: pd.DataFrame, drivers: Sequence[Driver], values: FloatArray, ratio: FloatArray) -> pd.DataFrame:
    """Return rank correlations, and totals at the ends of each range.

    The latter come from the rows after the draws.
    """
    count, rows = len(values), []
    ranks = _ranks(values)
    for phase, phase_index, name, measure, point in _totals(summary):
        total = ratio[:, phase_index, measure]
        ends = total[count:].reshape(-1, 2) * point
        correlation = _correlation(ranks, _ranks(total[:count, np.newaxis]))
        for k, driver in enumerate(drivers):
            span = [driver.low, driver.value, driver.high]
            rows.append([phase, name, driver.name, driver.title, *span, float(correlation[k]), *ends[k].tolist()])
    columns = ["phase", "measure", "name", "title", "low", "value", "high", "correlation", "at_low", "at_high"]
    return pd.DataFrame(rows, columns=columns)


def _ranks(values: FloatArray) -> FloatArray:
    """Return the centered ranks of each column, ties sharing theirs."""
    ranks: FloatArray = pd.DataFrame(values).rank().to_numpy()
    return ranks - (len(values) + 1) / 2


def _correlation(drivers: FloatArray, total: FloatArray) -> FloatArray:
    """Return each driver's rank correlation (Spearman) with the total.

    It is zero where either does not move.
    """
    size = np.sqrt((drivers**2).sum(axis=0) * (total**2).sum())
    correlations: FloatArray = np.divide(drivers.T @ total[:, 0], size, out=np.zeros_like(size), where=size > 0)
    return correlations


def _variance(summary: pd.DataFrame, ratio: FloatArray, forms: FloatArray) -> pd.DataFrame:
    """Return variance shares of the regional total by form and figures."""
    rows = [
        [phase, name, *shares_of_variance(ratio[:, phase_index, measure], forms[:, phase_index, measure])]
        for phase, phase_index, name, measure, _ in _totals(summary)
    ]
    return pd.DataFrame(rows, columns=["phase", "measure", "form", "figures"])


def _convergence(summary: pd.DataFrame, ratio: FloatArray) -> pd.DataFrame:
    counts = [len(ratio) // 8, len(ratio) // 4, len(ratio) // 2, len(ratio)]
    rows = [
        [
            phase,
            name,
            draw_count,
            *(np.percentile(ratio[:draw_count, phase_index, measure], PERCENTILES) * point).tolist(),
        ]
        for phase, phase_index, name, measure, point in _totals(summary)
        for draw_count in counts
    ]
    return pd.DataFrame(rows, columns=["phase", "measure", "draws", *COLUMNS])


def _errors(
    summary: pd.DataFrame,
    region: FloatArray,
    solved_region: Sequence[FloatArray],
    differences: FloatArray,
    exact: Sequence[FloatArray],
) -> pd.DataFrame:
    """Return the largest error of the draws solved as a check."""
    columns = ["phase", "effect", "measure", "draws", "error"]
    if not exact:
        return pd.DataFrame([], columns=columns)
    count, rows = len(exact), []
    error = np.abs(_over(_with_total(region[:count]), _with_total(np.stack(solved_region))) - 1).max(axis=0)
    by_county = _over(differences, np.stack([solution.sum(axis=(1, 2)) for solution in exact])).max(axis=0)
    for row in summary.to_dict("records"):
        phase_index = PHASES.index(row["phase"])
        for measure, name in enumerate(measures()):
            rows.append(
                [
                    row["phase"],
                    row["effect"],
                    name,
                    count,
                    error[phase_index, (*PARTS, TOTAL).index(row["effect"]), measure],
                ]
            )
            if row["effect"] == "total":
                rows.append([row["phase"], "county", name, count, by_county[phase_index, measure]])
    return pd.DataFrame(rows, columns=columns)
