"""Bureau of Economic Analysis: county income (API), benchmark tables (zip)."""

import json
from collections.abc import Iterator
from io import BytesIO

import pandas as pd

from ..errors import DataError, UsageError
from ..reference import combined_areas, table
from ._archive import member
from ._check import numbers
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source
from ._keys import SIGN_UP, key
from ._sheets import sheet_rows
from ._transport import refused

API = "https://apps.bea.gov/api/data"
KEY = "BEA_API_KEY"
LINES = {"1": "personal_income_kusd", "2": "population"}  # of CAINC1
BAD_KEY = {"1", "2", "3"}  # codes of errors: no key, unknown, not active
ZIP = "https://apps.bea.gov/industry/iTables%20Static%20Files/AllTablesIO.zip"
MAX_BYTES = 500_000_000
DETAIL = {
    "make": "IOMake_Before_Redefinitions_{year}_Detail.xlsx",
    "use": "IOUse_Before_Redefinitions_PRO_{year}_Detail.xlsx",
    "imports": "ImportMatrices_Before_Redefinitions_DET_{year}.xlsx",
}


def _income(asked: Asked) -> Fetched:
    """Request each line of the table.

    The figures of combined areas stay together.
    """
    secret = key(KEY).get_secret_value()
    states = table("states").set_index("state_fips").state
    columns = {}
    for line, name in LINES.items():
        params = {
            "UserID": secret,
            "method": "GetData",
            "datasetname": "Regional",
            "TableName": "CAINC1",
            "LineCode": line,
            "GeoFips": states[asked.state] if asked.state else "COUNTY",
            "Year": str(asked.year),
            "ResultFormat": "JSON",
        }
        answer = asked.transport.get(API, params)
        if answer.status_code != 200:
            raise refused(API, answer.status_code)
        columns[name] = _line(_data(answer.text, secret), line, asked)
    frame = pd.DataFrame(columns).rename_axis("fips").reset_index().assign(year=asked.year)
    frame = frame[~frame.fips.str.endswith("000")].sort_values("fips", ignore_index=True)
    return Fetched(frame[list(INCOME.columns)], (API,), str(asked.year))


def _data(text: str, secret: str) -> list[dict[str, str]]:
    """Return the rows of an answer.

    The BEA reports errors with status 200, and repeats the key in each answer.
    """
    try:
        document = json.loads(text)["BEAAPI"]
        results = document.get("Results", document)
        results = results[0] if isinstance(results, list) else results
        error = document.get("Error") or results.get("Error")
        if error is None:
            rows: list[dict[str, str]] = results["Data"]
            return rows
        code, reason = str(error.get("APIErrorCode")), str(error.get("APIErrorDescription"))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise DataError(
            f"{API}: the answer is not the JSON that the BEA describes. Try again later. The old data are kept."
        ) from None
    if code in BAD_KEY:
        raise UsageError(f"The BEA does not accept the key in {KEY}. Get one at {SIGN_UP[KEY]} and activate it.")
    raise refused(API, 200, f"error {code}: {reason.replace(secret, '***')}")


def _line(rows: list[dict[str, str]], line: str, asked: Asked) -> pd.Series:
    frame = pd.DataFrame(rows)
    lacking = [name for name in ("GeoFips", "TimePeriod", "DataValue") if name not in frame]
    if lacking:
        raise DataError(f"BEA CAINC1 lacks the column(s) {', '.join(lacking)}. The old data are kept.")
    frame = frame[frame.TimePeriod == str(asked.year)]
    if frame.GeoFips.duplicated().any():
        raise DataError(f"BEA CAINC1 {asked.where}: a county came twice. The old data are kept.")
    return numbers(frame.set_index("GeoFips").DataValue, f"BEA CAINC1 {asked.where}, line {line}")


def _members(code: str) -> list[str]:
    """Return the counties of a combined area of the BEA."""
    return list(combined_areas().get(code, (code,)))


def _benchmark(asked: Asked) -> Fetched:
    path = asked.folder / "AllTablesIO.zip"
    asked.transport.download(ZIP, path, MAX_BYTES)
    frames = []
    for name, pattern in DETAIL.items():
        cells = list(_cells(member(path, pattern.format(year=asked.year)), asked.year, name))
        frames.append(pd.DataFrame(cells, columns=["row", "column", "value"]).assign(table=name))
    frame = pd.concat(frames, ignore_index=True)
    frame = frame.sort_values(["table", "row", "column"], ignore_index=True)[list(BENCHMARK.columns)]
    return Fetched(frame, (ZIP,), f"{asked.year} benchmark")


def _cells(workbook: BytesIO, year: int, name: str) -> Iterator[tuple[str, str, float]]:
    """Yield the cells of a matrix.

    It lies below the row that begins with "Code", right of two columns of names.
    """
    title = f"BEA {name} table {year}"
    rows = sheet_rows(workbook, str(year), title)
    codes = next((row for row in rows if row and str(row[0]).strip() == "Code"), None)
    if codes is None:
        raise DataError(f"{title}: no row begins with Code. The BEA has changed its format. The old data are kept.")
    for row in rows:
        if not row or row[0] is None:
            continue
        for code, value in zip(codes[2:], row[2:], strict=False):
            if code is None or value in (None, "", "..."):
                continue
            if not isinstance(value, int | float):
                raise DataError(f"{title}, {row[0]}, {code}: {str(value)[:40]!r} is no figure. The old data are kept.")
            if value:
                yield str(row[0]).strip(), str(code).strip(), float(value)


INCOME = Source(
    name="bea-income",
    title="Personal income and population by county (CAINC1)",
    agency="Bureau of Economic Analysis",
    address=API,
    licence=PUBLIC_DOMAIN,
    newest=2023,
    oldest=1969,
    key=KEY,
    columns={
        "fips": Column("County FIPS, or the BEA's code of several counties", "text"),
        "year": Column("Year", unit="year"),
        "personal_income_kusd": Column("Personal income", unit="thousand USD", withheld=True),
        "population": Column("Population", unit="persons", withheld=True),
    },
    rows=(3_050, 3_250),
    fetch=_income,
    members=_members,
    embedded=("county_income",),
    builder=("county_employment/bea_cainc1_county_1969_2019.parquet",),
    yearly=True,
)
BENCHMARK = Source(
    name="bea-benchmark",
    title="Make, use and import tables of about 400 industries, before redefinitions",
    agency="Bureau of Economic Analysis",
    address=ZIP,
    licence=PUBLIC_DOMAIN,
    newest=2017,
    oldest=2017,
    counties=(),
    by_state=False,
    columns={
        "table": Column("make, use or imports", "text"),
        "row": Column("BEA code of the row, totals and value added included", "text"),
        "column": Column("BEA code of the column", "text"),
        "value": Column("Value at producers' prices", unit="million USD"),
    },
    rows=(50_000, 600_000),
    fetch=_benchmark,
    embedded=("make", "use", "imports"),
    detail="table == 'make'",
)
