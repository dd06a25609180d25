"""Distance scales stated by a study in place of the fitted ones."""

import json
from collections.abc import Mapping

from .._wording import did_you_mean, quoted
from ..errors import SiteError
from ..reference import Assumption, table

STATED = "trade_scales"  # as impact.trade reads it
MAX_SCALES, MAX_SCALE_KM = 2, 20_000.0
SHARE_TOLERANCE = 1e-6


def stated_scales(scales: Mapping[str, Mapping[float, float]]) -> dict[str, Assumption]:
    """Return the assumption of a study's own distance scales, if any.

    Parameters
    ----------
    scales : mapping of str to mapping of float to float
        By BEA industry code, or the first digits of the codes of a group: one or two scales in km and their weights,
        which sum to one: over an even plain for goods, transport and construction, of purchases for services. A longer
        code goes before a shorter one.

    Raises
    ------
    SiteError
        If no industry has such a code, a scale lies outside 0 to 20,000 km, or weights do not sum to one.

    Examples
    --------
    >>> stated_scales({"3273": {20: 0.7, 320: 0.3}})["trade_scales"].value[:44]
    '{"327310": {"20": 0.7, "320": 0.3}, "327320"'
    """
    if not scales:
        return {}
    codes = table("industries").code.tolist()
    scales_by_industry: dict[str, dict[str, float]] = {}
    for prefix in sorted(scales, key=lambda code: (len(code), code)):
        members = [code for code in codes if code.startswith(prefix)] if len(prefix) > 1 else []
        if not members:
            hint = did_you_mean(prefix, codes)
            raise SiteError(
                f'"trade_scales" names {quoted(prefix)}, which is no industry or group.{hint} Give a BEA code such as '
                "335911, or the first two to five digits of a group."
            )
        _check(prefix, scales[prefix])
        written = {f"{km:g}": share for km, share in sorted(scales[prefix].items())}
        scales_by_industry |= dict.fromkeys(members, written)
    value = json.dumps(dict(sorted(scales_by_industry.items())))
    title = "Distance scales of the study's own by industry (km: weight)"
    stated = Assumption(name=STATED, title=title, value=value, unit="", source="stated", year=2026, overridden=True)
    return {STATED: stated}


def _check(code: str, scales: Mapping[float, float]) -> None:
    where = f'"trade_scales" of {code}'
    if not 1 <= len(scales) <= MAX_SCALES:
        raise SiteError(f"{where} has {len(scales)} scales; give one or two, such as {{40: 0.3, 1280: 0.7}}.")
    for km in scales:
        if not 0 < km <= MAX_SCALE_KM:
            raise SiteError(f"{where} has a scale of {km:g} km; give one above 0 and up to {MAX_SCALE_KM:,.0f} km.")
    total = sum(scales.values())
    if min(scales.values()) <= 0 or not abs(total - 1) <= SHARE_TOLERANCE:
        raise SiteError(f"{where} has weights that sum to {total:g}; give positive ones that sum to 1.")
