import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.counties import distance_matrix, great_circle_km
from impact.counties._distance import intra_county_km
from impact.reference import table

HALF_CIRCUMFERENCE = np.pi * 6371.0088
POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.fixture(scope="module")
def counties():
    return table("counties").set_index("fips", drop=False)


@pytest.fixture(scope="module")
def matrix():
    return distance_matrix()


def test_known_distances():
    assert great_circle_km(0, 0, 0, 1) == pytest.approx(111.195, abs=1e-3)
    assert great_circle_km(0, 90, 50, -90) == pytest.approx(HALF_CIRCUMFERENCE)
    # New York JFK to Los Angeles LAX is 3,974 km on the ellipsoid, 0.3 % less on the sphere at most.
    assert great_circle_km(-73.7789, 40.6398, -118.408, 33.9425) == pytest.approx(3974, rel=0.003)


def test_reno_to_las_vegas(counties, matrix):
    washoe, clark = counties.index.get_indexer(["32031", "32003"])
    assert 545 < matrix[washoe, clark] < 565


def test_points_broadcast():
    lon, lat = np.array([0.0, 10.0]), np.array([0.0, 20.0])
    assert great_circle_km(lon[:, None], lat[:, None], lon, lat).shape == (2, 2)


@given(POINTS, POINTS, POINTS)
def test_a_metric_on_the_sphere(a, b, c):
    ab, ba, bc, ac = (float(great_circle_km(*p, *q)) for p, q in ((a, b), (b, a), (b, c), (a, c)))
    assert ab == pytest.approx(ba, abs=1e-9)
    assert great_circle_km(*a, *a) == 0
    assert 0 <= ab <= HALF_CIRCUMFERENCE + 1e-6
    assert ac <= ab + bc + 1e-3


def test_matrix_is_symmetric_with_the_interior_on_the_diagonal(counties, matrix):
    assert matrix.shape == (3144, 3144)
    assert (matrix == matrix.T).all()
    assert (matrix > 0).all()
    # 0.52 times the square root of 683.238 km2 over pi
    assert matrix.diagonal()[counties.index.get_loc("32029")] == pytest.approx(7.6686, abs=1e-3)
    assert intra_county_km(np.pi) == pytest.approx(0.52)


def test_matrix_agrees_with_the_haversine(counties, matrix):
    row = counties.index.get_loc("36061")
    away = great_circle_km(counties.lon.iloc[row], counties.lat.iloc[row], counties.lon, counties.lat)
    others = np.arange(len(counties)) != row
    np.testing.assert_allclose(matrix[row, others], away[others], rtol=1e-9)


def test_matrix_of_a_part_keeps_its_order(counties, matrix):
    part = counties.loc[["32031", "32003", "32029"]]
    where = counties.index.get_indexer(part.index)
    np.testing.assert_allclose(distance_matrix(part), matrix[np.ix_(where, where)])
    assert distance_matrix(part.iloc[:1]).shape == (1, 1)


def test_commuting_distances_are_these_distances(counties, matrix):
    flows = table("commuting").query("home != work").sample(500, random_state=1)
    home, work = (counties.index.get_indexer(flows[end]) for end in ("home", "work"))
    np.testing.assert_allclose(matrix[home, work], flows.distance_km, atol=0.1)
