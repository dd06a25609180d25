"""impact: what a battery plant does to jobs and incomes, county by county.

>>> import impact
>>> site = impact.Site.short("recycling-hydromet@Storey, NV", capacity=20000)
>>> result = impact.run(site)
>>> list(result.summary().phase.unique())
['construction', 'operations']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._economy import Economy, economy
    from .accounts import MEASURES, Nation, nation
    from .counties import Region, region
    from .effects import EFFECTS, CountyModel, Result, county_model, run
    from .errors import DataError, ImpactError, ModelError, RegionError, SiteError, UsageError
    from .reference import assumptions, manifest, verify
    from .studies import Site, Study

_HOME = {
    "_economy": ["Economy", "economy"],
    "accounts": ["MEASURES", "Nation", "nation"],
    "counties": ["Region", "region"],
    "effects": ["EFFECTS", "CountyModel", "Result", "county_model", "run"],
    "errors": ["DataError", "ImpactError", "ModelError", "RegionError", "SiteError", "UsageError"],
    "reference": ["assumptions", "manifest", "verify"],
    "studies": ["Site", "Study"],
}
_ROOM = {name: room for room, names in _HOME.items() for name in names}

__all__ = [
    "EFFECTS",
    "MEASURES",
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
    "county_model",
    "economy",
    "manifest",
    "nation",
    "region",
    "run",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its room when it is first used, so that importing the package is fast."""
    if name not in _ROOM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_ROOM[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
