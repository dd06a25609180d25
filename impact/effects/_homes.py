"""Residences of workers.

A plant's workers follow its commuting shed; all others commute as today.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..counties import commuting_matrix, shed
from ..reference import CONSTRUCTION, Assumption, at_odds, economy_year, kept, number, table


def homes(fips: str, phase: str, assumptions: Mapping[str, Assumption], economy: int | None = None) -> FloatArray:
    """Return shares of a plant's workers by county of residence, (counties,).

    They are in order of FIPS and sum to one.

    Builders from outside live where builders of the nation work in the year of the economy, by default that of the
    manifest. A ``resident_share`` of one's own is the part that lives in the plant's county.
    """
    counties = pd.Index(table("counties").fips)
    living = shed(fips, assumptions).set_index("fips").share.reindex(counties).fillna(0.0).to_numpy(dtype=np.float64)
    stated, county_index = assumptions["resident_share"], counties.get_loc(fips)
    commuters = number(assumptions, "commuting_in")
    if stated.overridden or commuters != 1:
        own_share = (
            number(assumptions, "resident_share")
            if stated.overridden
            else float(at_odds(living[county_index], 1 / commuters))
        )
        elsewhere = 1 - living[county_index]
        living = living * ((1 - own_share) / elsewhere if elsewhere > 0 else 0.0)
        living[county_index] = own_share if elsewhere > 0 else 1.0
    if phase != CONSTRUCTION:
        return living
    away = number(assumptions, "outside_builders")
    mixed: FloatArray = (1 - away) * living + away * _builders(economy_year(economy))
    return mixed


@kept
def _builders(year: int) -> FloatArray:
    """Return the shares of the nation's builders by county of work, (counties,)."""
    jobs = table("county_jobs", year)
    builders = jobs[jobs.industry.str.startswith("23")].groupby("fips").jobs.sum()
    builders = builders.reindex(pd.Index(table("counties").fips)).fillna(0.0)
    return (builders / builders.sum()).to_numpy(dtype=np.float64)


def at_home(effects: pd.DataFrame, assumptions: Mapping[str, Assumption], economy: int | None = None) -> pd.DataFrame:
    """Return jobs and labor income by county of residence.

    Parameters
    ----------
    effects : DataFrame
        ``fips`` (of work), ``phase, effect, jobs, labor_income``; direct effects are of the plants.
    assumptions : mapping of str to Assumption
        Of the study.
    economy : int, optional
        Year of its economy; by default that of the manifest.

    Returns
    -------
    DataFrame
        ``fips`` (of residence), ``phase, effect, jobs, labor_income``.
    """
    counties = pd.Index(table("counties").fips, name="fips")
    commuters = commuting_matrix(number(assumptions, "commuting_cutoff_km"))
    frames = []
    for (phase, effect), rows in effects.groupby(["phase", "effect"]):
        work = rows.groupby("fips")[["jobs", "labor_income"]].sum()
        if effect == "direct":
            living = sum(
                np.outer(homes(str(fips), str(phase), assumptions, economy), values)
                for fips, values in zip(work.index, work.to_numpy(), strict=True)
            )
        else:
            living = commuters @ work.reindex(counties).fillna(0.0).to_numpy()
        frame = pd.DataFrame(living, index=counties, columns=["jobs", "labor_income"]).reset_index()
        frames.append(frame.assign(phase=str(phase), effect=str(effect)))
    residences = pd.concat(frames, ignore_index=True)
    return residences[residences.jobs > 0][["fips", "phase", "effect", "jobs", "labor_income"]].reset_index(drop=True)
