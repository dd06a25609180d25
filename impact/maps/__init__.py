"""Maps: counties colored by effect, with region and sites.

A map is a :class:`folium.Map` without tiles. It is saved as one HTML file with Leaflet and its data inside. It makes no
network request, so that it can be mailed and opened offline.
"""

from ._classes import LESS, color_classes
from ._county_map import county_map, save
from ._figures import SCALES, Scale, tidy
from ._geometry import LOWER_48, SEPARATE_STATES, outlines, westward
from ._inputs import MapColors, MapPage
from ._result_map import comparison_map, made_with, result_map

__all__ = [
    "LESS",
    "LOWER_48",
    "SCALES",
    "SEPARATE_STATES",
    "MapColors",
    "MapPage",
    "Scale",
    "color_classes",
    "comparison_map",
    "county_map",
    "made_with",
    "outlines",
    "result_map",
    "save",
    "tidy",
    "westward",
]
