"""Environmental tables with totals that name missing parts."""

from collections.abc import Collection, Sequence

import pandas as pd

from ..reference import TOTAL, measures

GROUP = "environment"
ORDER = ("direct", "indirect", "imports", "induced", TOTAL)


def environmental(frame: pd.DataFrame, region: Collection[str]) -> pd.DataFrame:
    """Return environmental measures of the region and of all places.

    Columns: ``phase, effect, place`` and the measures; input is by county.
    """
    if frame.empty:
        return pd.DataFrame(columns=["phase", "effect", "place", *measures(GROUP)])
    places = {"region": frame[frame.fips.isin(region)], "all": frame}
    tables = [with_environment_totals(part.assign(place=place), ["phase", "place"]) for place, part in places.items()]
    return pd.concat(tables, ignore_index=True)[["phase", "effect", "place", *measures(GROUP)]]


def with_environment_totals(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Sum by keys and effect, and add totals.

    A sum with a missing part is missing.
    """
    names = list(measures(GROUP))
    if frame.empty:
        return pd.DataFrame(columns=[*keys, "effect", *names])
    parts = _sum(frame, [*keys, "effect"], names)
    counted = frame[["effect", *keys, *names]].astype(dict.fromkeys(names, float))
    for name, measure in measures(GROUP).items():
        counted[name] = counted[name].where(counted.effect.isin(measure.in_total), 0.0)
    totals = _sum(counted, keys, names).assign(effect=TOTAL)
    combined = pd.concat([parts, totals], ignore_index=True)
    combined["effect"] = pd.Categorical(combined.effect, ORDER, ordered=True)
    combined = combined.sort_values([*keys, "effect"], ignore_index=True)
    return combined.astype({"effect": str})[[*keys, "effect", *names]]


def _sum(frame: pd.DataFrame, keys: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    figures = frame[[*keys, *names]].astype(dict.fromkeys(names, float))
    groups = figures.groupby(list(keys), as_index=False)
    sums = groups[list(names)].sum()
    missing = figures.assign(**figures[list(names)].isna()).groupby(list(keys), as_index=False)[list(names)].any()
    return sums.mask(missing.assign(**dict.fromkeys(keys, False)).astype(bool))
