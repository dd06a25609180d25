"""Capacities in the unit of the facility type or in another one."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import SiteError, Study
from impact.facilities._capacity import capacity_in

POUND = 0.45359237  # kg, by definition


@pytest.mark.parametrize(
    ("unit", "given", "expected"),
    [
        ("t/yr", 20000, 20000),
        ("t/yr", "20000", 20000),
        ("t/yr", "20,000 t/yr", 20000),
        ("t/yr", "20 kt/yr", 20000),
        ("t/yr", "20kt per year", 20000),
        ("t/yr", "1000 lb/yr", POUND),
        ("GWh/yr", "30 GWh", 30),
        ("GWh/yr", "30,000 MWh/yr", 30),
        ("m2/yr", "1e9 m²/yr", 1e9),
    ],
)
def test_units_are_converted(unit: str, given: float | str, expected: float) -> None:
    assert capacity_in(unit, given) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("20 GWh/yr", "measured in something else. Write it in t/yr"),
        ("20 m2", "measured in something else"),
        ("20 foos", "unit that is not known"),
        ("20 t**9999999", "unit that is not known"),
        ("20 __import__('os')", "unit that is not known"),
        ("many t", "does not begin with a number"),
    ],
)
def test_what_is_no_capacity_says_which_unit_is_wanted(given: str, part: str) -> None:
    with pytest.raises(SiteError) as caught:
        Study.read({"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": given})
    assert part in str(caught.value)


@pytest.mark.parametrize("given", ["-5 t/yr", "0 kt/yr", -5, float("nan")])
def test_a_capacity_is_positive(given: float | str) -> None:
    with pytest.raises(SiteError, match="positive"):
        Study.read({"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": given})


@given(st.text(max_size=40))
def test_any_text_is_a_capacity_or_an_error(text: str) -> None:
    with contextlib.suppress(SiteError):
        assert capacity_in("t/yr", text) > 0
