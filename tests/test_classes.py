import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact._classes import PALETTE, classify, quantiles, steps
from impact._display import count, dollars, money, rounded_count, rounded_dollars
from impact._scale import SCALES, jobs_text, money_text

FIGURES = st.lists(st.floats(0.05, 1e9), min_size=1, max_size=60)


@given(FIGURES)
def test_classes_are_ordered_and_none_is_empty(figures):
    classes = classify(figures, SCALES["count"].rounded)
    edges = [edge for limits in classes.limits for edge in limits]
    assert len(classes.limits) <= 6
    assert edges == sorted(edges)
    assert len({high for _, high in classes.limits}) == len(classes.limits)
    assert np.bincount(classes.index, minlength=len(classes.limits)).min() > 0
    assert len(set(classes.labels(jobs_text))) == len(classes.limits)


@given(FIGURES)
def test_figures_lie_in_the_range_of_their_class(figures):
    classes = classify(figures)
    for figure, index in zip(figures, classes.index, strict=True):
        low, high = classes.limits[index]
        assert low < rounded_count(figure) <= high or low == rounded_count(figure) == high


@given(FIGURES, st.randoms())
def test_classes_do_not_depend_on_the_order_of_counties(figures, random):
    shuffled = random.sample(figures, len(figures))
    assert classify(shuffled).limits == classify(figures).limits


@pytest.mark.parametrize(
    ("figures", "labels", "method"),
    [
        ([1234.0], ["1,234"], "one color for each figure"),
        ([7.0] * 40, ["7"], "one color for each figure"),
        ([100.01, 100.02], ["100"], "one color for each figure"),
        ([0.061, 0.0612, 5.0], ["0.1", "5"], "one color for each figure"),
        ([1001 + i for i in range(200)], ["up to 1,100", "1,100 – 1,200"], "percentiles 50, 80, 95 and 99"),
        ([1, 2, 3, 4, 5, 600], ["up to 1", "1 – 2", "2 – 5", "500 – 600"], "about twice"),
        (
            [1, 4, 9, 12, 28, 99, 250],
            ["up to 1", "3 – 10", "10 – 30", "30 – 100", "100 – 250"],
            "about three times",
        ),
        ([0.05, 0.2, 0.6, 2, 4, 17, 35, 235], ["up to 0.1", "0.1 – 1", "1 – 10", "10 – 100", "100 – 235"], "ten times"),
    ],
    ids=["one", "equal", "equal when rounded", "small", "close together", "twice", "three times", "ten times"],
)  # fmt: skip
def test_legend_labels(figures, labels, method):
    classes = classify(figures, SCALES["count"].rounded)
    assert classes.labels(jobs_text) == labels
    assert method in classes.method


def test_the_largest_counties_of_a_nation_stand_out():
    jobs = np.exp(np.random.default_rng(0).normal(-2, 2, 3144)).clip(0.05)
    sizes = np.bincount(classify(jobs, SCALES["count"].rounded).index)
    assert len(sizes) >= 4
    assert sizes[-1] < 50 < 500 < sizes[0]


def test_a_county_with_many_times_more_jobs_has_a_colour_of_its_own():
    jobs = [0.06, 0.3, 0.8, 2.0, 8.2, 13.9, 110.0]
    index = classify(jobs * 50 + [110.0], SCALES["count"].rounded).index
    assert index[5] < index[6]


@pytest.mark.parametrize("count", range(1, 7))
def test_colours_darken_with_the_class(count):
    def luminance(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = [luminance(PALETTE[step]) for step in steps(count)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == count


@given(st.floats(-1e7, 1e7))
def test_figures_are_short(value):
    assert len(jobs_text(value)) <= 11
    assert len(money_text(value)) <= 15


@given(st.floats(0.05, 1e7))
def test_a_map_shows_the_figure_of_the_table(value):
    """Jobs are those of tables, without a zero tenth; money is that of texts, as precise as tables below a billion."""
    assert float(jobs_text(value).replace(",", "")) == float(count(value).replace(",", "")) == rounded_count(value)
    assert money_text(value) == dollars(value) == dollars(rounded_dollars(value))
    if 1 <= value < 999:
        assert money_text(value) == f"${float(money(value).replace(',', '')):,.12g} million"


@given(FIGURES)
def test_mapclassify_puts_the_figures_into_the_same_classes(figures):
    classes = classify(figures)
    rounded = [rounded_count(figure) for figure in figures]
    peer = mapclassify.UserDefined(rounded, [high for _, high in classes.limits])
    assert peer.yb.tolist() == list(classes.index)


def test_quantiles_hold_about_as_many_counties_each():
    """Six classes of 3,144 different figures, however skewed, where classes by round numbers leave most in one."""
    figures = 100 * np.exp(np.linspace(0, 4, 3144))
    sizes = np.bincount(quantiles(figures, SCALES["count"].rounded).index)
    assert len(sizes) == 6
    assert sizes.min() > 0.8 * 3144 / 6
    assert quantiles([12.0, 700.0, 12.0]).limits == ((12.0, 12.0), (700.0, 700.0))
