"""Staffing of a plant: commuting shed, available workers, and gaps."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .._files import write_folder, write_workbook
from ..accounts import nation
from ..counties import occupation_pay, shed, wage_area
from ..effects import Effects
from ..errors import ModelError, UsageError
from ..facilities import staffing_matrix
from ..reference import OPERATIONS, Assumption, manifest, number, table
from ._occupations import occupations
from ._related import OF_HIRING, nearness, shared_hires, staffing_interval, years_to_staff
from ._supply import labor_market, residents

SHED_SHARE = 0.95  # of the workers, covered by the counties of the shed
OFFER_PERCENTILES = {"low": "median", "moderate": "p75", "high": "p90"}  # percentile of local pay to offer
REQUIREMENTS = ["education", "experience", "training", "job_zone", "skills"]


@dataclass(frozen=True)
class Workforce:
    """Workforce of a plant: occupations, homes and hiring difficulty.

    Attributes
    ----------
    site : str
        Name of the plant.
    county : str
        FIPS.
    economy : int
        Year of the county jobs from which the occupations of residents, and where those are hired, are estimated.
    occupations : DataFrame
        One row per occupation of the direct jobs, most jobs first: ``soc, title, jobs``; ``reachable`` (employed and
        unemployed residents within the longest commute, each weighted by reach), ``unemployed`` among them, ``hires``
        (what employers within commuting reach hire in a year), ``related_hires`` (with those of related occupations
        whose workers learn the job in months, each shared among the jobs that can use them), ``openings`` (people who
        leave the occupation in a year), ``gap`` (jobs that neither in-migrants nor the plant's share of a
        year's related hires fill), ``years_to_fill``; pay of the
        area (``p25, median, p75, p90``, USD a year; missing where not published) and ``pay_area``; ``offer``, the
        percentile that the hiring difficulty calls for, and its ``offered`` pay; ``education, experience, training,
        job_zone, skills``; and the hiring ``difficulty``, low, moderate or high by years to fill. Jobs whose occupation
        is not published have none.
    shed : DataFrame
        ``fips, name, state, share, observed, modelled, distance_km, reach, labor_force, unemployed``: the counties that
        hold 95 % of the workers, the largest share first.
    homes : DataFrame
        ``fips, name, state, jobs, labor_income``: direct jobs and labor income by place of residence, million
        USD of the result's dollar year.
    figures : Mapping
        ``jobs``; ``in_county``, ``in_region``, ``commuting_in`` (shares of direct workers by residence); ``moving_in``
        (jobs taken by people who move in, an assumption); ``years_to_staff`` (years until nine tenths of the jobs are
        filled) and its 90 % interval ``years_to_staff_p5``, ``years_to_staff_p95`` over the ranges of the hiring
        assumptions, all left out where no occupation is published; ``labor_force``, ``unemployed`` and
        ``unemployment`` of the shed; ``rank``, the share of years since 1990 with lower unemployment there;
        ``tightness``, low, moderate or high; ``pay``
        (USD a job of the dollar year: labor income of the plant), ``wage`` (the same without benefits) and ``area_pay``
        (USD of the year of the wage survey, benefits left out: mean pay of the same occupations in the area).
    notices : tuple of str
        Substitutes for unpublished figures.
    """

    site: str
    county: str
    economy: int
    occupations: pd.DataFrame
    shed: pd.DataFrame
    homes: pd.DataFrame
    figures: Mapping[str, float | str]
    notices: tuple[str, ...]

    @property
    def attribution(self) -> str:
        """Attribution required in publications on skills and training."""
        return manifest().tables["occupations"].attribution

    def save(self, folder: str | Path) -> list[Path]:
        """Write the tables into a new folder, complete or not at all.

        Returns
        -------
        list of Path
            occupations.csv, shed.csv, homes.csv, attribution.txt, workforce.json and workforce.xlsx.

        Raises
        ------
        UsageError
            If the folder exists or cannot be written.
        """
        tables = {"occupations": self.occupations, "shed": self.shed, "homes": self.homes}
        figures = pd.DataFrame({"figure": list(self.figures), "value": list(self.figures.values())})
        notes = pd.DataFrame({"note": [*self.notices, self.attribution]})
        return write_folder(
            Path(folder),
            {f"{name}.csv": frame for name, frame in tables.items()},
            {
                "attribution.txt": lambda path: _write(path, self.attribution + "\n"),
                "workforce.json": lambda path: _write(path, json.dumps(self.to_dict(), ensure_ascii=False) + "\n"),
                "workforce.xlsx": lambda path: write_workbook(path, {**tables, "figures": figures, "notes": notes}),
            },
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as one JSON document; unpublished values are null."""
        return {
            "site": self.site,
            "county": self.county,
            "economy": self.economy,
            "figures": dict(self.figures),
            "occupations": json.loads(self.occupations.to_json(orient="records", double_precision=15)),
            "shed": json.loads(self.shed.to_json(orient="records", double_precision=15)),
            "homes": json.loads(self.homes.to_json(orient="records", double_precision=15)),
            "notices": list(self.notices),
            "attribution": self.attribution,
        }


def workforce(result: Effects, site: str | None = None) -> Workforce:
    """Return the workforce of a plant of a study.

    Parameters
    ----------
    result : Effects
        Of a study with operations.
    site : str, optional
        Name of the site; by default the first one.

    Raises
    ------
    UsageError
        If the study has no such site.
    ModelError
        If the site has no operations, or the labor force around it is not published.

    References
    ----------
    For the shed see :func:`impact.counties.shed`, for residents :func:`impact.workforce.residents`. Hires: BLS, JOLTS;
    openings: BLS, Employment Projections (occupational separations); pay: BLS, OEWS; job zones and skills: O*NET.
    """
    places = {place.name: place for place in result.sites}
    name = site if site is not None else next(iter(places))
    if name not in places:
        raise UsageError(f"The study has no site {name!r}. Its sites are: {', '.join(places)}.")
    place, assumptions = places[name], {assumption.name: assumption for assumption in result.assumptions}
    wanted = occupations(result, [name])
    wanted = wanted[(wanted.phase == OPERATIONS) & (wanted.effect == "direct")][["soc", "title", "jobs"]]
    if wanted.empty:
        raise ModelError(f"{name} has no operations, so nobody works there. Give it jobs, output or a capacity.")
    around = shed(place.fips, assumptions)
    if not set(_covering(around).fips) & set(table("labor_force").fips):
        raise ModelError(f"Who could work in {name} is not known: no labor force is published around {place.county}.")
    people = _people(around, result.economy)
    hires = _yearly_hires(result.economy)
    table_of_jobs, notices = _gap(wanted.reset_index(drop=True), people, hires, place.fips, assumptions)
    ranges = {name: _range(assumptions[name], name in result.inputs.get("ranges", {})) for name in OF_HIRING}
    direct = result.counties.query("site == @name and phase == @OPERATIONS and effect == 'direct'")
    homes = _homes(around, float(direct.jobs.sum()), float(direct.labor_income.sum()))
    lived, jobs = _covering(around), float(table_of_jobs.jobs.sum())
    figures: dict[str, float | str] = {
        "jobs": jobs,
        **_shares(homes, jobs, place.fips, result.region.fips),
        "moving_in": number(assumptions, "in_migration") * jobs,
        **years_to_staff(table_of_jobs),
        **staffing_interval(table_of_jobs, _pool(people, hires), ranges),
        **labor_market(lived.fips),
        **_paid(homes, table_of_jobs, place.fips, number(assumptions, "pay_benefits")),
    }
    return Workforce(name, place.fips, result.economy, table_of_jobs, lived, homes, figures, tuple(notices))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _people(around: pd.DataFrame, economy: int) -> pd.DataFrame:
    """Return employed and unemployed residents within commuting reach by occupation: ``soc`` index."""
    residents_near = residents(list(around.fips), economy).merge(around[["fips", "reach"]], on="fips")
    weighted = (
        residents_near[["employed", "unemployed"]].mul(residents_near.reach, axis=0).assign(soc=residents_near.soc)
    )
    return weighted.groupby("soc").sum()


def _gap(
    wanted: pd.DataFrame,
    people: pd.DataFrame,
    hires: "pd.Series[float]",
    fips: str,
    assumptions: Mapping[str, Assumption],
) -> tuple[pd.DataFrame, list[str]]:
    known = table("occupations").set_index("soc")
    frame = wanted.join(people, on="soc")
    frame["reachable"] = frame.employed + frame.unemployed
    frame["hires"] = frame.employed * frame.soc.map(hires)
    frame["openings"] = frame.employed * frame.soc.map(known.separations)
    detailed = ~frame.soc.str.endswith("-0000")
    sources = _pool(people, hires)
    near, reach = nearness(list(frame.soc), list(sources.index)), np.array([number(assumptions, "related_reach")])
    frame["related_hires"] = shared_hires(frame.jobs.to_numpy(), sources, *near, reach)[0]
    frame.loc[~detailed, "related_hires"] = np.nan
    won = number(assumptions, "hiring_share") * frame.related_hires
    local = frame.jobs * (1 - number(assumptions, "in_migration"))
    frame["gap"] = (local - won).clip(lower=0.0)
    frame["years_to_fill"] = np.where(won > 0, local / won.where(won > 0), np.nan)
    difficulty = np.select(
        [
            frame.years_to_fill <= number(assumptions, "amber_years"),
            frame.years_to_fill <= number(assumptions, "red_years"),
        ],
        ["low", "moderate"],
        "high",
    )
    frame["difficulty"] = np.where(detailed, difficulty, "")
    pay = occupation_pay(fips)
    shown = pay[["p25", "median", "p75", "p90", "topcoded", "pay_area"]]
    frame = frame.join(shown, on="soc").join(known[REQUIREMENTS], on="soc")
    frame["offer"] = frame.difficulty.map(OFFER_PERCENTILES).fillna("")
    frame["offered"] = [row[row["offer"]] if row["offer"] else np.nan for row in frame.to_dict("records")]
    code, area = wage_area(fips)
    survey = manifest().tables["wages"].source
    notices = [f"Pay is that of {area} ({survey}), a gross wage of a year-round full-time job."]
    if code.endswith("00000"):
        notices.append("The rest of the state has several areas of pay; which one holds the county is not known here.")
    elsewhere = frame[detailed & frame.pay_area.notna() & (frame.pay_area != area)]
    if len(elsewhere):
        areas = " and ".join(dict.fromkeys(elsewhere.pay_area.replace({"National": "the nation"})))
        notices.append(f"Pay of {len(elsewhere)} occupations is not published there; figures of {areas} stand in.")
    silent = frame[detailed & frame.pay_area.isna()]
    if len(silent):
        notices.append(f"Pay is not published for {_list(silent.title)}.")
    vague = float(frame.jobs[~detailed].sum())
    if vague > 0.005 * frame.jobs.sum():
        notices.append(
            f"The detailed occupation of {vague:,.1f} jobs is not published; their hiring difficulty is not known."
        )
    columns = ["soc", "title", "jobs", "reachable", "unemployed", "hires", "related_hires", "openings"]
    columns += ["gap", "years_to_fill"]
    columns += ["p25", "median", "p75", "p90", "topcoded", "pay_area", "offer", "offered", *REQUIREMENTS, "difficulty"]
    return frame[columns], notices


def _pool(people: pd.DataFrame, hires: "pd.Series[float]") -> "pd.Series[float]":
    """Return the yearly hires within commuting reach by occupation."""
    return people.employed * hires.reindex(people.index).fillna(0.0)


def _range(assumption: Assumption, ranged: bool) -> tuple[float, float, float]:
    """Return low, value and high of an assumption.

    One that a study states without a range is known.
    """
    value = number({assumption.name: assumption}, assumption.name)
    if assumption.low is None or assumption.high is None or (assumption.overridden and not ranged):
        return value, value, value
    return assumption.low, value, assumption.high


def _yearly_hires(economy: int) -> "pd.Series[float]":
    """Return yearly hires over employment by occupation.

    They are those of the sectors where its workers are.
    """
    matrix, industries, codes = staffing_matrix()
    accounts = nation(economy=economy).industries
    rate = accounts.sector.map(table("hires").set_index("sector").monthly_hires).fillna(0.0)
    jobs = accounts.jobs.reindex(list(industries)).to_numpy()[:, np.newaxis] * matrix
    everyone = jobs.sum(axis=0)
    yearly = np.divide(12 * rate.to_numpy() @ jobs, everyone, out=np.zeros_like(everyone), where=everyone > 0)
    return pd.Series(yearly, index=list(codes))


def _covering(around: pd.DataFrame) -> pd.DataFrame:
    """Return the fewest counties with 95 % of the workers.

    Their labor force of the latest year stands beside.
    """
    count = int((around.share.cumsum() < SHED_SHARE).sum()) + 1
    people = table("labor_force")
    latest = people[people.year == people.year.max()].set_index("fips")[["labor_force", "unemployed"]]
    named = table("counties").set_index("fips")[["name", "state"]]
    counties = around[:count].join(named, on="fips").join(latest, on="fips")
    columns = ["fips", "name", "state", "share", "observed", "modelled", "distance_km", "reach"]
    return counties[[*columns, "labor_force", "unemployed"]]


def _homes(around: pd.DataFrame, jobs: float, labor_income: float) -> pd.DataFrame:
    named = table("counties").set_index("fips")[["name", "state"]]
    living = around[around.share > 0].join(named, on="fips")
    living = living.assign(jobs=living.share * jobs, labor_income=living.share * labor_income)
    return living[["fips", "name", "state", "jobs", "labor_income"]].reset_index(drop=True)


def _shares(homes: pd.DataFrame, jobs: float, fips: str, region: Sequence[str]) -> dict[str, float]:
    """Return shares of workers by residence.

    Residences are the county, outside it, and the study region.
    """
    in_county = float(homes.jobs[homes.fips == fips].sum() / jobs)
    in_region = float(homes.jobs[homes.fips.isin(region)].sum() / jobs)
    return {"in_county": in_county, "commuting_in": 1 - in_county, "in_region": in_region}


def _paid(homes: pd.DataFrame, wanted: pd.DataFrame, fips: str, benefits: float) -> dict[str, float]:
    """Return pay and wages at the plant, and in the area.

    All are means in USD a year for the same occupations.
    """
    occupation_wages = occupation_pay(fips)["mean"]
    priced = wanted[wanted.soc.isin(occupation_wages.index)]
    pay = float(homes.labor_income.sum() / float(wanted.jobs.sum()) * 1e6)
    return {
        "pay": pay,
        "wage": pay / benefits,
        "area_pay": float((priced.jobs * priced.soc.map(occupation_wages)).sum() / priced.jobs.sum()),
    }


def _list(values: "pd.Series[str]") -> str:
    different = list(dict.fromkeys(values))
    more = f" and {len(different) - 3} more" if len(different) > 3 else ""
    return ", ".join(different[:3]) + more
