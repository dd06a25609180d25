"""Kernels of a grid of scales: their volume, their mixtures, and what they are inside a county."""

import numpy as np
import pytest

from impact.counties import distance_matrix
from impact.reference import assumptions, override, table
from impact.trade._kernels import GRID_KM, grid_weights, inside_decay, mixed_kernels, scale_kernels
from impact.trade._mixtures import mixtures


def test_kernels_have_one_volume_over_an_even_plain() -> None:
    """The integral of exp(-r/s) over the plane is 2 pi s²."""
    radius = np.linspace(0, 60_000, 600_001)
    for scale in (5.0, 40.0, 2560.0):
        decay = (5.0 / scale) ** 2 * np.exp(-radius / scale)
        assert np.trapezoid(2 * np.pi * radius * decay, radius) == pytest.approx(2 * np.pi * 25.0, rel=1e-4)
    distance = distance_matrix()
    for kernel, scale in zip(scale_kernels(distance, [40.0]), [40.0], strict=True):
        wanted = (5.0 / scale) ** 2 * np.exp(-distance[:3, 3:9] / scale)
        assert kernel.dense()[:3, 3:9] == pytest.approx(wanted, rel=1e-4, abs=1e-30)


def test_a_scale_between_two_of_the_grid_is_a_mixture_of_both() -> None:
    weights = grid_weights(np.array([5.0, 30.0, 2560.0, 9999.0]))
    assert weights.sum(axis=1) == pytest.approx(np.ones(4))
    share = np.log2(30.0 / 20.0)
    assert weights[1] == pytest.approx(np.eye(10)[2] * (1 - share) + np.eye(10)[3] * share)
    assert weights[2:] == pytest.approx(np.eye(10)[[9, 9]])


def test_people_of_a_county_are_nearer_than_its_square_says() -> None:
    """Most people of Washoe live in two towns: settled evenly on its 16,300 km² they would be far apart."""
    at = list(table("counties").fips).index("32031")
    side = float(np.sqrt(table("counties").land_km2[at]))
    points = np.random.default_rng(0).random((2, 200_000, 2)) * side
    even = np.exp(-np.hypot(*(points[0] - points[1]).T) / 10.0).mean()
    assert inside_decay([10.0])[0, at] > 3 * even
    decay = inside_decay(GRID_KM)
    assert (np.diff(decay, axis=0) > 0).all()
    assert (decay > 0).all()
    assert (decay < 1).all()


def test_mixtures_add_kernels_and_stretch_with_their_factor() -> None:
    distance = distance_matrix()
    made = mixed_kernels(distance, [((10.0, 0.9), (1280.0, 0.1)), ()], [2.0, 1.0], [False, False])
    mixed, in_place = (kernel.dense() for kernel in made)
    parts = [kernel.dense() for kernel in scale_kernels(distance, [20.0, 2560.0])]
    assert mixed[:50, :50] == pytest.approx(0.9 * parts[0][:50, :50] + 0.1 * parts[1][:50, :50], rel=1e-5)
    assert np.diagonal(in_place) == pytest.approx(np.ones(len(distance)))
    assert (in_place - np.eye(len(distance))).sum(axis=1).max() < 1e-5


def test_weights_by_share_reach_as_many_people_from_every_county() -> None:
    """By hand for two counties; and a small county's near scale reaches what a large one's does."""
    distance = distance_matrix()
    people = table("counties").population.to_numpy(dtype=float)
    people /= people.sum()
    for scale, kernel in zip((20.0, 1280.0), scale_kernels(distance, [20.0, 1280.0], by_share=True), strict=True):
        decay = np.exp(-distance / scale)
        np.fill_diagonal(decay, inside_decay([scale])[0])
        reach = people @ decay
        kernel = kernel.dense()
        assert kernel[7, 7] == pytest.approx(decay[7, 7] / reach[7], rel=1e-4)
        assert kernel[7, 20] == pytest.approx(decay[7, 20] / np.sqrt(reach[7] * reach[20]), rel=1e-4)
    near, far = scale_kernels(distance, [20.0, 1280.0], by_share=True)
    small, large = people < 3e-5, people > 3e-3
    for kernel in (near, far):
        reached = people @ kernel.dense()
        assert 0.4 < reached[small].mean() / reached[large].mean() < 1.6
    plain = scale_kernels(distance, [20.0])[0].dense()
    assert (people @ plain)[small].mean() < 0.05 * (people @ plain)[large].mean()


def test_factors_of_local_and_other_mixtures_are_assumptions() -> None:
    fitted = mixtures()
    factors = np.array(fitted.factors(override({"local_distance": 0.8, "goods_distance": 1.2})))
    codes = list(table("industries").code)
    for code, factor in (("445000", 0.8), ("722110", 0.8), ("335911", 1.2), ("423600", 1.2), ("550000", 1.2)):
        assert factors[fitted.of_industry[codes.index(code)]] == factor
    assert fitted.factors(assumptions()) == [1.0] * len(fitted.scales)
