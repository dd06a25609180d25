"""From a site to the phases of its direct effect."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from .._notes import noted
from ..counties import resolve
from ..errors import SiteError
from ..facilities import industry_mix
from ._construction import construction
from ._limits import near_county
from ._operations import average_operations, operations_by_parts
from ._plant import Plant, Terms
from ._shock import Shock
from ._site import Site


def shocks(site: Site, terms: Terms, linked: Mapping[str, float] = MappingProxyType({})) -> tuple[Shock, ...]:
    """Return the direct effects of a site's phases.

    Operations are there if it runs, construction if its capital is known.

    Parameters
    ----------
    site : Site
        What is built where.
    terms : Terms
        Those of its study.
    linked : mapping of str to float
        By commodity, the share of the plant's purchases that plants of the same study deliver.

    Raises
    ------
    SiteError
        If a code or year is not covered; if the jobs, stated or implied by output, are more than ten times the county's
        labor force or next to none; if output per job or payroll per job are impossible; if pay
        exceeds output; or if the plant stands farther outside its county than that is wide.
    RegionError
        If the county is not found.
    """
    county = resolve(site.county)
    position = near_county(site, county)
    kind = site.kind
    shares = industry_mix(kind.industries if kind else site.industries or {}, terms.economy.year)
    mix = np.array([shares.get(code, 0.0) for code in terms.economy.nation.industries.index])
    phases = []
    if site.jobs is not None:
        site = site.model_copy(update={"jobs": site.jobs * terms.assumed("direct_jobs")})
    plant = Plant(site, county, kind, mix, linked)
    if site.operates:
        if kind is not None and site.by_parts:
            shock = operations_by_parts(plant, kind, terms)
        else:
            shock = average_operations(plant, terms)
        _, translated = site.labor_plan
        phases.append(replace(shock, notes=(*shock.notes, *noted("occupations", *translated))))
    if (
        kind is not None
        and (kind.capital or kind.capital_like)
        and (site.capital is not None or site.capacity is not None)
    ):
        phases.append(construction(plant, kind, terms))
    elif site.capital is not None:
        where = f"the catalogue knows nothing about the capital of {kind.name}" if kind else "it needs a 'facility'"
        raise SiteError(f"Construction cannot be studied: {where}. Take 'capital' out of the site.")
    read = (county.notice, *position, kind.capacity_notice(site.capacity) if kind else "")
    place = noted("place", *filter(None, read))
    phases[:1] = [replace(shock, notes=(*place, *shock.notes)) for shock in phases[:1]]
    return tuple(phases)
