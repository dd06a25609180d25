"""Regression evidence on the places of a result, in sentences."""

from ..effects import Effects
from ..errors import ModelError
from ._baseline import baseline
from ._local_multiplier import local_multiplier


def readings(result: Effects) -> dict[str, str]:
    """Return regression sentences on county jobs and labor force, by title.

    None of it changes the result; see :func:`local_multiplier` and :func:`baseline`.
    """
    sentences = {"Local multiplier": local_multiplier().reading()}
    for site, stated in zip(result.sites, result.inputs["sites"], strict=True):
        title = f"Labor force of {site.county}, if it goes on as before"
        try:
            projection = baseline(site.fips)
        except ModelError as error:
            sentences[title] = str(error)
            continue
        last = projection.forecast.iloc[-1]
        span = f"95 % {last.low_95:,.0f} to {last.high_95:,.0f}"
        sentences[title] = f"{last.forecast:,.0f} in {last.year:.0f} ({span}). {projection.reading()}"
        opened = stated.get("opens")
        if opened is not None and opened <= projection.last:
            sentences[title] += f" The figures are those up to {projection.last}; the plant is in them since {opened}."
    return sentences
