"""Bureau of Labor Statistics: jobs and pay by county and industry (QCEW), pay by occupation (OEWS)."""

from io import BytesIO

import pandas as pd

from ..errors import DataError
from ..reference import table
from ._archive import member
from ._check import UNPUBLISHED, numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source
from ._sheets import sheet_rows

QCEW_AREA = "https://data.bls.gov/cew/data/api/{year}/a/area/{fips}.csv"
CONNECTICUT_REGIONS = 2024  # first year in which QCEW has the planning regions
CONNECTICUT = "09"
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
ALL_INDUSTRIES = "000000"
TOP = "#"  # at least the highest wage that is published
MOST_BYTES = 500_000_000


def _qcew(asked: Asked) -> Fetched:
    """Fetch the file of each county; one that has come whole before a refresh was killed is not sent again."""
    frames = []
    for fips in _areas(asked):
        address = QCEW_AREA.format(year=asked.year, fips=fips)
        path = asked.folder / f"{fips}.csv"
        asked.transport.download(address, path, MOST_BYTES)
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
    """Read one area; the zeros of a withheld cell (disclosure code N) are no figures."""
    what = f"QCEW {asked.year}, {fips}.csv"
    try:
        raw = pd.read_csv(BytesIO(content), dtype=str, na_filter=False)
    except (ValueError, UnicodeDecodeError):
        raise DataError(f"{what} is no table in CSV. Try again later. The old data are kept.") from None
    require(raw.columns, [*QCEW_COLUMNS, "disclosure_code", "size_code"], what)
    raw = raw[raw.size_code == "0"]
    frame = raw[list(QCEW_COLUMNS)].rename(columns=QCEW_COLUMNS)
    if set(frame.fips) != {fips}:
        raise DataError(f"{what} holds another area ({', '.join(sorted(set(frame.fips))[:3])}). The old data are kept.")
    for name in ("establishments", "jobs", "wages"):
        frame[name] = numbers(frame[name], f"{what}, {name}")
    frame.loc[raw.disclosure_code == "N", ["jobs", "wages"]] = float("nan")
    return frame


def _oews(asked: Asked) -> Fetched:
    address = OEWS_ZIP.format(short=asked.year % 100)
    path = asked.folder / address.rpartition("/")[2]
    asked.transport.download(address, path, MOST_BYTES)
    workbook = member(path, f"all_data_M_{asked.year}.xlsx")
    rows = sheet_rows(workbook, None, f"OEWS {asked.year}")
    head = [str(name).strip().upper() for name in next(rows, ())]
    require(head, [*OEWS_COLUMNS, "NAICS"], f"OEWS {asked.year}")
    places = [head.index(name) for name in OEWS_COLUMNS]
    industry = head.index("NAICS")
    kept = [["" if row[p] is None else str(row[p]) for p in places] for row in rows if row[industry] == ALL_INDUSTRIES]
    frame = pd.DataFrame(kept, columns=list(OEWS_COLUMNS.values()), dtype=str)
    pay = ["mean", "p10", "p25", "median", "p75", "p90"]
    frame["topcoded"] = (frame[pay] == TOP).any(axis=1).map({True: "yes", False: "no"})
    for name in ("jobs", *pay):
        frame[name] = numbers(frame[name], f"OEWS {asked.year}, {name}")
    frame["area"] = frame.area.str.zfill(7)
    frame = frame.sort_values(["area", "soc", "level"], ignore_index=True)[list(OEWS.columns)]
    return Fetched(frame, (address,), f"May {asked.year}")


QCEW = Source(
    name="qcew",
    title="Covered jobs and pay by county, ownership and industry",
    agency="Bureau of Labor Statistics",
    address=QCEW_AREA,
    licence=PUBLIC_DOMAIN,
    newest=2024,
    oldest=2021,  # earlier years have counties of Alaska that are no more
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
    embedded=("wages",),
)
