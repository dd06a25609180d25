"""The site: strict keys, sizes that make sense, and no other error than SiteError whatever is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import impact
from impact import Site, SiteError, Study
from impact.facilities import facilities
from impact.studies._site_table import COLUMNS
from impact.trade import TRADE_MODELS

BATTERY = {"name": "cells", "county": "Storey, NV", "industries": "335911", "jobs": 500}
EXAMPLE = Path(__file__).parents[2] / "examples/abtc-tahoe-reno.yaml"

plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(10**400), st.binary(max_size=4)
)
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(sorted(COLUMNS)) | plain


def site_or_error(read: Callable[[], Study]) -> None:
    try:
        site = read()
    except SiteError:
        return
    assert isinstance(site, Study)
    assert site.name.isprintable()


@given(st.dictionaries(keys, anything, max_size=6), st.booleans())
@example({"jobs": 10**400}, True)
@example({"industries": {"335911": 10**400}}, True)
def test_any_content_is_a_site_or_an_error(content: dict[Any, Any], complete: bool) -> None:
    site_or_error(lambda: Study.read((BATTERY if complete else {}) | content))


@given(st.text(max_size=60) | st.sampled_from(["cell-lfp@32029", "335911@Storey, NV"]), anything)
def test_any_short_form_is_a_site_or_an_error(text: str, jobs: object) -> None:
    site_or_error(lambda: Study.short(text, jobs=jobs))


@pytest.mark.parametrize("key", ["name", "county", "region", "jobs", "year", "industries", "assumptions", "lon"])
def test_a_number_without_decimal_text_is_refused(key: str) -> None:
    with pytest.raises(SiteError, match=key):
        Study.read(BATTERY | {key: 10**5000})
    with pytest.raises(SiteError, match="very large"):
        Study.read(BATTERY | {10**5000: key})


def test_keys_and_names_that_are_huge_numbers_are_named_in_words() -> None:
    huge = 10**5000
    two = {"sites": [BATTERY | {"name": "a"}, BATTERY | {"name": "b"}]}
    link = {"from": "a", "to": "b", "commodity": "335911", "share": 0}
    with pytest.raises(SiteError, match='no key "a very large number"'):
        Study.read(two | {huge: 1})
    with pytest.raises(SiteError, match='link 1: there is no site "a very large number"'):
        Study.read(two | {"links": [link | {"from": huge}]})
    with pytest.raises(SiteError, match='There is no commodity "a very large number"'):
        Study.read(two | {"links": [link | {"commodity": huge}]})
    for key in ("assumptions", "industries", "ranges", "trade_scales"):
        with pytest.raises(SiteError) as caught:
            Study.read(BATTERY | {key: {huge: "x"}})
        assert "very large" in str(caught.value)
    with pytest.raises(SiteError, match='"date" is a very large number, which is not text'):
        Study.read(BATTERY | {"date": huge})


def test_a_long_key_is_cut_in_the_message() -> None:
    for huge in (10**4000, "x" * 4000):
        with pytest.raises(SiteError) as caught:
            Study.read(BATTERY | {"taxes": {huge: 0.1}})
        assert len(str(caught.value)) < 600


def test_a_long_name_of_a_site_is_cut_in_the_message() -> None:
    plants = [{"name": "x" * 4000, "county": "Storey, NV", "facility": "cell-lfp", "capacity": "1 GWh/yr"}]
    links = [{"from": "y", "to": "x", "commodity": "335912", "share": 1}]
    with pytest.raises(SiteError, match='there is no site "y"') as caught:
        Study.read({"name": "A", "region": "state:NV", "sites": plants, "links": links})
    assert len(str(caught.value)) < 600


def test_what_is_nested_too_deeply_is_refused() -> None:
    nested: list[Any] = []
    for _ in range(5000):
        nested = [nested]
    # how deep `repr` can go depends on the version of Python
    deep = r"(a value that is nested too deeply|\[{60}…)"
    with pytest.raises(SiteError, match=f'"jobs" is {deep}, which is not a number'):
        Study.read(BATTERY | {"jobs": nested})


def test_the_example_is_read() -> None:
    study = Study.load(EXAMPLE)
    assert (study.site.county, study.region, study.site.facility, study.site.capacity) == (
        "Storey, NV",
        "cbsa:39900",
        "recycling-hydromet",
        "20 kt/yr",
    )


def test_single_codes_and_codes_without_quotes() -> None:
    assert Study.read(BATTERY).site.industries == {"335911": 1.0}
    assert Study.read(BATTERY | {"industries": 335911}).site.industries == {"335911": 1.0}
    assert Study.read(BATTERY | {"industries": {335911: 0.25, "325180": 0.75}}).site.industries == {
        "335911": 0.25,
        "325180": 0.75,
    }
    assert Study.read(BATTERY | {"county": 6037, "region": [32029, "06037"]}).site.county == "06037"
    assert Study.read(BATTERY | {"region": [1001, "06037"]}).region == ["01001", "06037"]


def test_numbers_of_numpy_and_any_case_of_the_trade_model() -> None:
    study = Study.read(BATTERY | {"jobs": np.int64(7), "output": np.float32(2), "trade": "FLQ", "year": np.int32(2020)})
    assert (study.site.jobs, study.site.output, study.trade, study.year) == (7.0, 2.0, "flq", 2020)


def test_names_are_one_printable_line() -> None:
    assert Study.read(BATTERY | {"name": " a\x1b[31m\n\tb\u202ec\x00 "}).name == "a [31m b c"
    assert len(Study.read(BATTERY | {"name": "x" * 10_000}).name) == 10_000


def test_short_form_takes_a_type_or_a_code() -> None:
    assert Study.short("cell-lfp@ Storey, NV ", jobs=5).site.facility == "cell-lfp"
    assert Study.short("335911@Storey, NV", jobs=5, region=None).site.industries == {"335911": 1.0}
    assert Study.short("cell-lfp@32029", jobs=5).name == "cell-lfp, Storey County, NV"


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"jbos": 5}, ['no key "jbos"', 'Did you mean "jobs"?']),
        ({"name": ""}, ['"name" is empty']),
        ({"name": "\x00"}, ['"name" is empty']),
        ({"name": 2024}, ['"name" is 2024', "quotes"]),
        ({"county": ["Storey"]}, ['"county"', "not text"]),
        ({"region": []}, ['"region" is an empty list']),
        ({"region": {"a": 1}}, ['"region"', "not text"]),
        ({"jobs": True}, ['"jobs" is True']),
        ({"jobs": "100"}, ['"jobs" is "100"', "without quotes"]),
        ({"jobs": "20,000"}, ["without quotes, commas"]),
        ({"jobs": -1}, ['"jobs" is -1', "positive"]),
        ({"output": float("nan")}, ['"output" is nan']),
        ({"payroll": 0}, ['"payroll" is 0']),
        ({"jobs": None}, ["how large"]),
        ({"year": 2020.5}, ['"year" is 2020.5']),
        ({"year": True}, ['"year" is True']),
        ({"trade": "gravitation"}, ['"trade" is "gravitation"', "flq"]),
        ({"facility": "cell-lfp"}, ['either "facility" or "industries"']),
        ({"industries": None}, ['either "facility" or "industries"']),
        ({"industries": None, "facility": "cell-lpf"}, ['no facility "cell-lpf"', 'Did you mean "cell-lfp"?']),
        ({"industries": None, "facility": 335911}, ['no facility "335911"', "'industries'"]),
        ({"capacity": 5}, ['"capacity" needs a "facility"']),
        ({"industries": {}}, ['"industries" is empty']),
        ({"industries": {"335911": 0.5}}, ["sum to 0.5"]),
        ({"industries": {"335911": 1.5, "325180": -0.5}}, ['"325180" the share -0.5']),
        ({"industries": {"335911": float("nan")}}, ["share nan"]),
        ({"industries": ["335911"]}, ['"industries" is', "write a code"]),
        ({"industries": {"335911": "all"}}, ['gives "335911" a value that is "all"']),
        ({"lon": -119.0}, ['both "lon" and "lat"']),
        ({"lon": -1190, "lat": 39}, ['"lon" -1190', "degrees"]),
        ({"lon": float("nan"), "lat": 39}, ['"lon" nan']),
        ({"assumptions": 3}, ['"assumptions" is 3']),
        ({"trade_scales": {"3359": {40: float("nan")}}}, ["weights that sum to nan"]),
        ({"incentives": [{"kind": "bond", "amount": 1, "start": float("inf")}]}, ['start" is inf; give whole years']),
        ({"incentives": [{"kind": "bond", "amount": 1, "start": float("nan")}]}, ['start" is nan; give whole years']),
        ({"incentives": [{"kind": "bond", "amount": 1, "start": 1.7}]}, ['start" is 1.7; give whole years from -20']),
        ({"assumptions": {"flq_dleta": 0.3}}, ["flq_dleta", "flq_delta"]),
        ({"assumptions": {"flq_delta": 3}}, ["flq_delta", "0.99"]),
        ({"assumptions": {"flq_delta": True}}, ["flq_delta", "not a number"]),
        ({"assumptions": {"technology": 1}}, ["technology", "cannot be changed"]),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        Study.read(BATTERY | changes, where="site.yaml")
    message = str(caught.value)
    assert message.startswith("site.yaml: ")
    assert message.count("site.yaml") == 1
    for part in parts:
        assert part in message


def test_a_missing_key_and_what_is_no_mapping() -> None:
    with pytest.raises(SiteError, match='"county" is missing'):
        Study.read({"name": "x", "industries": "335911", "jobs": 1})
    with pytest.raises(SiteError, match="must hold keys and values"):
        Study.read([1])  # type: ignore[arg-type]


def test_a_size_replaces_the_sizes_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("name: x\ncounty: 32029\nfacility: cell-lfp\ncapacity: 5\noutput: 3\npayroll: 2\n")
    changed = Study.load(file, jobs=7, year=2020)
    plant = changed.site
    assert (plant.jobs, plant.capacity, plant.output, plant.payroll, changed.year) == (7, None, None, None, 2020)
    kept = Study.load(file, jobs=None, dollar_year=2019)
    assert (kept.site.capacity, kept.site.output, kept.site.payroll, kept.dollar_year) == (5, 3, 2, 2019)


def test_numbers_of_a_site_file_are_decimal(tmp_path: Path) -> None:
    """A number without quotes is what YAML says: 20.000 is twenty; as text with a unit it may be twenty thousand."""
    file = tmp_path / "site.yaml"
    file.write_text("name: x\ncounty: 32029\nfacility: cell-lfp\ncapacity: 20.000\njobs: 1.250\noutput: 20.5\n")
    plant = Study.load(file).site
    assert (plant.capacity, plant.jobs, plant.output) == (20, 1.25, 20.5)
    file.write_text("name: x\ncounty: 32029\nfacility: cell-lfp\ncapacity: 20.000 GWh/yr\n")
    with pytest.raises(SiteError, match="may be 20,000 GWh/yr or 20 GWh/yr"):
        Study.load(file)


def test_the_trade_models_are_those_of_the_trade_room() -> None:
    from impact.cli.options import Trade

    assert set(get_args(Trade)) == set(TRADE_MODELS)
    assert all(Study.read(BATTERY | {"trade": model}).trade == model for model in TRADE_MODELS)


def test_every_facility_type_makes_a_site() -> None:
    for name in facilities():
        assert Study.short(f"{name}@32029", capacity=1).site.facility == name


def test_the_public_name() -> None:
    assert impact.Site is Site
    assert Site.load(EXAMPLE, jobs=7) == Study.load(EXAMPLE, jobs=7)
    assert Site.short("cell-lfp@32029", jobs=5) == Study.short("cell-lfp@32029", jobs=5)
