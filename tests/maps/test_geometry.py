import numpy as np
import pandas as pd
import pytest
import shapely

from impact._outlines import outlines
from impact.maps._geometry import focus, named_views, near, packed
from impact.shapes import counties

COUNTIES = outlines(counties())


def unpacked(shape):
    rings = [[np.array(ring).reshape(-1, 2).cumsum(axis=0) / 1000 for ring in polygon] for polygon in shape]
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in rings])


def test_aleutians_join_the_rest_of_alaska():
    west, _, east, _ = COUNTIES.total_bounds
    assert -189 < west < east < -66


def test_neighbours_share_their_rounded_border():
    storey, washoe = (unpacked(shape) for shape in packed(COUNTIES[["32029", "32031"]]))
    shared = set(shapely.get_coordinates(storey).flat) & set(shapely.get_coordinates(washoe).flat)
    assert len(shared) >= 6


def test_packed_outlines_are_the_outlines():
    shapes = [unpacked(shape) for shape in packed(COUNTIES)]
    assert len(shapes) == 3144
    assert shapely.hausdorff_distance(shapes, COUNTIES.to_numpy()).max() < 0.001
    assert packed([]) == []


def test_packed_holes_and_islands():
    lake = shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 2, 2)
    shape = shapely.MultiPolygon([lake, shapely.box(9, 9, 10, 10)])
    assert unpacked(packed([shape])[0]).equals(shape)


def test_first_view_of_many_is_the_region_and_who_gains_most_around_it():
    region = ["32029", "32031"]
    effect = pd.Series(1e-3, COUNTIES.index)
    effect[["32029", "32031", "32510", "06037"]] = [100.0, 50.0, 20.0, 20.0]
    focused = focus(COUNTIES, effect, region)
    assert focused == ["32029", "32031", "32510"]  # Los Angeles gains as much as Carson City, but far away
    views = named_views(COUNTIES, effect.index, focused)
    assert [name for name, _ in views] == ["Reset view", "Whole US", "Alaska", "Hawaii"]
    (_, ((south, west), (north, east))), (_, whole), *_ = views
    assert -121 < west < east < -118
    assert 38 < south < north < 43
    assert whole == ((24.5, -124.8), (49.4, -66.9))


@pytest.mark.parametrize(("region", "counties"), [([], 3144), (["32029"], 100)])
def test_first_view_holds_all_without_a_region_or_with_few(region, counties):
    effect = pd.Series(1.0, COUNTIES.index[:counties])
    assert focus(COUNTIES, effect, region) == []


def test_first_view_of_a_site_in_alaska_is_in_alaska():
    effect = pd.Series(1.0, COUNTIES.index)
    (_, ((south, _), _)), *others = named_views(COUNTIES, effect.index, focus(COUNTIES, effect, ["02020"]))
    assert south > 58
    assert [name for name, _ in others] == ["Whole US", "Alaska", "Hawaii"]


def test_alaska_alone_is_the_first_view():
    [(name, ((south, _), (north, _)))] = named_views(COUNTIES, ["02110", "02020"])
    assert name == "Reset view"
    assert 57 < south < north < 62


def test_without_counties_the_first_view_is_the_lower_48():
    [(_, box)] = named_views(COUNTIES, [])
    assert box == ((24.5, -124.8), (49.4, -66.9))


def test_near_fills_the_screen_and_no_more():
    [(_, box)] = named_views(COUNTIES, ["32029"])
    around = near(COUNTIES, box).index
    assert {"32031", "32019", "32510", "32001", "06061"} <= set(around)
    assert len(around) < 60
