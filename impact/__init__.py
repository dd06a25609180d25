"""Effects of a battery plant on jobs and incomes, county by county.

>>> import impact
>>> site = impact.Study.short("recycling-hydromet@Storey, NV", capacity=20000)
>>> result = impact.run(site)
>>> list(result.summary().phase.unique())
['construction', 'operations']
"""

from importlib import import_module

TYPE_CHECKING = False  # the module typing would delay the command line's handler of Ctrl-C
if TYPE_CHECKING:
    from typing import Any

    from ._economy import Economy, economy
    from .accounts import Nation, nation
    from .counties import Region, county, region
    from .effects import CountyModel, county_model
    from .errors import DataError, ImpactError, ModelError, RegionError, SiteError, UsageError
    from .reference import assumptions, manifest, measures, verify
    from .result import Result
    from .runs import run
    from .studies import Site, Study

_HOME = {
    "_economy": ["Economy", "economy"],
    "accounts": ["Nation", "nation"],
    "counties": ["Region", "county", "region"],
    "effects": ["CountyModel", "county_model"],
    "errors": ["DataError", "ImpactError", "ModelError", "RegionError", "SiteError", "UsageError"],
    "reference": ["assumptions", "manifest", "measures", "verify"],
    "result": ["Result"],
    "runs": ["run"],
    "studies": ["Site", "Study"],
}
_ROOM = {name: room for room, names in _HOME.items() for name in names}

__all__ = [
    "CountyModel",
    "DataError",
    "Economy",
    "ImpactError",
    "ModelError",
    "Nation",
    "Region",
    "RegionError",
    "Result",
    "Site",
    "SiteError",
    "Study",
    "UsageError",
    "assumptions",
    "county",
    "county_model",
    "economy",
    "manifest",
    "measures",
    "nation",
    "region",
    "run",
    "verify",
]


def __getattr__(name: str) -> "Any":
    """Import a public name from its room on first use.

    Importing the package stays fast.
    """
    if name not in _ROOM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_ROOM[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
