"""BEA's combined areas and their bridge to single counties."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..reference import combined_areas
from .geography import to_2023_counties


@dataclass(frozen=True)
class Bridge:
    """From the sources' county codes to the counties of 2023, totals kept.

    ``shares`` divides each combined area among its counties. Past counties are divided by population.
    """

    fips: pd.Index
    changes: pd.DataFrame
    shares: dict[str, pd.Series]

    def counties(self, table: pd.DataFrame) -> pd.DataFrame:
        """Turn a (source areas, columns) table of counts into (2023 counties, columns).

        A county without a row in ``table`` has none of what it counts.
        """
        split = [
            pd.DataFrame(np.outer(share, table.loc[area]), index=share.index, columns=table.columns)
            for area, share in self.shares.items()
            if area in table.index
        ]
        undivided = table[~table.index.isin(list(self.shares))]
        frame = pd.concat([undivided, *split]).rename_axis("fips").reset_index()
        bridged = to_2023_counties(frame, list(table.columns), self.changes, pd.Series(self.fips))
        return bridged.set_index("fips").reindex(self.fips, fill_value=0.0)

    def series(self, areas: pd.Series) -> pd.Series:
        """Turn one count by source area into one by county of 2023."""
        return self.counties(areas.to_frame("value"))["value"]

    def divided(self, codes: pd.Index) -> pd.Index:
        """Return the counties of 2023 with parts of divided past ones.

        The past counties are those among ``codes``.
        """
        part = self.changes.old_fips.isin(codes) & (self.changes.weight < 1)
        holders: list[str] = sorted(set(self.changes.new_fips[part]))
        return pd.Index(holders)


def bridge(jobs: pd.Series, people: pd.Series, fips_changes: pd.DataFrame, known_counties: pd.Series) -> Bridge:
    """Make the bridge from the sources' areas to counties.

    ``jobs`` by county divide the combined areas.

    An area with a county that has no jobs in any source (Kalawao, HI) is divided by ``people`` instead.
    """
    shares = {}
    for area, members in combined_areas().items():
        weight = jobs.reindex(members)
        if weight.isna().any():
            weight = people.reindex(weight.index).astype(float)
        if weight.notna().all():
            shares[area] = weight / weight.sum()
    return Bridge(pd.Index(known_counties), fips_changes, shares)
