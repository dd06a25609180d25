"""Counties: names, codes, study regions, jobs, distances and commuting.

A county is one of the 3,144 of the 50 states and DC in the geography of 2023, with nine planning regions in
Connecticut. :func:`resolve` and :func:`region` read user input; past names and codes are translated with a notice.
"""

from ._activity import Activity, activity
from ._commuting import commuting_matrix, residence_shares
from ._distance import distance_matrix, great_circle_km
from ._gazetteer import County
from ._names import find, resolve
from ._profile import CountyProfile, county, plants_in
from ._regions import Region, region
from ._shed import commuting_fit, embed_fit, shed
from ._totals import county_totals
from ._wages import mean_pay, occupation_pay, wage_area

__all__ = [
    "Activity",
    "County",
    "CountyProfile",
    "Region",
    "activity",
    "commuting_fit",
    "commuting_matrix",
    "county",
    "county_totals",
    "distance_matrix",
    "embed_fit",
    "find",
    "great_circle_km",
    "mean_pay",
    "occupation_pay",
    "plants_in",
    "region",
    "residence_shares",
    "resolve",
    "shed",
    "wage_area",
]
