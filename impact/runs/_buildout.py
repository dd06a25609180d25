"""National build-out: all known battery plants, by county, status and year."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from threadpoolctl import threadpool_limits

from .._economy import economy as economy_of
from .._types import FloatArray, Progress
from ..effects import Case, county_model, prepare, solve_pools
from ..errors import ImpactError
from ..facilities import facilities
from ..reference import CONSTRUCTION, OPERATIONS, measures, table
from ..studies import Study
from ._chain import chain, linked
from ._plant_list import declared, plant_list, statuses

LAST_YEAR = 2035


@dataclass(frozen=True)
class Buildout:
    """Effects of all known plants of some statuses together.

    Attributes
    ----------
    plants : DataFrame
        The plants counted, as from :func:`plant_list`, with ``direct_jobs`` at full operation.
    in_structure : DataFrame
        Plants that the county jobs hold already: not counted as jobs, but as capacity.
    left_out : DataFrame
        ``facility_id, name, why``.
    counties : DataFrame
        ``fips, status, phase, opens, effect`` and the measures: operations a year at full capacity, construction all of
        it (job-years), by the year in which the plants open.
    links : DataFrame
        ``upto`` (operating; with those under construction; with those announced) and the columns of ``chain``.
    economy, dollar_year : int
        Year of the structure, and of all money.
    """

    plants: pd.DataFrame
    in_structure: pd.DataFrame
    left_out: pd.DataFrame
    counties: pd.DataFrame
    links: pd.DataFrame
    economy: int
    dollar_year: int

    def summary(self) -> pd.DataFrame:
        """National effects by status.

        Columns: ``status, phase, effect`` and the measures; one status holds all together.
        """
        names = list(measures())
        parts = self.counties.groupby(["status", "phase", "effect"], as_index=False)[names].sum()
        whole = self.counties.groupby(["phase", "effect"], as_index=False)[names].sum().assign(status="all")
        frame = pd.concat([parts, whole], ignore_index=True)
        return frame[["status", "phase", "effect", *names]]

    def by_county(self) -> pd.DataFrame:
        """Total effect by county, most jobs of operations first.

        Columns: ``fips, name, state, phase`` and the measures.
        """
        names = list(measures())
        frame = self.counties.groupby(["fips", "phase"], as_index=False)[names].sum()
        counties = table("counties").set_index("fips")
        frame.insert(1, "name", frame.fips.map(counties.name))
        frame.insert(2, "state", frame.fips.map(counties.state))
        return frame.sort_values(["phase", "jobs"], ascending=[False, False], ignore_index=True)

    def by_year(self, by_county: bool = False) -> pd.DataFrame:
        """Jobs by year, phase and status.

        Columns: ``year, phase, status`` (and ``fips``), ``jobs``; construction is in job-years of the year.

        A plant builds evenly in the years before it opens, and runs at full capacity from then on.
        """
        keys = ["fips"] if by_county else []
        grouped = self.counties.groupby([*keys, "status", "phase", "opens"], as_index=False).jobs.sum()
        built = int(declared()["years_to_open"])
        running, building = (grouped[grouped.phase == phase] for phase in (OPERATIONS, CONSTRUCTION))
        first = int(grouped.opens.min()) - built
        frames = []
        for year in range(first, LAST_YEAR + 1):
            frames.append(running[running.opens <= year].assign(year=year))
            under_construction = building[(building.opens > year) & (building.opens - built <= year)]
            frames.append(under_construction.assign(year=year, jobs=under_construction.jobs / built))
        frame = pd.concat(frames, ignore_index=True)
        years: pd.DataFrame = frame.groupby([*keys, "year", "phase", "status"], as_index=False).jobs.sum()
        return years


def buildout(
    asked: Sequence[str] = ("operating", "under construction", "announced"),
    known: pd.DataFrame | None = None,
    economy: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Buildout:
    """Study all known plants of some statuses together.

    Plants that the county jobs of the structure year hold are not counted again. Deliveries between plants of the chain
    are subtracted from purchases, in proportion to capacity, so that no job is counted twice. Plants that open in one
    year with one status are solved as one shock.

    Parameters
    ----------
    asked : sequence of str
        Statuses: ``operating``, ``construction`` and ``announced``.
    known : DataFrame, optional
        Plants in the columns of the reference table ``plants``, in its place.
    economy : int, optional
        Year of the structure; by default that of the manifest.
    progress : callable
        Called with industries done and in all, if distances have to be balanced.

    Raises
    ------
    UsageError
        If a status is unknown.
    """
    statuses_named = statuses(asked)
    year = economy_of(economy).year
    listed, left_out = plant_list(known, year)
    listed = listed[listed.status.isin(statuses_named)].reset_index(drop=True)
    counted = listed[~listed.in_structure].reset_index(drop=True)
    links = chain(_capacities(listed))
    with threadpool_limits(1, "blas"):
        plants, refused = _prepared(counted, links, year)
    left_out = pd.concat([left_out, refused], ignore_index=True)
    counted = counted[~counted.facility_id.isin(refused.facility_id)]
    effects, of_plant = _solved(counted, plants, progress) if plants else (pd.DataFrame(), {})
    return Buildout(
        plants=counted.assign(direct_jobs=counted.facility_id.map(of_plant)).reset_index(drop=True),
        in_structure=listed[listed.in_structure].reset_index(drop=True),
        left_out=left_out,
        counties=effects,
        links=_steps(listed),
        economy=year,
        dollar_year=next((plant.study.dollar_year for plant in plants.values()), year),
    )


def _prepared(counted: pd.DataFrame, links: pd.DataFrame, year: int) -> tuple[dict[str, Case], pd.DataFrame]:
    """Return each plant prepared, and the refused ones."""
    plants: dict[str, Case] = {}
    refused = []
    for row in counted.to_dict("records"):
        kind = facilities()[row["type"]]
        stated = {"jobs": row["jobs"]} if row["jobs"] > 0 else {}
        site = {"facility": row["type"], "county": row["fips"], "capacity": row["capacity"], **stated}
        try:
            study = Study.read({"name": row["facility_id"], "economy": year, **site})
            plants[row["facility_id"]] = prepare(study, linked=linked(kind, links))
        except ImpactError as error:
            refused.append((row["facility_id"], f"{row['company']}, {row['name']}", str(error)))
    return plants, pd.DataFrame(refused, columns=["facility_id", "name", "why"])


def _solved(
    counted: pd.DataFrame, plants: dict[str, Case], progress: Progress
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return effects of each pool and direct jobs of each plant.

    Effects are by county; jobs are of operations.
    """
    first = next(iter(plants.values()))
    model = county_model(first.assumptions, progress, economy=first.economy.year)
    of_plant = {
        name: float(part.shock.jobs.sum())
        for name, plant in plants.items()
        for part in plant.parts
        if part.shock.phase == OPERATIONS
    }
    frames = []
    pooled = [((row["status"], row["opens"]), plants[row["facility_id"]]) for row in counted.to_dict("records")]
    for ((status, opens), phase), effects in solve_pools(pooled, model).items():
        labels = {"status": status, "phase": phase, "opens": opens}
        frames += [_frame(values, model.fips, labels | {"effect": effect}) for effect, values in effects.items()]
    frame = pd.concat(frames, ignore_index=True)
    return frame[(frame.jobs != 0) | (frame.output != 0)].reset_index(drop=True), of_plant


def _frame(values: FloatArray, fips: Sequence[str], labels: dict[str, object]) -> pd.DataFrame:
    columns = {name: values[:, measure_index] for measure_index, name in enumerate(measures())}
    return pd.DataFrame({"fips": list(fips), **labels, **columns})


def _capacities(listed: pd.DataFrame) -> dict[str, float]:
    return {str(kind): float(capacity) for kind, capacity in listed.groupby("type").capacity.sum().items()}


def _steps(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the chain's links with the plants up to each status."""
    frames, upto = [], []
    for status in declared()["statuses"]:
        upto.append(status)
        part = listed[listed.status.isin(upto)]
        if status in set(listed.status):
            sure = part[part.sized_by == "capacity"]
            frames.append(chain(_capacities(part), _capacities(sure)).assign(upto=status))
    if not frames:
        return chain({}).assign(upto="")
    frame = pd.concat(frames, ignore_index=True)
    return frame[["upto", *(name for name in frame if name != "upto")]]
