"""Occupation codes in user input: SOC of 2018 or 2010."""

from collections.abc import Mapping

from .._wording import nearest, quoted
from ..errors import SiteError
from ..reference import table

NATION = "0000000"


def labor_plan(shares: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """Return shares of direct jobs by occupation, and translated codes.

    The occupations are detailed ones of the SOC of 2018.

    Parameters
    ----------
    shares : mapping of str to float
        By SOC code of 2018 or 2010. A code of 2010 that became several is split by their jobs in the nation.

    Raises
    ------
    SiteError
        If a code is no detailed occupation, with the nearest ones.

    Examples
    --------
    >>> plan, notices = labor_plan({"51-2092": 0.5, "51-2022": 0.5})  # the second is of 2010
    >>> sorted(plan)
    ['51-2028', '51-2090']
    """
    plan: dict[str, float] = {}
    notices = []
    for code, share in shares.items():
        weights, notice = _occupations(code)
        if notice:
            notices.append(notice)
        for soc, weight in weights.items():
            plan[soc] = plan.get(soc, 0.0) + share * weight
    return plan, notices


def _occupations(code: str) -> tuple[dict[str, float], str]:
    """Return the weighted OEWS occupations of a code.

    A notice follows if the code was translated.
    """
    known = table("occupations")
    titles = dict(zip(known.soc, known.title, strict=True))
    detailed = set(known.soc[known.level == "detailed"])
    if code in detailed:
        return {code: 1.0}, ""
    joins = _joined()
    if code in joins:
        soc = joins[code]
        return {soc: 1.0}, f"Occupation {code} is counted in {soc} ({titles[soc]}), as BLS publishes it."
    changes = table("soc_2010")
    later = [joins.get(new, new) for new in changes.soc_2018[changes.soc_2010 == code]]
    later = sorted({soc for soc in later if soc in detailed})
    if later:
        pay = table("wages")
        jobs = pay[pay.area == NATION].set_index("soc").jobs.reindex(later).fillna(0).astype(float)
        weights = jobs / jobs.sum() if jobs.sum() > 0 else jobs + 1 / len(later)
        names = ", ".join(f"{soc} ({titles[soc]})" for soc in later)
        split_note = ", split by their jobs in the nation" if len(later) > 1 else ""
        by_soc = {str(soc): float(weight) for soc, weight in weights.items()}
        return by_soc, f"Occupation {code} of the SOC of 2010 is {names}{split_note}."
    raise SiteError(
        f"There is no detailed occupation {quoted(code)}. Give a code of the SOC of 2018 such as 51-9161. "
        f"Nearest: {nearest(code, {soc: titles[soc] for soc in detailed}, 3)}."
    )


def _joined() -> dict[str, str]:
    """Return the OEWS code of each joined SOC code of 2018."""
    joined = table("soc_joined")
    return dict(zip(joined.soc_2018, joined.soc, strict=True))
