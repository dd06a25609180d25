"""Evidence on distances of industries' sales, one row an industry.

The sources are by NAICS.
"""

import pandas as pd

from ..errors import DataError
from ._resolve import made

DEPOSITORIES = {
    "52A000": "5221",
    "522A00": "5222",
    "611A00": "6112",
}  # BEA codes that do not begin with their NAICS code
NUMBERS = [
    "target",
    "low",
    "high",
    "share_under_50_miles",
    "start_scale1_km",
    "weight1",
    "start_scale2_km",
    "visitor_share",
]
TARGETS = ["industry", "group", "target_type", "target", "low", "high", "share_under_50_miles"]
RENAMED = {"start_scale1_km": "near_km", "weight1": "near_weight", "start_scale2_km": "far_km"}


@made
def trade_targets(
    trade_evidence: pd.DataFrame, trade_evidence_own: pd.DataFrame, benchmark_industries: pd.DataFrame
) -> pd.DataFrame:
    """Evidence by industry, from the longest prefix of its code.

    The builder's own file comes first.

    Raises
    ------
    DataError
        If an industry has no evidence, or a row of it has no scale to start from.
    """
    evidence = trade_evidence.rename(columns={"naics_prefix": "prefix"}).assign(visitor_share="0")
    evidence = evidence[~evidence.prefix.isin(trade_evidence_own.prefix)]
    rows = pd.concat([evidence, trade_evidence_own]).set_index("prefix")
    targets = []
    for code in benchmark_industries.code:
        known = DEPOSITORIES.get(code, code)
        prefix = next((known[:size] for size in range(len(known), 1, -1) if known[:size] in rows.index), None)
        if prefix is None:
            raise DataError(f"No evidence on the distance of trade of industry {code}. Add a row for its code.")
        targets.append(rows.loc[prefix].rename(code))
    frame = pd.DataFrame(targets).rename_axis("industry").reset_index()
    frame[NUMBERS] = frame[NUMBERS].apply(pd.to_numeric)
    lacking = frame[frame.start_scale1_km.isna() & (frame.target_type != "in_place")]
    if len(lacking):
        raise DataError(f"The evidence on trade of {lacking.industry.iloc[0]} has no scale to start from.")
    frame = frame.rename(columns=RENAMED)
    return frame[[*TARGETS, *RENAMED.values(), "visitor_share", "confidence", "basis"]]
