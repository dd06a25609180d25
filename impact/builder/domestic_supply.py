"""Domestic supply of battery materials, as shares of U.S. use."""

import pandas as pd

from ._resolve import made
from .inputs import cited

KINDS = {
    "domestic supply share": "published",
    "domestic supply share (upper bound)": "upper bound",
    "domestic supply share (DEFAULT)": "judgement",
}
RANGES = {"upper bound": (0.0, None), "judgement": (0.0, 1.0)}


@made
def domestic_supply(battery_trade: pd.DataFrame) -> pd.DataFrame:
    """Domestic shares by item and year.

    They are published (without a range), an upper bound, or a judgement.

    A share of several years stands at the first of them. A judgement may range from zero to one.
    """
    frame = battery_trade.assign(kind=battery_trade.measure.map(KINDS))
    frame = frame[frame.kind.notna()]
    share = frame.value.astype(float)
    low = frame.kind.map({kind: low for kind, (low, _) in RANGES.items()})
    high = frame.kind.map({kind: high for kind, (_, high) in RANGES.items()})
    supply = pd.DataFrame(
        {
            "item": frame.commodity,
            "stage": frame.supply_chain_stage,
            "commodity": frame.bea_2017_detail,
            "year": frame.year.str[:4].astype("int16"),
            "period": frame.year,
            "share": share,
            "low": low.astype(float),
            "high": high.astype(float).mask(frame.kind == "upper bound", share),
            "kind": frame.kind,
            "source": cited(frame.source),
            "confidence": frame.confidence,
            "note": frame.note.fillna(""),
        }
    )
    return supply.sort_values(["item", "year"], ignore_index=True)
