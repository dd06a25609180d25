"""Symmetric matrices in strips do what whole arrays do."""

import numpy as np
import pytest

from impact.trade._symmetric import ROWS_PER_STRIP, Symmetric


@pytest.mark.parametrize("size", [1, 7, ROWS_PER_STRIP, ROWS_PER_STRIP + 1, 2 * ROWS_PER_STRIP + 5])
def test_every_question_is_answered_as_by_the_whole_array(size: int) -> None:
    random = np.random.default_rng(size)
    half = random.random((size, size))
    whole = (half + half.T).astype(np.float32)
    kept = Symmetric.of(whole)
    assert (kept.dense() == whole).all()
    assert (kept.diagonal() == np.diagonal(whole)).all()
    rows = random.random((3, size)).astype(np.float32)
    assert rows @ kept == pytest.approx(rows.astype(float) @ whole.astype(float), rel=1e-5)
    for place in {0, size // 2, min(ROWS_PER_STRIP, size) - 1, size - 1}:
        assert (kept.column(place) == whole[:, place]).all()
    for places in (slice(0, 1), slice(size // 3, size), slice(size // 3, size // 2 + 1)):
        assert (kept.block(places) == whole[places, places]).all()


def test_rows_filled_in_and_their_mirror_are_the_whole_array() -> None:
    size, together = ROWS_PER_STRIP + 5, 32
    half = np.random.default_rng(0).random((size, size)).astype(np.float32)
    whole, filled = half + half.T, Symmetric.empty(size)
    for first in range(0, size, together):
        filled.fill(first, whole[first : first + together, first:])
    assert (filled.dense() == whole).all()
    filled.fill_diagonal(7.0)
    assert (filled.diagonal() == 7.0).all()


def test_a_little_more_than_half_is_kept() -> None:
    size = 8 * ROWS_PER_STRIP
    kept = sum(strip.size for strip in Symmetric.empty(size).strips)
    assert kept / size**2 == pytest.approx((1 + 1 / 8) / 2)
