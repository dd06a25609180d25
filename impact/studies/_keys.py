"""Keys and values of sites and studies: reading, renaming, moving and writing."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from .._types import first_problem
from .._wording import as_text, unknown
from ..errors import SiteError

COVER = ("client", "author", "date")  # keys that only the cover of a report shows
SHARED = (
    *("region", "year", "dollar_year", "trade", "economy", "discount", "assumptions", "ranges", "trade_scales"),
    *COVER,
)
SYNONYMS = {  # other words for the keys of a site
    synonym: key
    for key, synonyms in {
        "jobs": "employees employment employee headcount workers workforce staff fte ftes full_time_equivalents "
        "positions direct_jobs job_count headcounts number_of_employees number_of_jobs",
        "payroll": "wages wage salaries salary pay compensation wage_bill labor_income labour_income labor_cost "
        "labor_costs earnings annual_payroll total_wages wages_and_salaries",
        "output": "sales revenue revenues turnover annual_sales annual_revenue gross_output production_value receipts",
        "capital": "investment investments capex capital_expenditure capital_expenditures capital_investment "
        "capital_cost capital_costs cost construction_cost project_cost total_investment",
        "county": "place location fips site_county county_fips county_name town city zip zip_code zipcode address",
        "facility": "type plant_type facility_type technology kind plant",
        "industries": "industry naics naics_code sector bea_code industry_code",
        "capacity": "size annual_capacity production_capacity nameplate nameplate_capacity throughput production",
        "opens": "opening start start_year opening_year open first_year operation_year year_opened",
        "closes": "closing end end_year closing_year close last_year",
        "construction_years": "construction_time construction_period build_years years_of_construction",
        "name": "title site site_name project project_name plant_name facility_name",
        "lon": "longitude lng long x",
        "lat": "latitude y",
        "dollar_year": "dollars currency_year base_year",
        "region": "study_area study_region area",
        "occupations": "occupation soc staffing",
        "discount": "discount_rate interest rate",
    }.items()
    for synonym in synonyms.split()
}


RENAMED = {"recipe": "analysis"}  # keys of earlier files
ECONOMY = "economy"
EACH = ("analysis", "domestic_shares")  # keys that changes put into each site


def renamed(content: Mapping[Any, Any], where: str) -> dict[Any, Any]:
    """Return keys and values under their current names, in sites too.

    Raises
    ------
    SiteError
        If a key is given under both names.
    """
    for old, new in RENAMED.items():
        if old in content and new in content:
            raise SiteError(f'{where}: "{old}" is called "{new}" now, and both are given. Take out "{old}".')
    sites = content.get("sites")
    if isinstance(sites, list):
        sites_renamed = [
            renamed(site, f"{where}, site {number}") if isinstance(site, Mapping) else site
            for number, site in enumerate(sites, start=1)
        ]
        content = {**content, "sites": sites_renamed}
    return {RENAMED.get(key, key) if isinstance(key, str) else key: value for key, value in content.items()}


def read_keys(model: type[BaseModel], content: Mapping[Any, Any], where: str) -> Any:
    """Check keys and values against a model.

    Parameters
    ----------
    model : type of BaseModel
        :class:`Site` or the study.
    content : mapping
        Keys and values as in a site file.
    where : str
        What messages call it.

    Raises
    ------
    SiteError
        Naming the first wrong key, what is wrong with it, and ``where`` it stands.
    """
    for key in content:
        if key not in model.model_fields:
            raise SiteError(f"{where}: {unknown('key', as_text(key), model.model_fields, SYNONYMS)}.")
    try:
        return model.model_validate(dict(content))
    except SiteError as error:
        raise SiteError(f"{where}: {error}") from None
    except ValidationError as error:
        raise SiteError(f"{where}: {first_problem(error)}.") from None


def written(value: object) -> str:
    """Write a value of a site in words."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(written, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def is_code(kind: str) -> bool:
    """Whether a short form names an industry, not a facility type."""
    return kind[:1].isdigit()


def moved_economy(shared: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return shared keys with the economy in its own place.

    Older files have it among the assumptions.
    """
    if isinstance(shared.get("ranges"), Mapping) and ECONOMY in shared["ranges"]:
        raise SiteError(f'{where}: An economy is chosen, not drawn: state one year as "{ECONOMY}", no range.')
    assumptions = shared.get("assumptions")
    if not isinstance(assumptions, Mapping) or ECONOMY not in assumptions:
        return dict(shared)
    year = assumptions[ECONOMY]
    if shared.get(ECONOMY, year) != year:
        raise SiteError(f'{where}: "economy" is given twice. Take it out of "assumptions".')
    whole = int(year) if isinstance(year, float) and year.is_integer() else year
    rest = {name: value for name, value in assumptions.items() if name != ECONOMY}
    return {**shared, ECONOMY: whole, "assumptions": rest}


def in_each(content: Mapping[Any, Any], given: Mapping[str, Any]) -> dict[Any, Any]:
    """Return a study with keys changed, shared or in each site.

    Reading it shows what is wrong.
    """
    own = {key: value for key, value in given.items() if key in EACH}
    beside = {key: value for key, value in given.items() if key not in EACH}
    sites = content["sites"]
    if own and isinstance(sites, list):
        sites = [_changed(site, own) if isinstance(site, Mapping) else site for site in sites]
    return {**content, **beside, "sites": sites}


def _changed(site: Mapping[Any, Any], given: Mapping[str, Any]) -> dict[Any, Any]:
    """Return a site with keys replaced.

    Shares are added to those of the site.
    """
    shares = {**(site.get("domestic_shares") or {}), **given.get("domestic_shares", {})}
    return {**site, **given} | ({"domestic_shares": shares} if shares else {})
