"""Regression evidence on the places of a result, in sentences."""

from functools import partial

from ..effects import Effects
from ..errors import ModelError
from ..reference import kept
from ._baseline import baseline
from ._local_multiplier import local_multiplier

COUNTIES_KEPT = 64


def readings(result: Effects) -> dict[str, str]:
    """Return regression sentences on county jobs and labor force, by title.

    None of it changes the result; see :func:`local_multiplier` and :func:`baseline`.
    """
    sentences = {"Local multiplier": _of_jobs()}
    for site, stated in zip(result.sites, result.inputs["sites"], strict=True):
        sentence, last = _of_labor_force(site.fips)
        opened = stated.get("opens")
        if last is not None and opened is not None and opened <= last:
            sentence += f" The figures are those up to {last}; the plant is in them since {opened}."
        sentences[f"Labor force of {site.county}, if it goes on as before"] = sentence
    return sentences


@kept
def _of_jobs() -> str:
    return local_multiplier().reading()


@partial(kept, most=COUNTIES_KEPT)
def _of_labor_force(fips: str) -> tuple[str, int | None]:
    """Return a sentence on a county, and the last year.

    It is the last with figures; none where nothing is published.
    """
    try:
        projection = baseline(fips)
    except ModelError as error:
        return str(error), None
    end = projection.forecast.iloc[-1]
    span = f"95 % {end.low_95:,.0f} to {end.high_95:,.0f}"
    return f"{end.forecast:,.0f} in {end.year:.0f} ({span}). {projection.reading()}", projection.last
