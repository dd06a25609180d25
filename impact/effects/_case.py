"""Case: a study prepared for the solver.

It holds region, assumptions, accounts, and the direct effect of each phase of each plant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from .._economy import Economy
from .._economy import economy as economy_of
from .._types import FloatArray
from ..counties import Region, region
from ..errors import RegionError, UsageError
from ..reference import Assumption
from ..studies import Shock, Site, Study, study_shocks
from ..trade import TRADE_MODELS
from ._local import local_purchases


@dataclass(frozen=True)
class Part:
    """One phase of one plant.

    Attributes
    ----------
    site : Site
        The plant.
    shock : Shock
        Its direct effect in the phase.
    local : (industries,) array
        Local purchases stated by the site, million USD of the structure year; NaN where trade decides.
    """

    site: Site
    shock: Shock
    local: FloatArray


@dataclass(frozen=True)
class Case:
    """A study ready to be solved.

    Attributes
    ----------
    study : Study
        As stated.
    trade : str
        The trade model used.
    assumptions : mapping of str to Assumption
        With the study's values and ranges.
    economy : Economy
        Accounts, prices and county jobs.
    region : Region
        The study region.
    parts : tuple of Part
        In the order of the sites.
    """

    study: Study
    trade: str
    assumptions: Mapping[str, Assumption]
    economy: Economy
    region: Region
    parts: tuple[Part, ...]

    def of_site(self, site: Site) -> tuple[Shock, ...]:
        """Return the direct effects of a plant, by phase."""
        return tuple(part.shock for part in self.parts if part.site is site)


def prepare(
    site: Site | Study,
    trade: str | None = None,
    economy: int | None = None,
    given: Economy | None = None,
    linked: Mapping[str, float] = MappingProxyType({}),
) -> Case:
    """Prepare a study for the solver.

    Parameters
    ----------
    site : Site or Study
        What is built where.
    trade : str, optional
        Replaces the trade model of the study.
    economy : int, optional
        Replaces its economy: the year whose structure is used.
    given : Economy, optional
        In place of the study's own.
    linked : mapping of str to float
        By commodity, the share of its plants' purchases delivered by plants outside the study.

    Raises
    ------
    SiteError
        If a site's quantities or years cannot be used.
    RegionError
        If a county or region is not found, or the region does not hold a site's county.
    UsageError
        If the trade model is unknown, or there is no economy of that year.
    """
    study = Study.of(site).in_economy(economy)
    structure = given or economy_of(study.economy)
    trade = trade or study.trade
    if trade not in TRADE_MODELS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(TRADE_MODELS)}.")
    phases = study_shocks(study, structure, linked)
    return Case(
        study=study.model_copy(update={"trade": trade, "economy": structure.year}),
        trade=trade,
        assumptions=study.assumed(),
        economy=structure,
        region=_region(study, phases),
        parts=tuple(
            Part(plant, shock, local_purchases(plant, shock, structure.nation))
            for plant, of_site in zip(study.sites, phases, strict=True)
            for shock in of_site
        ),
    )


def _region(study: Study, phases: Sequence[Sequence[Shock]]) -> Region:
    """Return the study region: as stated, or the counties of the sites."""
    counties = list(dict.fromkeys(of_site[0].county.fips for of_site in phases))
    area = region(study.region or (counties[0] if len(counties) == 1 else counties))
    for of_site in phases:
        county = of_site[0].county
        if county.fips not in area.fips:
            raise RegionError(
                f"The study region {area.label} does not hold the site's county {county.label} ({county.fips}). "
                "Add it to 'region'."
            )
    return area
