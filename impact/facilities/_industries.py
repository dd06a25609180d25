"""Industry codes in user input: BEA detail, or NAICS 2017 and 2022."""

from collections.abc import Mapping

from .._types import SHARE_TOLERANCE
from .._wording import nearest, quoted
from ..errors import SiteError
from ..reference import economy_year, table


def industry_mix(codes: Mapping[str, float], economy: int | None = None) -> dict[str, float]:
    """Return BEA industry shares for shares of BEA or NAICS codes.

    Parameters
    ----------
    codes : mapping of str to float
        Shares by code that sum to one. A NAICS code that spans several industries is split by their output.
    economy : int, optional
        Year of that output; by default that of the manifest.

    Raises
    ------
    SiteError
        If a code is unknown, cannot have a plant, or the shares do not sum to one.

    Examples
    --------
    >>> industry_mix({"335911": 1.0})
    {'335911': 1.0}
    >>> sorted(industry_mix({"335910": 1.0}))
    ['335911', '335912']
    """
    total = sum(codes.values())
    if not abs(total - 1.0) <= SHARE_TOLERANCE or not min(codes.values()) > 0:
        raise SiteError(f"The shares of industries must be positive and sum to 1; these sum to {total:g}.")
    mix: dict[str, float] = {}
    for code, share in codes.items():
        for industry, weight in _industries(code, economy_year(economy)).items():
            mix[industry] = mix.get(industry, 0.0) + share * weight
    return mix


def _industries(code: str, economy: int) -> dict[str, float]:
    industries = table("industries").set_index("code")
    if code in industries.index:
        if not industries.jobs[code] > 0:
            raise SiteError(f"Industry {code} ({industries.title[code]}) has no jobs, so no plant can belong to it.")
        return {code: 1.0}
    naics = table("naics")
    for year in (2022, 2017):
        rows = naics[(naics.naics == code) & (naics.naics_year == year)]
        if len(rows):
            growth = table("industries", economy).set_index("code").output / industries.output
            weight = rows.weight * rows.industry.map(growth)  # the table has the benchmark's weights
            return dict(zip(rows.industry, weight / weight.sum(), strict=True))
    raise SiteError(
        f"There is no industry {quoted(code)}. Give a BEA detail code or a NAICS code of 2 to 6 digits. "
        f"Nearest: {nearest(code, dict(zip(industries.index, industries.title, strict=True)), 3)}."
    )


def commodity_code(text: str) -> str:
    """Return a commodity code, or raise SiteError with the nearest ones."""
    known = table("commodities")
    titles = dict(zip(known.code, known.title, strict=True))
    if text in titles:
        return text
    raise SiteError(f"There is no commodity {quoted(text)}. Nearest: {nearest(text, titles, 3)}.")
