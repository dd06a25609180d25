"""Bureau of Labor Statistics: Local Area Unemployment Statistics.

One file holds all counties; the API serves a state.
"""

import json
from typing import Any

import pandas as pd

from ..errors import DataError, UsageError
from ..reference import table
from ._check import numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source
from ._keys import SIGN_UP, key
from ._transport import refused

FILE = "https://download.bls.gov/pub/time.series/la/la.data.64.County"
API = "https://api.bls.gov/publicAPI/v2/timeseries/data/"
KEY = "BLS_API_KEY"
MEASURES = {"03": "unemployment_rate", "04": "unemployed", "05": "employed", "06": "labor_force"}
ANNUAL = "M13"
MAX_SERIES_PER_REQUEST = 50  # with a key
MAX_YEARS_PER_REQUEST = 20
MAX_BYTES = 1_000_000_000
LINES_PER_CHUNK = 500_000  # read at a time


def _laus(asked: Asked) -> Fetched:
    return _of_state(asked) if asked.state else _of_all(asked)


def _of_all(asked: Asked) -> Fetched:
    """Return annual averages from the flat file of monthly figures.

    It begins in 1990.
    """
    path = asked.folder / "la.data.64.County"
    asked.transport.download(FILE, path, MAX_BYTES)
    with path.open("rb") as file:
        head = [name.strip() for name in file.readline().decode("utf-8", "replace").split("\t")]
        require(head, ["series_id", "year", "period", "value"], "LAUS, la.data.64.County")
        with pd.read_csv(file, sep="\t", names=head, dtype=str, chunksize=LINES_PER_CHUNK, na_filter=False) as pieces:
            kept = [piece[piece.period.str.strip() == ANNUAL] for piece in pieces]
    return Fetched(_wide(pd.concat(kept), asked), (FILE,), f"1990-{asked.year}")


def _of_state(asked: Asked) -> Fetched:
    """Ask for 50 series at a time, over the last 20 years.

    Each county has four.
    """
    secret = key(KEY).get_secret_value()
    fips = table("counties").fips
    series = [f"LAUCN{county}00000000{code}" for county in fips[fips.str.startswith(asked.state)] for code in MEASURES]
    first = max(1990, asked.year - MAX_YEARS_PER_REQUEST + 1)
    rows: list[dict[str, Any]] = []
    for start in range(0, len(series), MAX_SERIES_PER_REQUEST):
        body = {
            "seriesid": series[start : start + MAX_SERIES_PER_REQUEST],
            "startyear": str(first),
            "endyear": str(asked.year),
            "annualaverage": True,
            "registrationkey": secret,
        }
        answer = asked.transport.post(API, body)
        if answer.status_code != 200:
            raise refused(API, answer.status_code)
        rows += _results(answer.text, secret)
    frame = pd.DataFrame(rows, columns=["series_id", "year", "period", "value"])
    return Fetched(_wide(frame[frame.period == ANNUAL], asked), (API,), f"{first}-{asked.year}")


def _results(text: str, secret: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
        status, messages = document["status"], " ".join(document.get("message", []))
        if status != "REQUEST_SUCCEEDED":
            reason = messages.replace(secret, "***")
            if "invalid" in reason.lower() and "key" in reason.lower():
                raise UsageError(f"The BLS does not accept the key in {KEY}. Get one at {SIGN_UP[KEY]}")
            raise refused(API, 200, f"{reason or status}. Try again tomorrow if the daily quota is reached")
        return [
            {"series_id": series["seriesID"], **{name: row[name] for name in ("year", "period", "value")}}
            for series in document["Results"]["series"]
            for row in series["data"]
        ]
    except (ValueError, KeyError, TypeError):
        raise DataError(
            f"{API}: the answer is not the JSON that the BLS describes. Try again later. The old data are kept."
        ) from None


def _wide(frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Return one row per county and year, up to the year asked.

    A series of another area is left out.
    """
    series = frame.series_id.str.strip()
    frame = pd.DataFrame(
        {
            "fips": series.str[5:10],
            "measure": series.str[-2:].map(MEASURES),
            "year": pd.to_numeric(frame.year.astype(str).str.strip(), errors="coerce"),
            "value": numbers(frame.value, f"LAUS {asked.where}"),
        }
    )[series.str.startswith("LAUCN").to_numpy()]
    frame = frame[(frame.year <= asked.year) & frame.measure.notna()]
    if frame.duplicated(["fips", "year", "measure"]).any():
        raise DataError(f"LAUS {asked.where}: a county and year came twice. The old data are kept.")
    wide = frame.pivot(index=["fips", "year"], columns="measure", values="value")
    wide = wide.reindex(columns=list(MEASURES.values())).reset_index().astype({"year": "int16"})
    if wide.empty or wide.year.max() != asked.year:
        raise DataError(f"LAUS has no annual averages of {asked.year} yet. Ask for an earlier --year.")
    return wide.sort_values(["fips", "year"], ignore_index=True)[list(LAUS.columns)]


def _to_builder(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame]:
    """Leave out counties and years without figures, as the builder's file does.

    They are Kalawao, HI, and parishes after Hurricane Katrina.
    """
    counts = ["labor_force", "employed", "unemployed"]
    return (frame.dropna().astype(dict.fromkeys(counts, "int32")).assign(vintage=f"LAUS {vintage}"),)


LAUS = Source(
    name="laus",
    title="Labor force, employed and unemployed residents by county and year",
    agency="Bureau of Labor Statistics",
    address=f"{FILE}, {API}",
    licence=PUBLIC_DOMAIN,
    newest=2024,
    oldest=1990,
    key=KEY,
    columns={
        "fips": Column("County FIPS", "text"),
        "year": Column("Year", unit="year"),
        "labor_force": Column("Labor force, annual average", unit="persons", withheld=True),
        "employed": Column("Employed residents", unit="persons", withheld=True),
        "unemployed": Column("Unemployed residents", unit="persons", withheld=True),
        "unemployment_rate": Column("Unemployed over labor force", unit="percent", withheld=True),
    },
    rows=(3_100, 140_000),
    fetch=_laus,
    embedded=("labor_force",),
    builder=("labor_force/laus_county_annual_1990_2025.parquet",),
    to_builder=_to_builder,
)
