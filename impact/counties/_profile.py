"""County profile: people, jobs, pay, commuting, known plants and incentive areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..reference import economy_label, economy_year, manifest, sectors, table
from ._activity import activity, places_of
from ._distance import distance_to
from ._gazetteer import County
from ._names import resolve

NEAR_KM = 80.47  # 50 miles
INDUSTRIES_SHOWN = 10
PLACES_SHOWN = 8
HISTORY_YEARS = 10
INCENTIVE_AREAS = {  # names of the current columns of the table incentive_areas
    "energy_community_2025_v2": "energy community (statistical area, 2025)",
    "energy_community_2024": "energy community (statistical area, 2024)",
    "opportunity_zones": "Opportunity Zone of 2018",
}


@dataclass(frozen=True)
class CountyProfile:
    """Profile of one county.

    Attributes
    ----------
    county : County
        The county that the text named.
    economy : int
        Year of its jobs and pay.
    figures : mapping of str to float
        ``population, labor_force, unemployment_rate, jobs, output_musd, value_added_musd, published_share`` (of jobs in
        sectors that BEA publishes), ``live_and_work_share`` (of workers who work here).
    sectors : DataFrame
        ``sector, title, jobs, share, location_quotient, pay`` (labor income per job, USD), ``pay_state, pay_nation,
        published``.
    industries : DataFrame
        The largest by jobs: ``industry, title, jobs, location_quotient, estimated``.
    unemployment : DataFrame
        ``year, labor_force, unemployment_rate``.
    commuting : DataFrame
        The largest flows: ``direction`` (in or out), ``fips, name, workers``.
    plants : DataFrame
        Known battery plants within 50 miles, by centers of counties: ``facility_id, name, fips, segment, status,
        operation_year, jobs, in_structure`` (whether the county jobs of the economy hold it).
    incentive_areas : mapping of str to float
        Shares of people in energy communities and Opportunity Zones; missing where unknown.
    """

    county: County
    economy: int
    figures: Mapping[str, float]
    sectors: pd.DataFrame
    industries: pd.DataFrame
    unemployment: pd.DataFrame
    commuting: pd.DataFrame
    plants: pd.DataFrame
    incentive_areas: Mapping[str, float]

    @property
    def areas_today(self) -> dict[str, float]:
        """Shares of people in current incentive areas, by area name.

        Areas without people are left out.
        """
        held = {title: self.incentive_areas[name] for name, title in INCENTIVE_AREAS.items()}
        return {title: share for title, share in held.items() if share > 0}

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as one document, missing figures as None."""
        tables = ("sectors", "industries", "unemployment", "commuting", "plants")
        return {
            "fips": self.county.fips,
            "county": self.county.label,
            "economy": economy_label(self.economy),
            "figures": {name: _plain(value) for name, value in self.figures.items()},
            **{name: _records(getattr(self, name)) for name in tables},
            "incentive_areas": {name: _plain(value) for name, value in self.incentive_areas.items()},
            "attribution": manifest().tables["plants"].attribution,
            "warnings": [self.county.notice] if self.county.notice else [],
        }

    def __repr__(self) -> str:
        """Name the county and its size."""
        return f"CountyProfile({self.county.label}: {self.figures['jobs']:,.0f} jobs in {self.economy})"


def county(place: str, economy: int | None = None) -> CountyProfile:
    """Return the profile of the county that a text names.

    Parameters
    ----------
    place : str
        As :func:`resolve` reads it.
    economy : int, optional
        Year of jobs and pay; by default that of the manifest.

    Raises
    ------
    RegionError
        If the text names no county, or several.
    UsageError
        If there is no economy of that year.

    Examples
    --------
    >>> bool(county("Storey, NV").sectors.set_index("sector").jobs["manufacturing"] > 10_000)
    True
    """
    subject, year = resolve(place), economy_year(economy)
    places = table("counties").set_index("fips")
    own: dict[Any, Any] = places.loc[[subject.fips]].iloc[0].to_dict()
    by_sector = _sectors(subject.fips, year)
    industries = table("industries", year).set_index("code")
    where = activity([subject.fips], year)
    output = where.shares[0] * industries.output.to_numpy()
    value = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1) / industries.output
    flows, commuting = _commuting(subject.fips, places)
    areas = table("incentive_areas").set_index("fips").loc[[subject.fips]].iloc[0].to_dict()
    return CountyProfile(
        subject,
        year,
        {
            "population": float(own["population"]),
            "labor_force": float(own["labor_force"]),
            "unemployment_rate": float(own["unemployed"]) / float(own["labor_force"]),
            "jobs": float(by_sector.jobs.sum()),
            "output_musd": float(output.sum()),
            "value_added_musd": float(output @ value.to_numpy()),
            "published_share": float(by_sector.jobs[by_sector.published].sum() / by_sector.jobs.sum()),
            "live_and_work_share": commuting,
        },
        by_sector,
        _industries(where.jobs[0], where.estimated[0], industries),
        _unemployment(subject.fips),
        flows,
        plants_in(_near(subject.fips, places), year),
        {str(name): float(share) for name, share in areas.items()},
    )


def plants_in(fips: list[str], economy: int | None = None) -> pd.DataFrame:
    """Return the known battery plants in some counties.

    A column says whether the jobs of an economy include them.

    A plant that is operating and opened before the year of the county industries is in them; one that opened in that
    year or later, or whose opening is not known, is not taken for granted. Phases of a plant are left out.

    Parameters
    ----------
    fips : list of str
        Counties of 2023.
    economy : int, optional
        Year of the economy; by default that of the manifest.

    Returns
    -------
    DataFrame
        ``facility_id, name, company, fips, segment, status, operation_year, jobs, in_structure``.
    """
    known = table("plants")
    is_counted_once = (known.tier == "core") | known.core_id.isna()
    known = known[known.fips.isin(fips) & is_counted_once & ~known.status.isin(["canceled", "retired"])]
    counted = manifest().county_years[economy_year(economy)]
    columns = ["facility_id", "name", "company", "fips", "segment", "status", "operation_year", "jobs"]
    frame = known[columns].reset_index(drop=True)
    return frame.assign(in_structure=(frame.status == "operating") & (frame.operation_year < counted))


def _near(fips: str, places: pd.DataFrame) -> list[str]:
    return list(places.index[distance_to(list(places.index).index(fips)) <= NEAR_KM])


def _sectors(fips: str, year: int) -> pd.DataFrame:
    """Return jobs, location quotient and pay by sector.

    State and nation stand beside the county.
    """
    jobs = table("county_sectors", year)
    own = jobs[jobs.fips == fips].set_index("sector")
    nation = jobs.groupby("sector").jobs.sum()
    cells, industries = table("county_jobs", year), table("industries", year).set_index("code")
    income = (industries.compensation + industries.proprietors_income) / industries.output
    names = {code: name for name, sector in sectors().items() for codes in sector.gdp.values() for code in codes}
    of_industry = industries.summary.map(names)
    industry_index = places_of(cells.industry, industries.index)
    by_cell = cells.output * income.to_numpy()[industry_index]
    earned = by_cell.groupby([cells.fips, of_industry.to_numpy()[industry_index]]).sum()
    of_county = earned.loc[fips]
    state = earned[earned.index.get_level_values(0).str[:2] == fips[:2]].groupby(level=1).sum()
    state_jobs = jobs[jobs.fips.str[:2] == fips[:2]].groupby("sector").jobs.sum()
    frame = pd.DataFrame(
        {
            "title": {name: sector.title for name, sector in sectors().items()},
            "jobs": own.jobs,
            "share": own.jobs / own.jobs.sum(),
            "location_quotient": (own.jobs / own.jobs.sum()) / (nation / nation.sum()),
            "pay": of_county / own.jobs.where(own.jobs >= 1) * 1e6,
            "pay_state": state / state_jobs.where(state_jobs >= 1) * 1e6,
            "pay_nation": earned.groupby(level=1).sum() / nation * 1e6,
            "published": own.published,
        }
    )
    return frame.loc[list(sectors())].rename_axis("sector").reset_index()


def _industries(jobs: np.ndarray, estimated: np.ndarray, industries: pd.DataFrame) -> pd.DataFrame:
    quotient = (jobs / jobs.sum()) / (industries.jobs / industries.jobs.sum()).where(industries.jobs > 0)
    frame = pd.DataFrame(
        {
            "industry": industries.index,
            "title": industries.title.to_numpy(),
            "jobs": jobs,
            "location_quotient": quotient.to_numpy(),
            "estimated": estimated,
        }
    )
    return frame[frame.jobs > 0].sort_values("jobs", ascending=False, kind="stable").head(INDUSTRIES_SHOWN)


def _unemployment(fips: str) -> pd.DataFrame:
    frame = table("labor_force").query("fips == @fips").tail(HISTORY_YEARS)
    rate = frame.unemployed / frame.labor_force.where(frame.labor_force > 0)
    return frame[["year", "labor_force"]].assign(unemployment_rate=rate).reset_index(drop=True)


def _commuting(fips: str, places: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Return the largest commuting flows and the share of local workers.

    Local workers are those who live and work in the county.
    """
    flows = table("commuting")
    into = flows[(flows.work == fips)]
    resident_share = into.workers[into.home == fips].sum() / into.workers.sum()
    parts = [
        ("in", into[into.home != fips].rename(columns={"home": "fips"})),
        ("out", flows[(flows.home == fips) & (flows.work != fips)].rename(columns={"work": "fips"})),
    ]
    labels = places.name + ", " + places.state
    frame = pd.concat([part.nlargest(PLACES_SHOWN, "workers").assign(direction=direction) for direction, part in parts])
    frame = frame.assign(name=frame.fips.map(labels))[["direction", "fips", "name", "workers"]]
    return frame.reset_index(drop=True), float(resident_share)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold; None for a missing one."""
    if isinstance(value, (np.generic,)):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
