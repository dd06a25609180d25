"""After a plant came: jobs against a synthetic control and the model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..counties import great_circle_km, resolve
from ..errors import ModelError, UsageError
from ..reference import table

BoolArray = NDArray[np.bool_]

AREAS = ("county", "zone")
MIN_YEARS_BEFORE, MIN_DONORS = 5, 10


@dataclass(frozen=True)
class ExPost:
    """Observed jobs, and those that a mix of other places predicts.

    Attributes
    ----------
    path : DataFrame
        ``year, actual, synthetic, gap``: jobs; the gap is actual less synthetic.
    weights : DataFrame
        ``place, name, weight`` of the donors, those above 0.1 %, the largest first; all weights sum to one.
    placebos : DataFrame
        ``place, before, after, gap``: the same done to each donor as if it had been treated, and to the place itself:
        root mean squared gap before and after, in per cent of its jobs of the last year before, and the gap of the
        last year, likewise.
    effect : float
        Gap of the last year, jobs.
    low, high : float
        ``effect`` less the 97.5th and 2.5th percentile of the placebos' gaps of the last year: a rough 95 % interval.
    p_value : float
        Rank of the place by after over before, over places; no smaller than 1 over their number.
    difference : float
        Difference in differences: the change of the mean logarithm of jobs after, less that of all donors, with
        effects of place and year.
    difference_p : float
        Rank of its size among the placebos' differences.
    since : int
        First year after.
    """

    path: pd.DataFrame
    weights: pd.DataFrame
    placebos: pd.DataFrame
    effect: float
    low: float
    high: float
    p_value: float
    difference: float
    difference_p: float
    since: int

    def reading(self) -> str:
        """Say what followed, and that the plant alone did not cause it."""
        last = self.path.iloc[-1]
        return (
            f"In {last.year:.0f} the place had {last.actual:,.0f} jobs; the mix of {len(self.weights)} others says "
            f"{last.synthetic:,.0f}. The gap of {self.effect:,.0f} (placebo range {self.low:,.0f} to {self.high:,.0f}; "
            f"p = {self.p_value:.3f} by rank among {len(self.placebos)}) is all that set the place apart since "
            f"{self.since}, not one plant."
        )


def what_happened(place: str, since: int, area: str = "county", apart_km: float = 200.0, donors: int = 60) -> ExPost:
    """Compare a county's or zone's jobs with similar places since a year.

    Donors are of the same kind, lie farther than ``apart_km``, and had jobs within a factor of four. They have no known
    battery plant that had opened by the last year. A plant that operates since an unknown year counts, unless it was
    announced later. Of these donors, those with the most similar path before are used.

    Parameters
    ----------
    place : str
        A county, as :func:`impact.counties.resolve` reads it.
    since : int
        First year in which the plant could show.
    area : str
        ``county`` or ``zone``, its commuting zone; a zone counts those of its counties that have a history.
    apart_km : float
        Minimum distance of a donor, to exclude spillovers.
    donors : int
        How many at most.

    Raises
    ------
    RegionError
        If the county is unknown.
    UsageError
        If area is neither.
    ModelError
        If the place has no history, or there are too few years or donors.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), *Journal of the American Statistical Association* 105(490); Abadie (2021),
    *Journal of Economic Literature* 59(2).

    Examples
    --------
    >>> ex_post = what_happened("Storey, NV", 2014)
    >>> round(float(ex_post.path.actual.iloc[-1]))
    20285
    """
    if area not in AREAS:
        raise UsageError(f"There is no area {area!r}. Choose one of: {', '.join(AREAS)}.")
    county = resolve(place)
    known = table("counties").set_index("fips")
    key = known.cz if area == "zone" else pd.Series(known.index, index=known.index)
    history = table("jobs_history").pivot(index="fips", columns="year", values="jobs")
    jobs = history.groupby(key.reindex(history.index)).sum().astype(float)
    treated = str(key[county.fips])
    if treated not in jobs.index:
        raise ModelError(f"{county.label} has no history of jobs by itself. Choose another county or the zone.")
    middle = known.groupby(key)[["lon", "lat"]].mean()
    distant = great_circle_km(county.lon, county.lat, middle.lon, middle.lat) > apart_km
    plants = table("plants")
    last = jobs.columns.max()
    undated = plants.operation_year.isna() & (plants.status == "operating") & ~(plants.announced_year > last)
    opened = plants[(plants.operation_year <= last) | undated].fips
    untouched = ~middle.index.isin(key.reindex(opened))
    pool = jobs[jobs.index.isin(middle.index[distant & untouched])]
    return synthetic_control(jobs.loc[[treated]], pool, since, donors, _names(area, known, key))


def _names(area: str, known: pd.DataFrame, key: "pd.Series[str]") -> "pd.Series[str]":
    named = known.name + ", " + known.state
    if area == "county":
        return named
    largest = known.groupby(key).population.idxmax()
    return "Zone of " + named.reindex(largest).set_axis(largest.index)


def synthetic_control(
    treated: pd.DataFrame, pool: pd.DataFrame, since: int, donors: int = 60, names: "pd.Series[str] | None" = None
) -> ExPost:
    r"""Fit a synthetic control to a place and to every donor.

    .. math:: \min_w \sum_{t < t_0} \Big( y_t - \sum_j w_j y_{jt} \Big)^2, \qquad w_j \ge 0, \; \sum_j w_j = 1

    with y the jobs over those of the last year before, so that places of different size can be mixed.

    Parameters
    ----------
    treated : (1, years) DataFrame
        Jobs of the place; its index is the place's code, the columns are years.
    pool : (places, years) DataFrame
        Jobs of those it may be compared with.
    since : int
        First year after.
    donors : int
        How many of the pool at most: those whose path before is nearest, within a factor of four in size.
    names : Series, optional
        By code.

    Raises
    ------
    ModelError
        If there are fewer than five years before or one after, or fewer than ten donors.

    References
    ----------
    As :func:`what_happened`. The optimiser is that of SciPy (Lawson & Hanson 1974, with the sum as a heavy equation).
    """
    years = np.asarray(treated.columns)
    before = years < since
    if before.sum() < MIN_YEARS_BEFORE or before.all():
        raise ModelError(
            f"{int(before.sum())} years before {since} and {int((~before).sum())} since then are not enough; it takes "
            f"{MIN_YEARS_BEFORE} before and one after. The figures run from {years[0]} to {years[-1]}."
        )
    base = int(np.flatnonzero(before)[-1])
    own = treated.to_numpy(dtype=float)[0]
    alike = pool[(pool.iloc[:, base] / own[base]).between(1 / 4, 4)]
    path = own / own[base]
    donor_paths = alike.to_numpy(dtype=float) / alike.to_numpy(dtype=float)[:, [base]]
    nearest = np.argsort(((donor_paths - path)[:, before] ** 2).sum(axis=1), kind="stable")[:donors]
    donor_paths, codes = donor_paths[nearest], alike.index[nearest]
    if len(codes) < MIN_DONORS:
        raise ModelError(
            f"{len(codes)} places to compare with are too few; it takes at least {MIN_DONORS}. Let them lie nearer."
        )
    weights = mixing_weights(path[before], donor_paths[:, before])
    gaps = [path - weights @ donor_paths]
    for number in range(len(donor_paths)):
        rest = np.delete(donor_paths, number, axis=0)
        gaps.append(donor_paths[number] - mixing_weights(donor_paths[number][before], rest[:, before]) @ rest)
    placebos = _placebos(np.array(gaps), before, [str(treated.index[0]), *codes])
    differences = _differences(np.vstack([path, donor_paths]), before)
    ratio = placebos.after / placebos.before.clip(lower=1e-9)
    synthetic = own[base] * (weights @ donor_paths)
    spread = np.quantile(placebos.gap[1:], [0.025, 0.975]) / 100 * own[base]
    effect = float(own[-1] - synthetic[-1])
    mixed = pd.DataFrame({"place": codes, "weight": weights}).sort_values("weight", ascending=False, kind="stable")
    mixed.insert(1, "name", mixed.place if names is None else mixed.place.map(names))
    return ExPost(
        path=pd.DataFrame({"year": years, "actual": own, "synthetic": synthetic, "gap": own - synthetic}),
        weights=mixed[mixed.weight > 0.001].reset_index(drop=True),
        placebos=placebos,
        effect=effect,
        low=effect - float(spread[1]),
        high=effect - float(spread[0]),
        p_value=rank_p(ratio.to_numpy()),
        difference=float(differences[0]),
        difference_p=rank_p(np.abs(differences)),
        since=since,
    )


def mixing_weights(path: FloatArray, others: FloatArray) -> FloatArray:
    """Return donor weights for a path, (donors,).

    They are the nearest mix, none negative, summing to one.

    Parameters
    ----------
    path : (years,) array
        Of the place.
    others : (donors, years) array
        Of the donors.

    Examples
    --------
    >>> mixing_weights(np.array([1.0, 1.5, 2.0]), np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 3.0]])).round(6)
    array([0.5, 0.5])
    """
    from scipy.optimize import nnls

    heavy = 1e3 * float(np.abs(others).max())
    solution = nnls(np.vstack([others.T, np.full(len(others), heavy)]), np.append(path, heavy))[0]
    weights: FloatArray = solution / solution.sum()
    return weights


def rank_p(statistics: FloatArray) -> float:
    """Return the share of places with at least the first statistic.

    The first place is included.

    Examples
    --------
    >>> rank_p(np.array([9.0, 1.0, 2.0, 3.0]))
    0.25
    """
    return float((statistics >= statistics[0]).mean())


def _placebos(gaps: FloatArray, before: BoolArray, codes: list[str]) -> pd.DataFrame:
    size = np.sqrt((gaps[:, before] ** 2).mean(axis=1)), np.sqrt((gaps[:, ~before] ** 2).mean(axis=1))
    return pd.DataFrame({"place": codes, "before": size[0] * 100, "after": size[1] * 100, "gap": gaps[:, -1] * 100})


def _differences(paths: FloatArray, before: BoolArray) -> FloatArray:
    """Return the difference in differences of each place against all others.

    statsmodels estimates it.

    In a balanced panel with effects of place and year, it is the regression of a place's change of mean logarithm on
    being the treated one.
    """
    import statsmodels.api as sm

    logs = np.log(paths)
    change = logs[:, ~before].mean(axis=1) - logs[:, before].mean(axis=1)
    first = len(change) - 1
    donors = change[1:]
    estimates = [sm.OLS(change, sm.add_constant(np.eye(first + 1)[:, 0])).fit().params[1]]
    for number in range(first):
        estimates.append(sm.OLS(donors, sm.add_constant(np.eye(first)[:, number])).fit().params[1])
    return np.array(estimates)


@dataclass(frozen=True)
class Comparison:
    """Modelled jobs of a plant beside the jobs observed.

    Attributes
    ----------
    modelled, observed : float
        Jobs: the plant's effect in the place, and the gap of the last year.
    low, high : float
        Placebo range of the gap.
    share : float
        Modelled over observed.
    within : bool
        Whether the model's figure lies in the range. That does not prove it: the gap holds everything else that came.
    """

    modelled: float
    observed: float
    low: float
    high: float
    share: float
    within: bool

    def reading(self) -> str:
        """Return sentences on the comparison."""
        where = "inside" if self.within else "outside"
        rest = self.observed - self.modelled
        other = f"{rest:,.0f} more came from elsewhere" if rest >= 0 else f"{-rest:,.0f} of it did not come, or left"
        return (
            f"The model says {self.modelled:,.0f} jobs, {where} the placebo range {self.low:,.0f} to {self.high:,.0f} "
            f"of what happened, {self.observed:,.0f}. If the model is right, {other}."
        )


def against_model(ex_post: ExPost, modelled: float) -> Comparison:
    """Compare a plant's modelled jobs with the jobs observed since.

    Parameters
    ----------
    ex_post : ExPost
        From :func:`what_happened`.
    modelled : float
        Jobs of operations that the model adds in the same county or zone, direct, indirect and induced, with the
        plant's jobs of the last year of ``ex_post``.

    Raises
    ------
    ModelError
        If the modelled jobs are not finite, or nothing happened.
    """
    if not np.isfinite(modelled):
        raise ModelError("The model's jobs are not a finite number. Give the sum of a result's jobs in the place.")
    if ex_post.effect == 0:
        raise ModelError("The place moved exactly as the mix of others, so there is nothing to compare with.")
    return Comparison(
        modelled=float(modelled),
        observed=ex_post.effect,
        low=ex_post.low,
        high=ex_post.high,
        share=float(modelled) / ex_post.effect,
        within=ex_post.low <= modelled <= ex_post.high,
    )
