"""Bureau of Labor Statistics: QCEW jobs and pay, OEWS occupational pay."""

from io import BytesIO

import pandas as pd

from ..errors import DataError, UsageError
from ..reference import table
from ._archive import member
from ._check import FIRST_TERRITORY, UNPUBLISHED, numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source
from ._sheets import sheet_rows

QCEW_AREA = "https://data.bls.gov/cew/data/api/{year}/a/area/{fips}.csv"
CONNECTICUT_REGIONS = 2024  # first year in which QCEW has the planning regions
CONNECTICUT = "09"
OWNERS = ["0", "1", "2", "3", "5"]
ALL_NAICS = "10"
QCEW_COLUMNS = {
    "area_fips": "fips",
    "own_code": "owner",
    "industry_code": "naics",
    "agglvl_code": "level",
    "annual_avg_estabs": "establishments",
    "annual_avg_emplvl": "jobs",
    "total_annual_wages": "wages",
}
OEWS_ZIP = "https://www.bls.gov/oes/special-requests/oesm{short:02d}all.zip"
OEWS_COLUMNS = {
    "AREA": "area",
    "AREA_TITLE": "title",
    "AREA_TYPE": "kind",
    "OCC_CODE": "soc",
    "O_GROUP": "level",
    "TOT_EMP": "jobs",
    "A_MEAN": "mean",
    "A_PCT10": "p10",
    "A_PCT25": "p25",
    "A_MEDIAN": "median",
    "A_PCT75": "p75",
    "A_PCT90": "p90",
}
PAY = ["mean", "p10", "p25", "median", "p75", "p90"]
AREA_TYPES = {"1": "nation", "2": "state", "3": "state", "4": "metro", "6": "nonmetro"}
TERRITORIES = {"GU": "66", "PR": "72", "VI": "78"}
ALL_INDUSTRIES = "000000"
TOP = "#"  # at least the highest wage that is published
MAX_BYTES = 500_000_000


def _qcew(asked: Asked) -> Fetched:
    """Fetch the file of each county.

    A file that came whole before a refresh was killed is not sent again.
    """
    frames = []
    for fips in _areas(asked):
        address = QCEW_AREA.format(year=asked.year, fips=fips)
        path = asked.folder / f"{fips}.csv"
        asked.transport.download(address, path, MAX_BYTES)
        frames.append(_area(path.read_bytes(), fips, asked))
    frame = pd.concat(frames, ignore_index=True)
    frame = frame.sort_values(["fips", "owner", "level", "naics"], ignore_index=True)[list(QCEW.columns)]
    return Fetched(frame, (QCEW_AREA.format(year=asked.year, fips="{fips}"),), str(asked.year))


def _areas(asked: Asked) -> list[str]:
    fips = set(table("counties").fips) - UNPUBLISHED
    if asked.year < CONNECTICUT_REGIONS:
        past = set(table("fips_changes").old_fips)
        fips = {code for code in fips if code[:2] != CONNECTICUT} | {code for code in past if code[:2] == CONNECTICUT}
    return sorted(code for code in fips if code.startswith(asked.state))


def _area(content: bytes, fips: str, asked: Asked) -> pd.DataFrame:
    """Read one area.

    The zeros of a withheld cell (disclosure code N) are no figures.
    """
    title = f"QCEW {asked.year}, {fips}.csv"
    try:
        raw = pd.read_csv(BytesIO(content), dtype=str, na_filter=False)
    except (ValueError, UnicodeDecodeError):
        raise DataError(f"{title} is no table in CSV. Try again later. The old data are kept.") from None
    require(raw.columns, [*QCEW_COLUMNS, "disclosure_code", "size_code"], title)
    raw = raw[raw.size_code == "0"]
    frame = raw[list(QCEW_COLUMNS)].rename(columns=QCEW_COLUMNS)
    if set(frame.fips) != {fips}:
        raise DataError(
            f"{title} holds another area ({', '.join(sorted(set(frame.fips))[:3])}). The old data are kept."
        )
    for name in ("establishments", "jobs", "wages"):
        frame[name] = numbers(frame[name], f"{title}, {name}")
    frame.loc[raw.disclosure_code == "N", ["jobs", "wages"]] = float("nan")
    return frame


def _oews(asked: Asked) -> Fetched:
    address = OEWS_ZIP.format(short=asked.year % 100)
    path = asked.folder / address.rpartition("/")[2]
    asked.transport.download(address, path, MAX_BYTES)
    workbook = member(path, f"all_data_M_{asked.year}.xlsx")
    rows = sheet_rows(workbook, None, f"OEWS {asked.year}")
    head = [str(name).strip().upper() for name in next(rows, ())]
    require(head, [*OEWS_COLUMNS, "NAICS"], f"OEWS {asked.year}")
    places = [head.index(name) for name in OEWS_COLUMNS]
    industry = head.index("NAICS")
    kept = [["" if row[p] is None else str(row[p]) for p in places] for row in rows if row[industry] == ALL_INDUSTRIES]
    frame = pd.DataFrame(kept, columns=list(OEWS_COLUMNS.values()), dtype=str)
    frame["topcoded"] = (frame[PAY] == TOP).any(axis=1).map({True: "yes", False: "no"})
    for name in ("jobs", *PAY):
        frame[name] = numbers(frame[name], f"OEWS {asked.year}, {name}")
    frame["area"] = frame.area.str.zfill(7)
    frame = frame.sort_values(["area", "soc", "level"], ignore_index=True)[list(OEWS.columns)]
    return Fetched(frame, (address,), f"May {asked.year}")


def _qcew_to_builder(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame]:
    """Keep all industries together, by ownership."""
    frame = frame[(frame.naics == ALL_NAICS) & frame.owner.isin(OWNERS)]
    if frame.duplicated(["fips", "owner"]).any():
        raise DataError(f"QCEW {vintage}: an area has two rows of the same ownership. Fetch it again.")
    names = {"fips": "fips", "owner": "own_code", "establishments": "est", "jobs": "emp"}
    frame = frame[list(names)].rename(columns=names).astype({"own_code": "int64"})
    return (frame.assign(year=int(vintage), qtr="A"),)


def _oews_to_builder(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return pay and areas under the builder's area codes.

    These are the codes of the time series.
    """
    frame = frame[frame.level.isin(["total", "detailed"])]
    if frame.duplicated(["area", "soc"]).any():
        raise DataError(f"OEWS {vintage}: an area and occupation came twice. Fetch it again.")
    areas = _oews_areas(frame.drop_duplicates("area").set_index("area"), vintage)
    names = {"soc": "occ_code", "jobs": "emp"} | {name: f"a_{name}" for name in PAY}
    wages = frame[list(names)].rename(columns=names).astype(dict.fromkeys(list(names.values())[1:], "Int32"))
    wages.insert(0, "area_code", frame.area.map(areas.area_code))
    return wages.assign(wage_topcoded=frame.topcoded == "yes", vintage=vintage), areas.reset_index(drop=True)


def _oews_areas(areas: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Return state and statistical area of each area.

    The code of a state ends in zeros instead of beginning with them.
    """
    code = areas.index.to_series()
    kind = areas.kind.map(AREA_TYPES)
    postal = table("states").set_index("state").state_fips.to_dict() | TERRITORIES
    of_city = areas.title.str.rpartition(", ")[2].str[:2].map(postal)  # the first state belongs to the first city
    fips = {"nation": "00", "state": code.str[-2:], "metro": of_city, "nonmetro": code.str[:2]}
    state = pd.Series(None, index=areas.index, dtype="object")
    for name, value in fips.items():
        state = state.mask(kind == name, value)
    if state.isna().any():
        unknown_area = areas.title[state.isna()].iloc[0]
        raise DataError(f"OEWS {vintage}: {unknown_area} is of no known kind of area, or in no known state.")
    metro = kind == "metro"
    unknown = sorted(set(code[metro & (state < FIRST_TERRITORY)].str[2:]) - set(table("counties").cbsa))
    if unknown:
        raise UsageError(
            f"oews: 'impact data build' knows the metropolitan areas of July 2023; {vintage} has others, such as "
            f"{unknown[0]}. Choose another --year, or leave out --into."
        )
    return pd.DataFrame(
        {
            "area_code": code.mask(kind.isin(["nation", "state"]), state + "00000"),
            "area_type": kind,
            "state_fips": state,
            "cbsa_code": code.str[2:].where(metro),
            "area_name": areas.title,
        }
    )


QCEW = Source(
    name="qcew",
    title="Covered jobs and pay by county, ownership and industry",
    agency="Bureau of Labor Statistics",
    address=QCEW_AREA,
    licence=PUBLIC_DOMAIN,
    newest=2024,
    oldest=2021,  # earlier years have former counties of Alaska
    columns={
        "fips": Column("County FIPS", "text"),
        "owner": Column("Ownership: 0 all, 1 federal, 2 state, 3 local, 5 private", "text"),
        "level": Column("Level of aggregation, 70 to 78 for counties", "text"),
        "naics": Column("NAICS code or supersector, 10 for all", "text"),
        "establishments": Column("Establishments, annual average", unit="establishments"),
        "jobs": Column("Covered jobs, annual average", unit="jobs", withheld=True),
        "wages": Column("Pay of the year", unit="USD", withheld=True),
    },
    rows=(1_000_000, 6_000_000),
    fetch=_qcew,
    probe=QCEW_AREA.replace("{fips}", "32029"),
    embedded=("productivity", "county_jobs"),
    totals="owner == '0' and naics == '10'",
    detail="owner == '5' and level == '78'",
    builder=("county_employment/qcew_county_ownership_2023q1.parquet",),
    to_builder=_qcew_to_builder,
)
OEWS = Source(
    name="oews",
    title="Jobs and yearly pay by area and occupation, all industries",
    agency="Bureau of Labor Statistics",
    address=OEWS_ZIP,
    licence=PUBLIC_DOMAIN,
    newest=2024,
    oldest=2019,
    counties=(),
    by_state=False,
    columns={
        "area": Column("Area: nation 0000099, state, metropolitan area or the rest of a state", "text"),
        "title": Column("Name of the area, with the states that it lies in", "text"),
        "kind": Column("Kind of area: 1 nation, 2 state, 3 territory, 4 metropolitan, 6 rest of a state", "text"),
        "soc": Column("SOC code, 00-0000 for all", "text"),
        "level": Column("total, major, minor, broad or detailed", "text"),
        "jobs": Column("Jobs", unit="jobs", withheld=True),
        **{
            name: Column(f"Pay of the year, {title}", unit="USD", withheld=True)
            for name, title in (
                ("mean", "mean"),
                ("p10", "tenth percentile"),
                ("p25", "25th percentile"),
                ("median", "median"),
                ("p75", "75th percentile"),
                ("p90", "90th percentile"),
            )
        },
        "topcoded": Column("Whether a figure of pay is missing because it is above the highest published", "text"),
    },
    rows=(150_000, 400_000),
    fetch=_oews,
    probe=OEWS_ZIP,
    embedded=("wages", "wage_areas"),
    builder=("occupations/oews_state_metro_2025.parquet", "occupations/oews_areas_2025.csv"),
    to_builder=_oews_to_builder,
)
