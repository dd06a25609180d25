"""Files that ``impact data refresh --into`` has replaced: the tables take the newer year, and the manifest says so."""

import numpy as np
import pandas as pd
import pytest

from impact.builder import build
from impact.builder.inputs import file_of
from impact.errors import DataError
from impact.reference import Manifest, manifest

PATTERNS, PATTERNS_OF_STATES = file_of("cbp_counties"), file_of("cbp_states")
OWNERSHIP, PAY, LABOR_FORCE = file_of("qcew_counties"), file_of("oews_pay"), file_of("laus")


def changed(folder, name, change):
    frame = pd.read_parquet(folder / name)
    change(frame).to_parquet(folder / name)


def with_2021(frame):
    """Twice the jobs of 2020, and Valdez-Cordova in two counties."""
    newer = frame[frame.year == 2020].assign(year=2021, emp=lambda rows: 2 * rows.emp)
    if "fips" in frame:
        newer = newer.assign(fips=newer.fips.replace("02261", "02063"))
        copper = newer[newer.fips == "02063"].assign(fips="02066")
        newer = pd.concat([newer, copper])
    return pd.concat([frame.astype({"src": str}) if "src" in frame else frame, newer], ignore_index=True)


@pytest.fixture
def newer(scratch):
    """The miniature with County Business Patterns of 2021."""
    changed(scratch, PATTERNS, with_2021)
    changed(scratch, PATTERNS_OF_STATES, with_2021)
    return scratch


def test_the_manifest_says_the_years_of_the_files(source, built, made):
    assert made(source, "vintages", 2024) == {
        "cbp": "2020",
        "government": "2023",
        "qcew": "2023 Q1",
        "structure_year": "2022",
        "contributions_year": "2023",
        "spending_year": "2018",
        "oews": "May 2025",
        "oews_published": "May 2025, published May 2026",
        "acs": "2013-2017",
        "laus": "2025",
        "laus_published": "mean of 11-12 months in laucntycur14 of 6 Feb 2026 (no Oct 2025 except PR; Dec preliminary)",
    }
    declared = manifest().tables
    found = Manifest.model_validate_json((built / "manifest.json").read_bytes()).tables
    for name, table in declared.items():
        assert (found[name].source, found[name].vintage) == (table.source, table.vintage)
        assert "{" not in table.source + table.vintage + table.derivation + table.title


def test_the_manifest_says_the_years_of_newer_files(newer, tmp_path):
    changed(newer, OWNERSHIP, lambda frame: frame.assign(year=2024, qtr="A"))
    changed(newer, PAY, lambda frame: frame.assign(vintage="May 2026"))
    changed(newer, LABOR_FORCE, lambda frame: frame.assign(year=frame.year + 1, vintage="LAUS 1991-2026"))
    residents = newer / file_of("acs_residents")
    residents.write_text(residents.read_text().replace("2013-2017", "2019-2023"))
    tables = build(newer, tmp_path / "made").tables
    assert tables["county_jobs_2024"].source == (
        "CAEMP25N 2022, CAINC4, SAGDP2; County Business Patterns to 2021; QCEW 2019, 2024 and county wages of 2022"
    )
    assert tables["county_jobs_2024"].vintage == (
        "Sectors of counties of 2022, industries inside them as in March 2021; accounts of 2024"
    )
    assert tables["county_jobs"].vintage == "Sectors of counties of 2017, industries inside them as in March 2017"
    assert tables["county_jobs"].source.startswith("CAEMP25N 2017, CAINC4, SAGDP2; County Business Patterns to 2017;")
    assert tables["states"].vintage == "Contributions 2023 (November 2024); taxes and consumption 2018 (2019 release)"
    assert tables["holdout"].vintage == "2017 to 2021"
    assert tables["wages"].source == "OEWS May 2026"
    assert tables["wage_areas"].vintage == "May 2026"
    assert tables["resident_occupations"].source == "American Community Survey 2019-2023, DP03"
    assert tables["labor_force"].title == "Labor force of every county, 1990-2026"
    assert tables["labor_force"].vintage == "LAUS 1991-2026"
    assert tables["staffing"].vintage == "May 2025, published May 2026"  # of another file


def test_the_newest_patterns_up_to_the_year_are_taken(newer, made):
    assert [made(newer, "pattern_year", year) for year in (2018, 2020, 2021, 2030)] == [2018, 2020, 2021, 2021]
    with pytest.raises(DataError, match=r"cbp_county_naics_2017_2020\.parquet: no figure for 1 place\(s\): 2016"):
        made(newer, "pattern_year", 2016)


def test_private_jobs_follow_the_newest_patterns(source, newer, made):
    old, new = (made(folder, "private_jobs", 2022).jobs for folder in (source, newer))
    assert new.loc["32031", "722110"] == 2 * old.loc["32031", "722110"] == 2 * 4800 * 0.4


def test_a_county_in_the_place_of_a_past_one_takes_its_part_of_what_is_hidden(newer, made):
    before, after = (
        made(newer, "prior_cells", 2022, published_patterns=pd.DataFrame({"fips": fips}))
        for fips in (["02261", "32031"], ["02063", "02066", "32031"])
    )
    assert set(after.index.levels[0]) == (set(before.index.levels[0]) - {"02261"}) | {"02063", "02066"}
    assert after["02063"].to_dict() == pytest.approx((before["02261"] * 0.6).to_dict())  # of their 100 people
    assert after["02066"].to_dict() == pytest.approx((before["02261"] * 0.4).to_dict())
    assert after["32031"].equals(before["32031"])
    cells = made(newer, "private_cells", 2022)
    kinds = cells[cells.naics == "335912"].set_index("fips").kind
    assert kinds[["02063", "02066"]].tolist() == ["estimated"] * 2
    assert "02261" not in set(cells.fips)


def test_a_total_of_zip_codes_does_not_count_a_past_county_again(newer, made):
    name = file_of("cbp_zip_totals")
    changed(newer, name, lambda frame: pd.concat([frame, frame.assign(fips="02261"), frame.assign(fips="11001")]))
    changed(newer, name, lambda frame: pd.concat([frame, frame.assign(year=2021)]))
    roots = {year: set(made(newer, "published_patterns", year).query("naics == '00'").fips) for year in (2020, 2021)}
    assert roots[2020] - roots[2021] == {"02261"}
    assert roots[2021] - roots[2020] == {"02063", "02066"}
    assert {"11001", "51199"} <= roots[2021]


def test_a_year_without_totals_of_states_is_refused(scratch, made):
    changed(scratch, PATTERNS, with_2021)
    with pytest.raises(DataError, match=r"cbp_state_naics_2017_2020\.parquet: no figure for 1 place\(s\): 2021"):
        made(scratch, "holdout")


def test_the_panel_keeps_its_years(source, newer, made):
    changed(
        newer, PATTERNS_OF_STATES, lambda frame: pd.concat([frame, frame[frame.naics == "3359"].assign(state="11")])
    )
    for name in ("manufacturing_panel", "manufacturing_growth", "manufacturing_mix"):
        pd.testing.assert_frame_equal(made(newer, name), made(source, name))


def test_covered_jobs_of_planning_regions_change_nothing_elsewhere(scratch, made):
    """The old counties 09001 and 09003, and since 2024 two of the regions that took their place."""
    before = made(scratch, "county_bridge").shares
    regions = {"09001": "09110", "09003": "09120"}
    changed(scratch, OWNERSHIP, lambda frame: frame.assign(fips=frame.fips.replace(regions), year=2024, qtr="A"))
    after = made(scratch, "county_bridge").shares
    assert before["51958"].to_dict() == after["51958"].to_dict() == {"51199": 0.875, "51735": 0.125}


def test_pay_by_sector_is_of_the_newest_patterns(newer, made):
    """Twice the jobs of 2020 for the same payroll: half of its 50 thousand USD per job."""
    assert set(made(newer, "pattern_pay", 2022).pay) == {25.0}
    assert set(made(newer, "pattern_pay", 2020).pay) == {50.0}


def test_pay_of_the_nation_may_stand_in_the_file_of_the_areas(scratch, made):
    before = made(scratch, "wages")
    nation = pd.read_parquet(scratch / "occupations/oews_national_industry_2025.parquet").query(
        "industry_code == '000000'"
    )
    dearer = nation.assign(area_code="0000000", a_median=99.0).drop(columns="industry_code")
    changed(scratch, PAY, lambda frame: pd.concat([frame, dearer], ignore_index=True))
    after = made(scratch, "wages")
    assert after["median"].tolist() == [99, 99, 45, 45]
    pd.testing.assert_frame_equal(after.drop(columns="median"), before.drop(columns="median"))


def test_an_occupation_without_a_title_is_named_and_not_dropped(scratch, made):
    changed(scratch, PAY, lambda frame: frame.assign(occ_code=np.where(frame.index == 0, "51-1099", frame.occ_code)))
    with pytest.raises(DataError, match=r"soc2018_oews_titles\.csv: SOC codes: no figure for 1 place\(s\): 51-1099"):
        made(scratch, "wages")
