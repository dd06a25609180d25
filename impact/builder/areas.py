"""BEA's combined areas: where it publishes several counties as one, and the way there and back."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .geography import counties, fips_changes, to_2023_counties
from .inputs import read

COMBINED = {
    "51901": "51003 51540", "51903": "51005 51580", "51907": "51015 51790 51820", "51911": "51031 51680",
    "51913": "51035 51640", "51918": "51053 51570 51730", "51919": "51059 51600 51610", "51921": "51069 51840",
    "51923": "51081 51595", "51929": "51089 51690", "51931": "51095 51830", "51933": "51121 51750",
    "51939": "51143 51590", "51941": "51149 51670", "51942": "51153 51683 51685", "51944": "51161 51775",
    "51945": "51163 51530 51678", "51947": "51165 51660", "51949": "51175 51620", "51951": "51177 51630",
    "51953": "51191 51520", "51955": "51195 51720", "51958": "51199 51735", "15901": "15005 15009",
}  # fmt: skip
AREA_OF = {member: area for area, members in COMBINED.items() for member in members.split()}


def to_areas(counties: pd.Series) -> pd.Series:
    """Sum county figures to BEA areas; missing where a listed county of the area has none.

    Rows that already stand for a combined area are left out.
    """
    counties = counties[~counties.index.isin(list(COMBINED))]
    area = counties.index.map(lambda fips: AREA_OF.get(fips, fips))
    return counties.astype(float).groupby(area).sum(skipna=False)


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
        whole = table[~table.index.isin(list(self.shares))]
        frame = pd.concat([whole, *split]).rename_axis("fips").reset_index()
        bridged = to_2023_counties(frame, list(table.columns), self.changes, pd.Series(self.fips))
        return bridged.set_index("fips").reindex(self.fips, fill_value=0.0)

    def series(self, areas: pd.Series) -> pd.Series:
        """Turn one count by source area into one by county of 2023."""
        return self.counties(areas.to_frame("value"))["value"]

    def divided(self, codes: pd.Index) -> pd.Index:
        """Return the counties of 2023 that hold a part of a divided one among ``codes``."""
        part = self.changes.old_fips.isin(codes) & (self.changes.weight < 1)
        holders: list[str] = sorted(set(self.changes.new_fips[part]))
        return pd.Index(holders)


def bridge(source: Path, jobs: pd.Series) -> Bridge:
    """Make the bridge of the sources; ``jobs`` by county divide the combined areas.

    An area with a county that has no jobs in any source (Kalawao, HI) is divided by population instead.
    """
    people = read(source, "geo/counties_2020_5m.parquet", ["GEOID", "pop2020"]).set_index("GEOID")["pop2020"]
    shares = {}
    for area, members in COMBINED.items():
        weight = jobs.reindex(members.split())
        if weight.isna().any():
            weight = people.reindex(weight.index).astype(float)
        if weight.notna().all():
            shares[area] = weight / weight.sum()
    return Bridge(pd.Index(counties(source).fips), fips_changes(source), shares)
