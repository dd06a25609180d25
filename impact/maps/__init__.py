"""Maps: counties colored by effect, with region and sites.

A map is a :class:`folium.Map` without tiles. It is saved as one HTML file with Leaflet and its data inside. It makes no
network request, so that it can be mailed and opened offline.
"""

from ._county_map import county_map, save
from ._inputs import MapColors, MapMarks, MapPage, plant_marks
from ._result_map import comparison_map, result_map

__all__ = ["MapColors", "MapMarks", "MapPage", "comparison_map", "county_map", "plant_marks", "result_map", "save"]
