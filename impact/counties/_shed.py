"""Commuting shed of a county: the residences of a new plant's workers."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from .._types import FloatArray
from ..errors import ModelError
from ..reference import Assumption, Derived, kept, manifest, number, override, table
from ..reference import assumptions as declared_assumptions
from ._distance import distance_matrix, distance_to
from ._names import check_codes

EMBEDDED = Path(__file__).with_name("commuting_fit.parquet")
TABLES = ("commuting", "counties")
METHOD = 1  # raise when the calculation changes
TERMS = ("same_county", "same_state", "log_km", "km_100")
MAX_ROUNDS, DEVIANCE_TOLERANCE = 60, 1e-9
HELD_BACK_SHARE, SEED = 0.1, 20162020
MIN_PAIRS = 50
SHEDS_KEPT = 64


@dataclass(frozen=True)
class CommutingFit:
    r"""Doubly constrained gravity model of commuting.

    :math:`E F_{hw} = \exp(\alpha_h + \beta_w + x_{hw}' \gamma)`.

    Attributes
    ----------
    decay : DataFrame
        ``term, coefficient, standard_error`` of γ: whether home and work are the same county, or in the same state; the
        logarithm of the distance in km; and the distance in 100 km. Errors are clustered by county of residence.
    homes, works : (counties,) arrays
        α and β, in order of FIPS; -inf for counties without residents or workers.
    report : Mapping
        ``mean_km``, the mean commute; ``pairs`` and ``workers`` in the fit; ``left_out`` (share of workers over the
        longest commute); ``deviance`` and ``explained`` (share of the deviance of the model without γ); ``placed``: the
        share of commuters that the model places in the right pair. ``sorensen``: twice the common part over the sum of
        both. ``held_placed`` and ``held_sorensen``: the same on a random tenth of pairs held out of another fit.

    References
    ----------
    Flowerdew & Aitkin (1982), *Journal of Regional Science* 22(2); Santos Silva & Tenreyro (2006), *Review of Economics
    and Statistics* 88(4). Gargiulo et al. (2012), *JASSS* 15(4), for the common part of commuters.
    """

    decay: pd.DataFrame
    homes: FloatArray
    works: FloatArray
    report: Mapping[str, float]

    @property
    def coefficients(self) -> dict[str, float]:
        """γ by term."""
        return dict(zip(self.decay.term, self.decay.coefficient, strict=True))


def commuting_fit(
    assumptions: Mapping[str, Assumption] | None = None, progress: Callable[[str], None] = lambda step: None
) -> CommutingFit:
    """Return the commuting model fitted to flows up to the longest commute.

    That of the declared longest commute is embedded; for another one it is fitted once (half a minute) and kept in the
    user's cache folder.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`.
    progress : callable
        Called with what is being done, if it has to be fitted.

    Examples
    --------
    >>> round(commuting_fit().report["placed"], 2) > 0.9
    True
    """
    assumptions = declared_assumptions() if assumptions is None else assumptions
    longest = number(assumptions, "commuting_cutoff_km")
    fitted = Derived(EMBEDDED, _fingerprint(longest)).made(lambda: _as_table(fit_commuting(longest, progress)))
    described = json.loads(fitted["description"][0].as_py())
    return CommutingFit(
        decay=pd.DataFrame(described["decay"]),
        homes=fitted["home"].to_numpy().copy(),
        works=fitted["work"].to_numpy().copy(),
        report=described["report"],
    )


def embed_fit(target: Path | None = None, progress: Callable[[str], None] = lambda step: None) -> Path:
    """Fit commuting for the declared longest commute and write the fit.

    It goes to ``target``, or into the package if that one is stale.
    """
    longest = number(declared_assumptions(), "commuting_cutoff_km")
    wanted = _fingerprint(longest)
    if target is None and Derived(EMBEDDED, wanted).read() is not None:
        return EMBEDDED
    path = target or EMBEDDED
    Derived(path, wanted).write(_as_table(fit_commuting(longest, progress)))
    return path


def fit_commuting(longest_km: float, progress: Callable[[str], None] = lambda step: None) -> CommutingFit:
    """Fit the commuting model to all county pairs up to a distance.

    Pairs without commuters are included.

    Pseudo maximum likelihood with an effect for every county of residence and of work. Each step of iterated weighted
    least squares removes the effects from the terms exactly, by one linear system of the size of the counties. So
    statsmodels estimates the four terms alone; by the theorem of Frisch, Waugh and Lovell these are the estimates of
    the whole regression. Longer flows are left out: they are people on assignments or coded to a head office.

    Parameters
    ----------
    longest_km : float
        Longest commute, kilometres between centers of population.

    Raises
    ------
    ModelError
        If there are too few pairs, or the fit does not converge.
    """
    home, work, flow, terms = _pairs(longest_km)
    progress("Fitting commuting")
    fitted = _fit(home, work, flow, terms)
    progress("Fitting commuting without a tenth of the pairs")
    held = np.random.default_rng(SEED).random(len(flow)) < HELD_BACK_SHARE
    partial = _fit(home[~held], work[~held], flow[~held], terms[~held])
    unseen = np.exp(
        np.clip(partial.homes[home[held]] + partial.works[work[held]] + terms[held] @ partial.gamma, None, 50)
    )
    everyone = float(table("commuting").workers.sum())
    report = {
        "mean_km": float(flow @ np.exp(terms[:, TERMS.index("log_km")]) / flow.sum()),
        "pairs": float(len(flow)),
        "workers": float(flow.sum()),
        "left_out": 1 - float(flow.sum()) / everyone,
        "deviance": fitted.deviance,
        "explained": 1 - fitted.deviance / _fit(home, work, flow, terms[:, :0]).deviance,
        "placed": _placed(flow, fitted.mean),
        "sorensen": _sorensen(flow, fitted.mean),
        "held_pairs": float(held.sum()),
        "held_placed": _placed(flow[held], unseen),
        "held_sorensen": _sorensen(flow[held], unseen),
    }
    decay = pd.DataFrame({"term": TERMS, "coefficient": fitted.gamma, "standard_error": fitted.errors})
    return CommutingFit(decay, fitted.homes, fitted.works, report)


@dataclass(frozen=True)
class _Fitted:
    gamma: FloatArray
    errors: FloatArray
    homes: FloatArray
    works: FloatArray
    mean: FloatArray
    deviance: float


def _pairs(longest_km: float) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray, FloatArray]:
    """Return home, work, workers and terms of county pairs within a distance."""
    counties = table("counties")
    order = pd.Index(counties.fips)
    distance = distance_matrix()
    flows = table("commuting")
    workers = np.zeros(distance.shape)
    flow_index = order.get_indexer(pd.Index(flows.home)), order.get_indexer(pd.Index(flows.work))
    workers[flow_index] = flows.workers.to_numpy()
    home, work = np.nonzero(distance <= longest_km)
    if len(home) < MIN_PAIRS + len(order):
        raise ModelError(f"Too few pairs of counties lie within {longest_km:g} km to fit commuting. Raise it.")
    km, state = distance[home, work], counties.state.to_numpy()
    terms = np.column_stack([home == work, state[home] == state[work], np.log(km), km / 100]).astype(np.float64)
    return home, work, workers[home, work], terms


def _fit(home: NDArray[np.int64], work: NDArray[np.int64], flow: FloatArray, terms: FloatArray) -> _Fitted:
    """Fit by iterated weighted least squares.

    The effects of counties are taken out.
    """
    import statsmodels.api as sm

    size = int(max(home.max(), work.max())) + 1
    alive = (np.bincount(home, flow, size)[home] > 0) & (np.bincount(work, flow, size)[work] > 0)
    h, w, y, x = home[alive], work[alive], flow[alive], terms[alive]
    mean = (y + y.mean()) / 2
    score = np.log(mean)
    deviance = np.inf
    for _ in range(MAX_ROUNDS):
        adjusted = score + (y - mean) / mean
        taken_out = _Effects(h, w, mean, size)
        plain = np.column_stack([taken_out.rest(column) for column in (adjusted, *x.T)])
        estimate = sm.WLS(plain[:, 0], plain[:, 1:], weights=mean).fit() if x.shape[1] else None
        score = adjusted - (plain[:, 0] if estimate is None else np.asarray(estimate.resid))
        mean = np.exp(np.clip(score, -50, 50))
        earlier, deviance = deviance, _deviance(y, mean)
        if abs(earlier - deviance) <= DEVIANCE_TOLERANCE * deviance:
            break
    else:
        raise ModelError("The fit of commuting does not converge. Choose another longest commute.")
    gamma, errors = np.zeros(0), np.zeros(0)
    if estimate is not None:
        clustered = estimate.get_robustcov_results("cluster", groups=h)
        gamma, errors = np.asarray(estimate.params), np.asarray(clustered.bse)
    homes, works = _effects(h, w, score - x @ gamma, mean, size)
    fitted_flow = np.zeros(len(flow))
    fitted_flow[alive] = mean
    return _Fitted(gamma, errors, homes, works, fitted_flow, deviance)


class _Effects:
    """Projection that removes weighted home and work effects from a variable.

    These are two sets of dummies; one of them is swept first.
    """

    def __init__(self, home: NDArray[np.int64], work: NDArray[np.int64], weight: FloatArray, size: int) -> None:
        from scipy.linalg import cho_factor
        from scipy.sparse import coo_array

        self.home, self.work, self.weight, self.size = home, work, weight, size
        self.of_home, self.of_work = np.bincount(home, weight, size), np.bincount(work, weight, size)
        weights = coo_array((weight, (home, work)), shape=(size, size)).tocsr()
        share = weights.multiply(1 / np.where(self.of_work > 0, self.of_work, 1.0)).tocsr()
        system = np.diag(np.where(self.of_home > 0, self.of_home, 1.0)) - (share @ weights.T).toarray()
        system += 1e-10 * np.trace(system) / size * np.eye(size)  # one effect of each labor market is free
        self.solved, self.share, self.both = cho_factor(system, overwrite_a=True, check_finite=False), share, weights

    def effects(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the best-fitting effects of homes and works, (counties,) each."""
        from scipy.linalg import cho_solve

        by_home = np.bincount(self.home, self.weight * values, self.size)
        by_work = np.bincount(self.work, self.weight * values, self.size)
        homes: FloatArray = cho_solve(self.solved, by_home - self.share @ by_work, check_finite=False)
        works = np.divide(by_work - self.both.T @ homes, self.of_work, out=np.zeros(self.size), where=self.of_work > 0)
        return homes, works

    def rest(self, values: FloatArray) -> FloatArray:
        """Return the residuals of the values."""
        homes, works = self.effects(values)
        return values - homes[self.home] - works[self.work]


def _effects(
    home: NDArray[np.int64], work: NDArray[np.int64], values: FloatArray, weight: FloatArray, size: int
) -> tuple[FloatArray, FloatArray]:
    """Return α and β.

    They are -inf for a county without employed residents or without workers.
    """
    homes, works = _Effects(home, work, weight, size).effects(values)
    homes[np.bincount(home, minlength=size) == 0] = -np.inf
    works[np.bincount(work, minlength=size) == 0] = -np.inf
    return homes, works


def _deviance(flow: FloatArray, mean: FloatArray) -> float:
    logs = np.zeros_like(flow)
    positive = flow > 0
    logs[positive] = flow[positive] * np.log(flow[positive] / mean[positive])
    return float(2 * (logs - (flow - mean)).sum())


def _placed(flow: FloatArray, mean: FloatArray) -> float:
    return float(np.minimum(flow, mean).sum() / flow.sum())


def _sorensen(flow: FloatArray, mean: FloatArray) -> float:
    return float(2 * np.minimum(flow, mean).sum() / (flow.sum() + mean.sum()))


def _as_table(fit: CommutingFit) -> pa.Table:
    described = json.dumps({"decay": fit.decay.to_dict("list"), "report": dict(fit.report)})
    rows = len(fit.homes)
    return pa.table({"home": fit.homes, "work": fit.works, "description": [described] + [""] * (rows - 1)})


def _fingerprint(longest_km: float) -> str:
    parts: dict[str, Any] = {
        "method": METHOD,
        "tables": {name: manifest().tables[name].sha256 for name in TABLES},
        "longest_km": longest_km,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def shed(county: str, assumptions: Mapping[str, Assumption] | None = None) -> pd.DataFrame:
    r"""Residences of the workers of a plant in a county.

    .. math:: s_h = \frac{n}{n + k} \, o_h + \frac{k}{n + k} \, m_h

    where o are the shares of today's workers in the county (ACS) and m those of the fitted model of commuting. n are
    the workers in the survey and k is the assumption ``shed_prior_workers``: a county with few workers today takes its
    shed from the model.

    Parameters
    ----------
    county : str
        FIPS of the county of work.
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`.

    Returns
    -------
    DataFrame
        ``fips, share, observed, modelled, distance_km, reach``, largest share first; all counties within the longest
        commute. ``reach`` is the likelihood that a worker there takes a job here, relative to one at the distance of
        the mean commute in the same state. It is the fitted decay with distance and state border, and 1 for all nearer
        workers.

    Raises
    ------
    RegionError
        If the code is no county of 2023.
    ModelError
        If no workers live within the longest commute.

    Examples
    --------
    >>> shed("32029").fips.head(2).tolist()
    ['32031', '32019']
    """
    assumptions = declared_assumptions() if assumptions is None else assumptions
    check_codes([county])
    return _shed(county, number(assumptions, "commuting_cutoff_km"), number(assumptions, "shed_prior_workers")).copy()


@partial(kept, most=SHEDS_KEPT)
def _shed(county: str, longest_km: float, prior_workers: float) -> pd.DataFrame:
    fit, counties = commuting_fit(override({"commuting_cutoff_km": longest_km})), table("counties")
    work_index = int(np.flatnonzero(counties.fips == county)[0])
    km = distance_to(work_index)
    near = km <= longest_km
    gamma = fit.coefficients
    same_state = (counties.state == counties.state[work_index]).to_numpy()
    mean_km = fit.report["mean_km"]
    usual = gamma["log_km"] * np.log(mean_km) + gamma["km_100"] * mean_km / 100 + gamma["same_state"]
    pull = gamma["log_km"] * np.log(km) + gamma["km_100"] * km / 100 + gamma["same_state"] * same_state
    propensity = np.where(
        near, np.exp(fit.homes + pull + gamma["same_county"] * (np.arange(len(km)) == work_index)), 0.0
    )
    if not propensity.sum() > 0:
        raise ModelError(f"Nobody lives within the longest commute of {county}. Raise 'commuting_cutoff_km'.")
    workers = np.where(near, _commuters(county), 0.0)
    known = float(workers.sum())
    observed = workers / known if known else workers
    modelled = propensity / propensity.sum()
    trust = known / (known + prior_workers)
    frame = pd.DataFrame(
        {
            "fips": counties.fips,
            "share": trust * observed + (1 - trust) * modelled,
            "observed": observed,
            "modelled": modelled,
            "distance_km": km,
            "reach": np.minimum(1.0, np.exp(pull - usual)),
        }
    )
    return frame[near].sort_values(["share", "fips"], ascending=[False, True], ignore_index=True)


@partial(kept, most=SHEDS_KEPT)
def _commuters(county: str) -> FloatArray:
    """Return the workers of a county by county of residence today, (counties,)."""
    flows = table("commuting")
    flows = flows[flows.work == county].set_index("home")
    workers: FloatArray = flows.workers.reindex(table("counties").fips).fillna(0.0).to_numpy(np.float64)
    return workers
