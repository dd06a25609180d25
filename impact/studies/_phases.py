"""From a site to the phases of its direct effect, and the years they fall in."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from .._display import dollars
from .._notes import noted
from .._types import FloatArray
from ..accounts import Nation
from ..counties import activity, resolve
from ..errors import SiteError
from ..facilities import capacity_notice, industry_mix
from ..reference import OPERATIONS, Assumption, number
from ._construction import construction
from ._limits import near_county
from ._operations import average_operations, operations_by_parts
from ._plant import Plant, Terms
from ._shock import Shock
from ._site import Site
from ._timeline import timeline


def shocks(site: Site, terms: Terms, linked: Mapping[str, float] = MappingProxyType({})) -> tuple[Shock, ...]:
    """Return the direct effects of a site: operations if it runs, construction if its capital is known.

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
    found = []
    if site.jobs is not None:
        site = site.model_copy(update={"jobs": site.jobs * terms.assumed("direct_jobs")})
    plant = Plant(site, county, kind, mix, linked)
    if site.operates:
        if kind is not None and site.by_parts:
            shock = operations_by_parts(plant, kind, terms)
        else:
            shock = average_operations(plant, terms)
        _, translated = site.labor_plan
        found.append(replace(shock, notes=(*shock.notes, *noted("occupations", *translated))))
    if (
        kind is not None
        and (kind.capital or kind.capital_like)
        and (site.capital is not None or site.capacity is not None)
    ):
        found.append(construction(plant, kind, terms))
    elif site.capital is not None:
        where = f"the catalogue knows nothing about the capital of {kind.name}" if kind else "it needs a 'facility'"
        raise SiteError(f"Construction cannot be studied: {where}. Take 'capital' out of the site.")
    read = (county.notice, *position, capacity_notice(kind.unit, site.capacity) if kind else "")
    place = noted("place", *filter(None, read))
    found[:1] = [replace(shock, notes=(*place, *shock.notes)) for shock in found[:1]]
    return tuple(found)


def calendar(site: Site, phases: tuple[Shock, ...], chosen: Mapping[str, Assumption]) -> pd.DataFrame:
    """Return ``year, phase, share``: when the phases of a site happen. See :func:`timeline`.

    Years are counted from the first one of operation where the site does not say when it opens.
    """
    kind = site.kind
    opens = site.opens if site.opens is not None else 1
    shown = int(number(chosen, "study_years"))
    last = min(opens + shown, site.closes or opens + shown) - 1
    built = site.construction_years
    if built is None:
        known = kind.construction_years if kind else None
        built = round(known.base) if known else int(number(chosen, "construction_years"))
    ramp = site.ramp or (kind.ramp if kind else None) or ()
    years = timeline(opens, built, ramp, last)
    return years[years.phase.isin([phase.phase for phase in phases])].reset_index(drop=True)


def local_purchases(site: Site, shock: Shock, nation: Nation) -> FloatArray:
    """Return what the plant buys in its county by the site's word, (industries,), NaN where trade decides.

    Raises
    ------
    SiteError
        If that is more than the county makes.
    """
    codes = list(nation.industries.index)
    share = np.full(len(codes), np.nan)
    if shock.phase != OPERATIONS:
        return share
    for code, part in site.local_purchases.items():
        for industry in industry_mix({code: 1.0}, nation.economy):
            share[codes.index(industry)] = part
    wanted: FloatArray = share * shock.purchases.domestic
    if site.local_purchases:
        made = activity([shock.county.fips], nation.economy).shares[0] * nation.output
        for at in np.flatnonzero(wanted > made):
            raise SiteError(
                f"The plant would buy {dollars(wanted[at])} of {codes[at]} "
                f"({nation.industries.title.iloc[at]}) in {shock.county.label}, which makes {dollars(made[at])}. "
                "Lower its share in 'local_purchases'."
            )
    return wanted
