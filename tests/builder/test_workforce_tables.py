"""Occupations, pay and hires, built from the miniature inputs and as embedded."""

import pandas as pd
import pytest

from impact.errors import DataError
from impact.reference import table


def test_what_the_work_asks_for(source, made):
    found = made(source, "occupations").set_index("soc")
    assert found.level.to_dict() == {"51-0000": "major", "51-1011": "detailed", "51-2090": "detailed"}
    assert found.loc["51-1011", ["separations", "growth", "self_employed"]].tolist() == [0.091, 0.015, 0.02]
    assert found.loc["51-2090", ["job_zone", "bachelor"]].tolist() == [1.5, 0.03]  # of the two that it joins
    assert found.loc["51-2090", "skills"] == "Assembling"
    assert pd.isna(found.loc["51-0000", "job_zone"])


def test_an_occupation_without_projection_is_an_error(scratch, made):
    path = scratch / "occupations/ep_occupations_2024_2034.csv"
    path.write_text(path.read_text().replace("51-2090", "51-2099"))
    with pytest.raises(DataError, match=r"occupations of the OEWS: no figure for 1 place.*51-2090"):
        made(scratch, "occupations")


def test_staffing_is_of_the_codes_of_the_survey_and_sums_to_one(source, made):
    found = made(source, "staffing")
    battery = found[found.industry == "335911"].set_index("soc").share
    assert battery.to_dict() == pytest.approx({"51-0000": 0.05, "51-1011": 0.25, "51-2090": 0.7}, rel=1e-5)
    assert found.groupby("industry").share.sum().tolist() == pytest.approx([1, 1], abs=1e-15)
    assert set(found[found.industry == "335912"].soc) == {"51-1011"}


def test_pay_keeps_what_is_not_published_missing(source, made):
    found = made(source, "wages")
    assert found[["area", "soc"]].to_numpy().tolist() == [
        ["0000000", "00-0000"],
        ["0000000", "51-1011"],
        ["0039900", "51-1011"],
        ["3200000", "51-1011"],
    ]
    assert found.jobs.isna().tolist() == [False, False, False, True]
    assert found["median"].tolist() == [45.0] * 4


def test_industries_pay_more_or_less_than_others_for_the_same_occupations(source, made):
    """Batteries: 55 for a quarter of the jobs that earn 50 anywhere; half the jobs have no pay of the nation."""
    found = made(source, "industry_pay").set_index("industry").premium
    assert found.to_dict() == pytest.approx({"335911": 55 / 50, "335912": 1.0})


def test_past_counties_have_the_occupations_of_their_people(source, made):
    found = made(source, "resident_occupations").set_index("fips")
    assert found.employed["09110"] == pytest.approx(1000 / 4 + 1000)
    assert found.loc["09110", ["management", "service", "sales_office", "construction", "production"]].tolist() == (
        pytest.approx([0.3, 0.2, 0.25, 0.1, 0.15])
    )
    assert "72001" not in found.index


def test_hires_of_every_sector(source, made):
    found = made(source, "hires").set_index("sector").monthly_hires
    assert found["22"] == found["48TW"]
    assert found["11"] == pytest.approx((2 + 3 + 4 + 0) / 400)
    path = source / "occupations/jolts_hires_2025_2026.csv"
    assert "Construction" in path.read_text()


def test_a_missing_industry_of_hires_is_named(scratch, made):
    path = scratch / "occupations/jolts_hires_2025_2026.csv"
    path.write_text(path.read_text().replace("Construction", "Building"))
    with pytest.raises(DataError, match=r"lacks Construction"):
        made(scratch, "hires")


def test_the_embedded_tables_cover_every_industry_sector_and_county():
    industries = table("industries")
    assert set(industries.code[industries.jobs > 0]) <= set(table("staffing").industry)
    assert set(industries.sector) == set(table("hires").sector)
    assert set(table("resident_occupations").fips) == set(table("counties").fips)
    detailed = table("occupations").query("level == 'detailed'")
    assert len(detailed) == 830
    assert set(table("wages").soc) == set(detailed.soc) | {"00-0000"}
    crosswalk = table("soc_2010")
    assert len(crosswalk) == 900  # rows of the BLS crosswalk of 2010 and 2018
    assert crosswalk.soc_2010.nunique() == 840  # detailed occupations of the SOC of 2010
    assert crosswalk.soc_2018.nunique() == 867  # of 2018


def test_published_figures_of_the_nation():
    nation = table("wages").query("area == '0000000'").set_index("soc")
    assert nation.loc["00-0000", ["jobs", "mean", "median"]].astype(int).tolist() == [155495730, 69770, 50980]
