"""Jobs over time, built from the miniature inputs and as embedded."""

import pandas as pd
import pytest

from impact.builder.inputs import file_of
from impact.reference import table


def test_only_counties_with_every_year_have_a_history(source, made):
    found = made(source, "jobs_history")
    assert set(found.fips) == {"32029", "32031", "51650"}  # not old, combined or with a year missing
    storey = found[found.fips == "32029"]
    assert storey.year.tolist() == list(range(2016, 2023))
    assert storey.jobs.tolist() == [632, 790, 948, 1106, 1264, 1422, 1580]  # a fifth of 790 more each year


def test_a_panel_needs_both_figures_in_all_years(source, scratch, made):
    found = made(source, "manufacturing_panel")
    assert set(found.fips) == {"32031"}  # in Hampton Census counts 900 factory jobs, BEA 300 in 2017
    assert found.jobs.tolist() == [3017, 3018, 3019, 3020]
    assert found.manufacturing.tolist() == [580] * 4
    path = scratch / file_of("cbp_counties")
    frame = pd.read_parquet(path)
    frame.loc[frame.emp == 900, "emp"] = 790  # Storey's total, and Hampton's factory jobs: 490 more than BEA's
    frame.to_parquet(path)
    assert set(made(scratch, "manufacturing_panel").fips) == {"32031", "51650"}


def test_the_mix_is_of_four_digits_and_the_counties_of_the_panel(source, made):
    assert made(source, "manufacturing_mix").to_dict("records") == [{"fips": "32031", "naics": "3359", "jobs": 55.5}]


def test_growth_leaves_out_what_is_withheld(source, made):
    found = made(source, "manufacturing_growth")
    assert found.to_numpy().tolist() == [["32", "3359", 2017, 90]]


def test_published_histories():
    jobs = table("jobs_history").set_index(["fips", "year"]).jobs
    assert [jobs["32029", year] for year in (2013, 2017, 2022)] == [4218, 11839, 20285]  # BEA CAEMP25N
    assert jobs["32031", 2022] == 328_576
    assert not table("jobs_history").fips.str.startswith("09").any()


def test_published_panel():
    panel = table("manufacturing_panel").set_index(["fips", "year"])
    assert panel.loc[("32031", 2017)].tolist() == [195_306, 16_690]  # County Business Patterns
    assert panel.loc[("21093", 2020)].tolist() == [39_566, 6_643]
    assert panel.loc[("47075", 2017)].tolist() == [5_172, 2_439]
    assert (panel.manufacturing <= panel.jobs).all()
    assert (panel.groupby("fips").size() == 4).all()
    states = set(table("manufacturing_panel").fips.str[:2])
    assert states.isdisjoint({"06", "09", "11", "12", "13", "17", "18", "26", "36", "37", "39", "42", "48", "51"})


def test_published_growth():
    growth = table("manufacturing_growth")
    nation = growth.groupby("year").jobs.sum()
    # 11,720,690 in 2017 and 11,911,475 in 2018 for NAICS 31-33; four digits of a state may be withheld
    assert nation[2018] == pytest.approx(11_911_475, rel=0.005)
    assert nation[2017] == pytest.approx(11_720_690, rel=0.02)
    assert growth.naics.nunique() == 86
    assert pd.api.types.is_string_dtype(table("manufacturing_mix").naics)
