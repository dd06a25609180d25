"""Shell completion of counties and facility types, without heavy libraries."""

from functools import cache
from pathlib import Path

MAX_OFFERED = 40


def site(incomplete: str) -> list[str]:
    """Complete facility types and, after an @, counties."""
    kind, sign, place = incomplete.partition("@")
    return [f"{kind}@{name}" for name in county(place)] if sign else [f"{name}@" for name in facility(kind)]


def facility(incomplete: str) -> list[str]:
    """Offer the facility types of the catalogue."""
    return [name for name in _facilities() if name.startswith(incomplete)]


def county(incomplete: str) -> list[str]:
    """Offer counties such as ``Storey, NV`` by the beginning of their name."""
    start = incomplete.casefold()
    return [name for name in _counties() if name.casefold().startswith(start)][:MAX_OFFERED]


def _package() -> Path:
    import impact

    return Path(impact.__file__).parent


@cache
def _facilities() -> list[str]:
    return sorted(path.stem for path in (_package() / "facilities/catalogue").glob("*.yaml"))


@cache
def _counties() -> list[str]:
    """Return the names of all counties.

    Reads them with pyarrow alone, in a fraction of pandas' time.
    """
    from pyarrow.parquet import read_table

    table = read_table(_package() / "reference/counties.parquet", columns=["short_name", "state"]).to_pydict()
    return sorted(f"{name}, {state}" for name, state in zip(table["short_name"], table["state"], strict=True))
