"""LEHD: residences of job holders, from blocks to county pairs."""

from pathlib import Path

import pandas as pd

from ..errors import DataError
from ..reference import table
from ._archive import gunzip
from ._check import numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source

FILE = "https://lehd.ces.census.gov/data/lodes/LODES8/{state}/od/{state}_od_{part}_JT00_{year}.csv.gz"
PARTS = ("main", "aux")  # residents of the state, and of others
JOBS = {"S000": "jobs", "SE01": "low_pay", "SE02": "middle_pay", "SE03": "high_pay"}
LINES_PER_CHUNK = 1_000_000  # read at a time
MAX_BYTES = 1_000_000_000


def _lodes(asked: Asked) -> Fetched:
    """Sum jobs from block pairs to county pairs, by state of work."""
    states = table("states")
    wanted = states[states.state_fips == asked.state] if asked.state else states
    addresses, frames = [], []
    for state in wanted.state.str.lower():
        for part in PARTS:
            address = FILE.format(state=state, part=part, year=asked.year)
            path = asked.folder / address.rpartition("/")[2]
            asked.transport.download(address, path, MAX_BYTES)
            addresses.append(address)
            frames.append(_pairs(path))
    pairs = pd.concat(frames).groupby(["work", "home"], as_index=False).sum()
    return Fetched(pairs[list(LODES.columns)], tuple(addresses), f"LODES8 {asked.year}")


def _pairs(path: Path) -> pd.DataFrame:
    sums = []
    unpacked = gunzip(path)
    try:
        with pd.read_csv(unpacked, dtype=str, chunksize=LINES_PER_CHUNK, na_filter=False) as pieces:
            for piece in pieces:
                require(piece.columns, ["w_geocode", "h_geocode", *JOBS], path.name)
                short = piece[(piece.w_geocode.str.len() != 15) | (piece.h_geocode.str.len() != 15)]
                if len(short):
                    raise DataError(
                        f"{path.name}: {short.w_geocode.iloc[0]!r} is no code of a block. The old data are kept."
                    )
                counts = {name: numbers(piece[code], f"{path.name}, {code}") for code, name in JOBS.items()}
                pair = pd.DataFrame({"work": piece.w_geocode.str[:5], "home": piece.h_geocode.str[:5], **counts})
                sums.append(pair.groupby(["work", "home"], as_index=False).sum())
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        raise DataError(f"{path.name} is no table in CSV. Try again later. The old data are kept.") from None
    unpacked.unlink()
    return pd.concat(sums)


LODES = Source(
    name="lodes",
    title="Jobs by county of work and of residence",
    agency="Census Bureau, LEHD",
    address=FILE,
    licence=PUBLIC_DOMAIN,
    newest=2022,
    oldest=2020,
    counties=("work", "home"),
    columns={
        "work": Column("County FIPS of the job", "text"),
        "home": Column("County FIPS of the worker's home", "text"),
        "jobs": Column("All jobs, the second ones of a worker too", unit="jobs"),
        "low_pay": Column("Jobs that pay at most 1,250 USD a month", unit="jobs"),
        "middle_pay": Column("Jobs that pay 1,251 to 3,333 USD a month", unit="jobs"),
        "high_pay": Column("Jobs that pay more", unit="jobs"),
    },
    rows=(500_000, 3_000_000),
    fetch=_lodes,
    probe=FILE.format(state="nv", part="main", year="{year}"),
    embedded=("commuting",),
)
