import numpy as np
import pytest

from impact.errors import ModelError
from impact.evidence._regression import instrumented

ONES = np.ones((4, 1))
X, Y, Z, GROUPS = np.array([0.0, 0, 1, 1]), np.array([0.0, 2, 3, 5]), np.array([0.0, 0, 1, 2]), ["a", "b", "b", "a"]


def planted(seed=20261, clusters=60, each=10, beta=1.5):
    """A variable that moves with the error, and an instrument that does not."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(clusters), each)
    hidden = rng.normal(size=groups.size) + rng.normal(size=clusters)[groups]
    z = rng.normal(size=groups.size) + rng.normal(size=clusters)[groups]
    x = 0.7 * z + hidden + rng.normal(size=groups.size)
    y = 3 + beta * x - 2 * hidden + rng.normal(size=groups.size)
    return y, x, z, np.ones((groups.size, 1)), groups


def test_instrument_recovers_what_was_planted_and_least_squares_does_not():
    found = instrumented(*planted())
    assert abs(found.iv.value - 1.5) < 2 * found.iv.standard_error
    assert abs(found.ols.value - 1.5) > 5 * found.ols.standard_error
    assert found.iv.low < 1.5 < found.iv.high
    assert found.first_stage_f > 50
    assert found.endogeneity_p < 0.001
    assert (found.observations, found.clusters) == (600, 60)


def test_clustered_errors_by_hand():
    # residuals -1, 1, -1, 1 and centred x -1/2, -1/2, 1/2, 1/2: scores of the clusters 1 and -1, factor 2/1 * 3/2
    found = instrumented(Y, X, Z, ONES, GROUPS)
    assert found.ols.value == pytest.approx(3)
    assert found.ols.standard_error == pytest.approx(6**0.5)
    # centred z times residuals -2/3, 4/3, -4/3, 2/3: scores 4/3 and -4/3, over (z'x)^2 = 9/4
    assert found.iv.value == pytest.approx(11 / 3)
    assert found.iv.standard_error == pytest.approx((128 / 27) ** 0.5)
    assert found.iv.high - found.iv.value == pytest.approx(12.7062 * found.iv.standard_error, rel=1e-5)  # t of 1


def test_weights_count_as_copies_of_an_observation():
    y, x, z, ones, groups = planted(clusters=12, each=5)
    times = np.arange(60) % 3 + 1
    copies = instrumented(*(np.repeat(part, times, axis=0) for part in (y, x, z, ones, groups)))
    weighted = instrumented(y, x, z, ones, groups, weights=times.astype(float))
    assert weighted.iv.value == pytest.approx(copies.iv.value)
    assert weighted.ols.value == pytest.approx(copies.ols.value)


def by_sums(left, right, instruments, groups, weights=1.0):
    """Two-stage least squares and its clustered error: Z'X solved for Z'y, scores summed by group."""
    weighted = instruments * np.broadcast_to(weights, len(left))[:, np.newaxis]
    bread = np.linalg.inv(weighted.T @ right)
    beta = bread @ weighted.T @ left
    residual = left - right @ beta
    scores = np.array([weighted[groups == g].T @ residual[groups == g] for g in np.unique(groups)])
    count, (rows, size) = len(scores), right.shape
    variance = bread @ scores.T @ scores @ bread.T * count / (count - 1) * (rows - 1) / (rows - size)
    return beta[0], variance[0, 0] ** 0.5


def squared_t(left, right, groups):
    """Squared clustered t of the first column of an ordinary regression."""
    value, error = by_sums(left, right, right, groups)
    return (value / error) ** 2


@pytest.mark.parametrize("weighted", [False, True])
def test_two_stages_with_controls_are_those_of_the_formula(weighted):
    y, x, z, ones, groups = planted(seed=7, clusters=14, each=6)
    rng = np.random.default_rng(8)
    controls = np.column_stack([ones, 1e6 * rng.normal(size=len(y)), groups % 2])
    weights = rng.uniform(1, 9, len(y)) if weighted else None
    share = 1.0 if weights is None else weights
    found = instrumented(y, x, z, controls, groups, weights)
    with_x, with_z = np.column_stack([x, controls]), np.column_stack([z, controls])
    for estimate, expected in (
        (found.iv, by_sums(y, with_x, with_z, groups, share)),
        (found.ols, by_sums(y, with_x, with_x, groups, share)),
        (found.first_stage, by_sums(x, with_z, with_z, groups, share)),
        (found.reduced_form, by_sums(y, with_z, with_z, groups, share)),
    ):
        assert (estimate.value, estimate.standard_error) == pytest.approx(expected, rel=1e-9)
    first = by_sums(x, with_z, with_z, groups, share)
    assert found.first_stage_f == pytest.approx((first[0] / first[1]) ** 2, rel=1e-9)


def test_robust_set_ends_where_the_instrument_begins_to_explain():
    y, x, z, ones, groups = planted(clusters=25, each=4)
    found = instrumented(y, x, z, ones, groups)
    right = np.column_stack([z, ones])
    assert found.first_stage_f == pytest.approx(squared_t(x, right, groups))
    for end in found.anderson_rubin:
        assert squared_t(y - end * x, right, groups) == pytest.approx(2.0638986**2, rel=1e-6)  # t of 24
    assert found.anderson_rubin[0] < found.iv.value < found.anderson_rubin[1]


def test_a_useless_instrument_gives_no_interval():
    y, x, _, ones, groups = planted()
    useless = np.random.default_rng(5).normal(size=len(y))
    assert instrumented(y, x, useless, ones, groups).anderson_rubin == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"variable": np.full(4, 2.0)}, "variable is collinear with the controls"),
        ({"instrument": np.full(4, 2.0)}, "instrument is collinear with the controls"),
        ({"instrument": 3 * X + 1}, "instrument is the variable itself"),
        ({"outcome": np.array([1.0, 2, 3, np.nan])}, "missing or not finite"),
        ({"clusters": ["a"] * 4}, "at least two clusters; there is 1"),
        ({"controls": np.eye(4)}, "4 observations cannot estimate 5 coefficients"),
    ],
)
def test_what_cannot_be_estimated_is_refused(change, message):
    given = {"outcome": Y, "variable": X, "instrument": Z, "controls": ONES, "clusters": GROUPS}
    with pytest.raises(ModelError, match=message):
        instrumented(**(given | change))
