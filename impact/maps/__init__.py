"""Maps of a result: counties colored by effect, the study region outlined, the sites marked.

A map is a :class:`folium.Map` without tiles. It is saved as one HTML file that carries Leaflet and its data
inside and forbids itself every request, so that it can be mailed and opened with the network off.
"""

from ._county_map import county_map, save
from ._inputs import MapColors, MapPage
from ._result_map import comparison_map, result_map

__all__ = ["MapColors", "MapPage", "comparison_map", "county_map", "result_map", "save"]
