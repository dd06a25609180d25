"""Capacities in the unit of the facility type or in another one."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import SiteError, Study
from impact.facilities._capacity import SIZES, _quantity, capacity_in, capacity_notice

POUND = 0.45359237  # kg, by definition
GROUPED = ("20 000 t/yr", "20\u202f000 t", "20'000 t", "20k t", "20 K tonnes", "20 kta")
COMMAS = ("1,5 kt/yr", "1,50 kt", "1,5000 t", "15,00 t", "1,000,00 t", "1.500,5 t", "0,5 kt")
METRIC = (
    "20000 mt/yr",
    "20,000 MT",
    "20 kmt/y",
    "20 ktpa",
    "20 KTPA",
    "20 kt/y",
    "20 kt per annum",
    "20000 tpy",
    "20000 tpa",
    "20000 mtpy",
    "20,000 metric tons per year",
    "20,000 metric-tons annually",
    "20,000 tonnes per year",
    "20 kilotonnes/year",
    "20 thousand tonnes a year",
    "20,000 t p.a.",
)


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
        ("m2/yr", "200 million square meters per year", 2e8),
        *(("t/yr", text, 20_000) for text in METRIC),
        *(
            ("GWh/yr", text, 0.5)
            for text in ("500 MWH", "500 MWh p.a.", "0.5 gwh/y", "0.5 GWH per annum", "5e-4 TWh/a")
        ),
        ("t/yr", "2 million lbs/yr", 2000 * POUND),
        ("t/yr", "2 million pounds a year", 2000 * POUND),
        ("t/yr", "2 MMlb", 2000 * POUND),
        ("t/yr", "1,500.5 lb", 1.5005 * POUND),
        ("t/yr", "1,250.000 t", 1250),
        ("t/yr", "1 250.000 t", 1250),
        ("t/yr", "20.5 t", 20.5),
        ("t/yr", "0.125 kt/yr", 125),
        ("t/yr", "1.250e3 t", 1250),
        ("t/yr", "12.3450 kt", 12345),
        ("t/yr", 1.250, 1.25),
        ("t/yr", "1,000 short tons per year", 2000 * POUND),
        ("t/yr", "1,000 tons", 2000 * POUND),
        ("t/yr", "1 long ton", 2.24 * POUND),
        ("t/yr", "20 Mg/yr", 20),
        ("t/yr", "2 Mtpa", 2e6),
        *(
            ("t/yr", text, 20_000)
            for text in ("20 000 t/yr", "20\u202f000 t", "20'000 t", "20k t", "20 K tonnes", "20 kta")
        ),
        *(("m2/yr", text, 5e8) for text in ("500 Mm2", "500 Mm²/yr", "500 million m2")),
        ("widgets/yr", "5 million widgets per year", 5e6),
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
        ("20 mg", "milli- or micro-unit"),
        ("20 millitonnes/yr", "milli- or micro-unit"),
        ("20 µg/yr", "milli- or micro-unit"),
        ("20 ug", "milli- or micro-unit"),
        ("20 microgram", "milli- or micro-unit"),
        ("20 mtpa", "million or metric tons a year"),
        ("20 MTPA", "million or metric tons a year"),
        ("20 Mlb", "thousand or million lb"),
        ("20 t/day", "not that of a year"),
        ("20 tpd", "not that of a year"),
        ("20 kt per month", "not that of a year"),
        *((text, "comma that does not group three digits") for text in COMMAS),
    ],
)
def test_what_is_no_capacity_says_which_unit_is_wanted(given: str, part: str) -> None:
    with pytest.raises(SiteError) as caught:
        Study.read({"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": given})
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("given", "readings"),
    [
        ("20.000 t", "20,000 t or 20 t"),
        ("20.000 t/yr", "20,000 t/yr or 20 t/yr"),
        ("1.250kt", "1,250 kt or 1.25 kt"),
        ("12.345 kt", "12,345 kt or 12.3450 kt"),
        ("20.000", "20,000 or 20;"),
        ("350.000 thousand t", "350,000 thousand t or 350 thousand t"),
        ("1.000.000 t", "points between thousands; write 1,000,000"),
    ],
)
def test_a_point_that_may_group_thousands_is_refused_with_both_readings(given: str, readings: str) -> None:
    with pytest.raises(SiteError) as caught:
        capacity_in("t/yr", given)
    assert readings in str(caught.value)


@pytest.mark.parametrize("given", ["-5 t/yr", "0 kt/yr", -5, float("nan")])
def test_a_capacity_is_positive(given: float | str) -> None:
    with pytest.raises(SiteError, match="positive"):
        Study.read({"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": given})


def test_milliwatt_hours_are_refused() -> None:
    with pytest.raises(SiteError, match="milli"):
        capacity_in("GWh/yr", "500 mWh")


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("1,000 tons/yr", ["short tons of 2,000 lb: 907.185 t/yr", 'Write "metric tons"']),
        ("20 kilotons", ["thousand short tons: 18,143.7 t/yr"]),
        ("1000 tpy", ["metric tons: 1,000 t/yr", 'Write "short tons"']),
    ],
)
def test_an_unclear_ton_is_announced(given: str, parts: list[str]) -> None:
    for part in parts:
        assert part in capacity_notice("t/yr", given)


@pytest.mark.parametrize("given", [20000, None, "20 kt/yr", "20,000 metric tons", "5 short tons"])
def test_a_clear_ton_needs_no_notice(given: float | str | None) -> None:
    assert capacity_notice("t/yr", given) == ""


@given(st.text(max_size=40))
def test_any_text_is_a_capacity_or_an_error(text: str) -> None:
    with contextlib.suppress(SiteError):
        assert capacity_in("t/yr", text) > 0


def test_sizes_are_those_of_the_registry_of_units() -> None:
    for name, (kind, size) in SIZES.items():
        base = {"mass": "kilogram", "energy": "kilowatt_hour", "area": "m**2"}[kind]
        assert float(_quantity(name).to(base).magnitude) == pytest.approx(size, rel=1e-12)
