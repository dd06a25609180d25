"""Draws of a result: intervals, drivers and convergence, as saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Draws:
    """Intervals of a result from draws of the assumptions with a range.

    See :func:`impact.evidence.draw`.

    Attributes
    ----------
    count, seed : int
        Number of draws, and the seed that repeats them.
    versions : mapping of str to str
        Of the libraries that drew: another version may draw other values.
    headlines : DataFrame
        ``phase, effect, measure, point, p5, p50, p95``: effects in the study region.
    counties : DataFrame
        ``fips, phase, measure, p5, p50, p95``: total effect by county.
    drivers : DataFrame
        ``phase, measure, name, title, low, value, high``; ``correlation``, the rank correlation (Spearman) of the
        assumption with the total effect in the region; ``at_low, at_high``, that total with this assumption at the ends
        of its range and all others at their values.
    variance : DataFrame
        ``phase, measure``; ``form, figures``: shares of the variance of the total in the region that the form of the
        model makes, and that its figures make.
    convergence : DataFrame
        ``phase, measure, draws, p5, p50, p95``: the total effect in the region after some of the draws.
    errors : DataFrame
        ``phase, effect, measure, draws, error``: largest relative difference in the region between the figures of some
        draws and the model solved anew for them; effect ``county`` is the total by county, the sum of differences over
        the sum. Empty where every draw is solved, and with the quick method.
    method : str
        ``full``, or ``quick``: :func:`impact.evidence.quick_draw`.
    samples : DataFrame
        A row for each draw, a column for each effect, named such as ``region operations direct jobs``: that effect over
        the study's own. Places are the ``region``, the home ``state`` with the region, and the ``nation``; a quotient
        knows the region alone. Empty in results of older versions.
    """

    count: int
    seed: int
    versions: Mapping[str, str]
    headlines: pd.DataFrame
    counties: pd.DataFrame
    drivers: pd.DataFrame
    variance: pd.DataFrame
    convergence: pd.DataFrame
    errors: pd.DataFrame
    method: str = "full"
    samples: pd.DataFrame = field(default_factory=pd.DataFrame)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as one JSON document, tables by column."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.to_dict("list") if isinstance(value, pd.DataFrame) else value for name, value in content.items()
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Draws":
        """Return the draws in a document of :meth:`to_dict`."""
        versions = dict(document["versions"])
        content = {name: value for name, value in document.items() if name != "versions"}
        tables = {name: pd.DataFrame(value) for name, value in content.items() if isinstance(value, dict)}
        tables.setdefault("variance", pd.DataFrame(columns=["phase", "measure", "form", "figures"]))  # older results
        return cls(**{**content, **tables}, versions=versions)
