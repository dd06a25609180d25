"""Census Bureau: ACS and County Business Patterns, by package ``census``.

ACS is the American Community Survey.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pandas as pd
from census import ALL
from census.core import ACS5Client, ACS5DpClient, APIKeyError, CensusException, Client

from ..errors import DataError, UsageError
from ..reference import manifest
from ._check import FIRST_TERRITORY, numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source
from ._keys import SIGN_UP, key
from ._transport import Transport, refused

API = "https://api.census.gov/data"
KEY = "CENSUS_API_KEY"
MAX_VARIABLES_PER_REQUEST = 50  # by the rules of the API
PLACE = ("state", "county")
FIRST_YEAR_WITHOUT_FLAGS = 2018  # earlier tables withhold cells by a flag

PROFILE = {
    "DP03_0026": ("employed", "Civilian employed residents of 16 years and over"),
    "DP03_0027": ("management", "Management, business, science and arts occupations"),
    "DP03_0028": ("service", "Service occupations"),
    "DP03_0029": ("sales_office", "Sales and office occupations"),
    "DP03_0030": ("construction", "Natural resources, construction and maintenance occupations"),
    "DP03_0031": ("production", "Production, transportation and material moving occupations"),
    "DP03_0033": ("in_agriculture_mining", "Work in agriculture, forestry, fishing, hunting and mining"),
    "DP03_0034": ("in_construction", "Work in construction"),
    "DP03_0035": ("in_manufacturing", "Work in manufacturing"),
    "DP03_0036": ("in_wholesale", "Work in wholesale trade"),
    "DP03_0037": ("in_retail", "Work in retail trade"),
    "DP03_0038": ("in_transport_utilities", "Work in transportation, warehousing and utilities"),
    "DP03_0039": ("in_information", "Work in information"),
    "DP03_0040": ("in_finance_real_estate", "Work in finance, insurance and real estate"),
    "DP03_0041": ("in_professional", "Work in professional, scientific, management and administrative services"),
    "DP03_0042": ("in_education_health", "Work in education, health care and social assistance"),
    "DP03_0043": ("in_arts_food", "Work in arts, entertainment, recreation, accommodation and food services"),
    "DP03_0044": ("in_other_services", "Work in other services"),
    "DP03_0045": ("in_public_administration", "Work in public administration"),
    "DP03_0047": ("private_workers", "Private wage and salary workers"),
    "DP03_0048": ("government_workers", "Government workers"),
    "DP03_0049": ("self_employed", "Self-employed in own not incorporated business"),
    "DP03_0050": ("family_workers", "Unpaid family workers"),
    "DP03_0002": ("labor_force", "Labor force"),
    "DP03_0005": ("unemployed", "Unemployed residents"),
    "DP03_0018": ("workers", "Workers of 16 years and over"),
    "DP03_0024": ("at_home", "Workers who work at home"),
}
WORKPLACE = {
    "B08007_001": ("commuters", "Workers by place of work"),
    "B08007_003": ("work_in_county", "Work in the county of residence"),
    "B08007_004": ("work_in_state", "Work in another county of the state"),
    "B08007_005": ("work_elsewhere", "Work in another state"),
}
OCCUPATIONS = {
    "management": "occ_pct_mgmt_business_science_arts",
    "service": "occ_pct_service",
    "sales_office": "occ_pct_sales_office",
    "construction": "occ_pct_natres_construction_maint",
    "production": "occ_pct_production_transport",
}
BUSINESS = {
    "ESTAB": "establishments",
    "EMP": "jobs",
    "PAYANN": "payroll",
    "EMP_N": "jobs_noise",
    "PAYANN_N": "payroll_noise",
}


class _Session:
    """Session of the ``census`` package on our HTTP client."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.addresses: list[str] = []

    def get(self, url: str, params: Mapping[str, str]) -> httpx.Response:
        self.addresses.append(url)
        answer = self.transport.get(url, params)
        if answer.status_code in (401, 403, 404):  # the answer is an HTML page
            raise refused(url, answer.status_code)
        return answer


def _whole_counties(client: Client, fields: Sequence[str], geo: Mapping[str, str], year: int) -> list[dict[str, Any]]:
    """Ask for variables in the API's portions, and join by county."""
    joined: dict[tuple[str, ...], dict[str, Any]] = {}
    chunks = [
        list(fields[start : start + MAX_VARIABLES_PER_REQUEST])
        for start in range(0, len(fields), MAX_VARIABLES_PER_REQUEST)
    ]
    for number, chunk in enumerate(chunks):
        answer = client.query(chunk, geo, year)
        if answer:
            require(answer[0], [*chunk, *PLACE], f"Census API, {client.dataset} {year}")
        places = {tuple(row[name] for name in PLACE): row for row in answer}
        if len(places) != len(answer) or (number and places.keys() != joined.keys()):
            raise DataError(
                f"Census API, {client.dataset} {year}: the answers to {len(chunks)} requests are not of the same "
                "counties, or give one twice. Try again later. The old data are kept."
            )
        for place, row in places.items():
            joined.setdefault(place, {}).update(row)
    return list(joined.values())


class _Profile(ACS5DpClient):
    """Data profiles of the ACS.

    No request is spent on the type of each variable.
    """

    def get(self, fields: Sequence[str], geo: Mapping[str, str], year: int) -> list[dict[str, Any]]:
        self._switch_endpoints(year)
        return _whole_counties(self, fields, geo, year)

    def _field_type(self, field: str, year: int) -> type[str]:
        return str


class _Detailed(ACS5Client):
    """Detailed tables of the ACS."""

    get = _Profile.get
    _field_type = _Profile._field_type


class _Business(Client):
    """County Business Patterns, which the ``census`` package lacks."""

    dataset = "cbp"
    _field_type = _Profile._field_type


def _acs(asked: Asked) -> Fetched:
    profile, addresses = _answer(_Profile, _with_errors(PROFILE), asked)
    workplace, more = _answer(_Detailed, _with_errors(WORKPLACE), asked)
    frame = profile.merge(workplace, on="fips", how="outer", validate="1:1")
    frame = frame.sort_values("fips", ignore_index=True)[list(ACS.columns)]
    return Fetched(frame, tuple(dict.fromkeys((*addresses, *more))), f"{asked.year - 4}-{asked.year}")


def _acs_to_builder(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame]:
    shares = {column: 100 * frame[name] / frame.employed for name, column in OCCUPATIONS.items()}
    employed = frame.employed.astype("int64")
    return (pd.DataFrame({"fips": frame.fips, "civilian_employed_16plus": employed, "period": vintage, **shares}),)


def _with_errors(variables: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return names of estimates (E) and margins (M) by API code.

    A margin of error is at 90 %.
    """
    estimates = {f"{code}E": name for code, (name, _) in variables.items()}
    return estimates | {f"{code}M": f"{name}_moe" for code, (name, _) in variables.items()}


def _answer(kind: type[Client], names: Mapping[str, str], asked: Asked) -> tuple[pd.DataFrame, list[str]]:
    rows, addresses = _ask(kind, list(names), asked)
    frame = pd.DataFrame(rows)
    fips = frame.state + frame.county
    figures = {name: numbers(frame[code], f"ACS {asked.where}, {code}") for code, name in names.items()}
    # a margin is missing where the estimate is controlled to an official figure
    return pd.DataFrame({"fips": fips, **figures}), addresses


def _cbp(asked: Asked) -> Fetched:
    """Fetch counties and states.

    State totals are more than the published cells of their counties.
    """
    of_counties, addresses = _patterns(PLACE, asked)
    of_states, _ = _patterns(PLACE[:1], asked)
    tidy = pd.concat([of_counties, of_states], ignore_index=True)
    tidy = tidy.sort_values(["fips", "naics"], ignore_index=True)[list(CBP.columns)]
    return Fetched(tidy, tuple(addresses), str(asked.year))


def _patterns(place: tuple[str, ...], asked: Asked) -> tuple[pd.DataFrame, list[str]]:
    codes = ["NAICS2017", "LFO", "EMPSZES", *BUSINESS]
    rows, addresses = _ask(_Business, codes, asked, place[-1])
    frame = pd.DataFrame(rows)
    require(frame.columns, [*codes, *place], f"Census API, cbp {asked.year}")
    frame = frame[(frame.LFO == "001") & (frame.EMPSZES == "001")]  # all legal forms and sizes
    figures = {
        name: frame[code] if name.endswith("_noise") else numbers(frame[code], f"CBP {asked.where}, {code}")
        for code, name in BUSINESS.items()
    }
    tidy = pd.DataFrame({"fips": frame[list(place)].sum(axis=1), "naics": frame.NAICS2017, **figures})
    tidy = tidy[tidy.fips.str[2:] != "999"]  # jobs of a state without a county
    if set(tidy.naics) <= {"00"}:
        raise DataError(f"CBP {asked.where}: the API sent totals instead of industries. The old data are kept.")
    if tidy.duplicated(["fips", "naics"]).any():
        raise DataError(f"CBP {asked.where}: a {place[-1]} and industry came twice. The old data are kept.")
    return tidy, addresses


def _counties(code: str) -> list[str]:
    return [code] if len(code) > len("00") else []  # a state's totals stand for no county


def _cbp_to_builder(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    year, newest = int(vintage), max(manifest().economies)
    if not FIRST_YEAR_WITHOUT_FLAGS <= year <= newest:
        raise UsageError(
            f"cbp: 'impact data build' takes {FIRST_YEAR_WITHOUT_FLAGS} to {newest}, not {year}: the API gives cells "
            f"withheld in 2017 as zeros, and the newest economy is of {newest}. Choose another --year, or leave out "
            "--into."
        )
    figures = {"est": frame.establishments, "emp": frame.jobs.fillna(0), "payroll_kusd": frame.payroll.fillna(0)}
    table = pd.DataFrame({"fips": frame.fips, "naics": frame.naics, "year": year, **figures})
    table = table.astype({"year": "int16", **dict.fromkeys(figures, "int64")})
    table = table.assign(src="api", withheld=frame.jobs.isna())[frame.fips < FIRST_TERRITORY]
    of_state = table.fips.str.len() == len("00")
    return table[~of_state], table[of_state].drop(columns="src").rename(columns={"fips": "state"})


def _ask(
    kind: type[Client], fields: list[str], asked: Asked, place: str = PLACE[-1]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Ask for counties of a state or all, or for states.

    The error says what is wrong without the key.
    """
    secret = key(KEY).get_secret_value()
    session = _Session(asked.transport)
    client = kind(secret, asked.year, session, retries=1)
    geo = {"for": f"{place}:{ALL}"}
    if asked.state:
        geo |= {"in": f"state:{asked.state}"} if place == "county" else {"for": f"state:{asked.state}"}
    address = f"{API}/{asked.year}/{kind.dataset}"
    try:
        query = client.get if kind is not _Business else client.query
        rows: list[dict[str, Any]] = query(fields, geo, asked.year)
    except APIKeyError:
        raise UsageError(
            f"The Census Bureau does not accept the key in {KEY}. A new key must be activated by the link in its mail; "
            f"get one at {SIGN_UP[KEY]}"
        ) from None
    except CensusException as error:
        raise refused(address, 400, " ".join(str(error).replace(secret, "***").split())) from None
    except (ValueError, TypeError, IndexError, KeyError):
        raise DataError(
            f"{address}: the answer is a page for people or another thing, not a table in JSON. Try again later. "
            "The old data are kept."
        ) from None
    if not rows:
        raise DataError(f"{address}: no {place} came for {asked.where}. Does that state or year exist?")
    return rows, session.addresses


ACS = Source(
    name="acs",
    title="Employed residents by occupation, industry and class of worker, and where they work",
    agency="Census Bureau",
    address=f"{API}/{{year}}/acs/acs5/profile, {API}/{{year}}/acs/acs5",
    licence=PUBLIC_DOMAIN,
    newest=2023,
    oldest=2010,
    key=KEY,
    columns={
        "fips": Column("County FIPS", "text"),
        **{
            name + ending: Column(title + more, unit="persons", withheld=bool(ending))
            for variables in (PROFILE, WORKPLACE)
            for ending, more in (("", ""), ("_moe", ", margin of error at 90 %"))
            for name, title in variables.values()
        },
    },
    rows=(3130, 3250),
    fetch=_acs,
    probe=f"{API}/{{year}}/acs/acs5.json",
    embedded=("resident_occupations",),
    builder=("labor_force/residence_industry_occupation_acs_2013_2017.csv",),
    to_builder=_acs_to_builder,
)
CBP = Source(
    name="cbp",
    title="County Business Patterns: private jobs, establishments and payroll by industry",
    agency="Census Bureau",
    address=f"{API}/{{year}}/cbp",
    licence=PUBLIC_DOMAIN,
    newest=2022,
    oldest=2017,
    key=KEY,
    columns={
        "fips": Column("County FIPS; two digits for all of a state, which is more than its counties", "text"),
        "naics": Column("NAICS 2017 code of two to six digits, 00 for all", "text"),
        "establishments": Column("Establishments", unit="establishments"),
        "jobs": Column("Employees in the week of 12 March", unit="jobs", withheld=True),
        "payroll": Column("Payroll of the year", unit="thousand USD", withheld=True),
        "jobs_noise": Column("Noise in the jobs: G below 2 %, H 2 to 5 %, J more", "text", withheld=True),
        "payroll_noise": Column("Noise in the payroll", "text", withheld=True),
    },
    rows=(500_000, 2_500_000),
    fetch=_cbp,
    probe=f"{API}/{{year}}/cbp.json",
    embedded=("county_jobs",),
    smallest=2_000,  # fewer than three establishments are not published
    members=_counties,
    totals="fips.str.len() == 5 and naics == '00'",
    detail="fips.str.len() == 5 and naics.str.len() == 6",
    builder=(
        "county_employment/cbp_county_naics_2017_2020.parquet",
        "county_employment/cbp_state_naics_2017_2020.parquet",
    ),
    to_builder=_cbp_to_builder,
    yearly=True,
)
