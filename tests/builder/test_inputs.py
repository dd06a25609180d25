import pandas as pd
import pytest

from impact.builder import (
    accounts,
    county_private,
    county_public,
    domestic_supply,
    households,
    incentives,
    margins,
    national_jobs,
    plants,
)
from impact.builder.areas import bridge
from impact.builder.inputs import complete, read
from impact.errors import DataError

INDUSTRIES = pd.DataFrame({"group": ["111-112"], "jobs": [300.0], "wage_salary_jobs": [100.0]}, index=["1111A0"])
GOVERNMENT = pd.DataFrame({"GSLGO": [140.0]}, index=["32029"])


def areas(source):
    return county_public.bea_areas(source)


def private(source):
    return county_private.private_jobs(source, GOVERNMENT, pd.Series(dtype=float))


def farms(source):
    hired = county_public.hired_farm_jobs(source, areas(source), 100.0)
    return county_public.farms(source, areas(source), hired, INDUSTRIES)


READERS = [
    (accounts.industries, "bea_io/detail_sectors.csv", "sector21"),
    (accounts.industries, "bea_io/detail_2017_use.parquet", "row_type"),
    (accounts.industries, "bea_io/employment_detail.csv", "control_group"),
    (accounts.industries, "bea_io/bea_regional_us_employment_1998_2018.parquet", "naics"),
    (accounts.industries, "bea_io/nipa_sec6_employment_1998_2018.parquet", "line"),
    (accounts.make, "bea_io/detail_2017_make.parquet", "commodity"),
    (accounts.imports, "bea_io/detail_2017_import.parquet", "col_type"),
    (margins.margins, "bea_io/detail_2017_margins.parquet", "wholesale"),
    (margins.margin_services, "bea_io/detail_sectors.csv", "sector21"),
    (accounts.prices, "bea_io/industry_timeseries.parquet", "gross_output_musd"),
    (accounts.naics, "bea_io/naics_to_bea.csv", "weight"),
    (plants.plants, "battery/facilities.csv", "county_fips"),
    (domestic_supply.domestic_supply, "battery/trade.csv", "measure"),
    (incentives.incentives, "battery/policy.csv", "amount_usd"),
    (incentives.incentive_areas, "geo/incentive_flags_county.csv", "oz_tracts"),
    (households.states, "geo/states.csv", "stusps"),
    (households.states, "taxes/bea_sainc50_1997_2018.parquet", "line"),
    (households.states, "taxes/bea_state_pce_2012_2018.parquet", "value"),
    (county_public.government, "county_employment/qcew_county_ownership_2023q1.parquet", "own_code"),
    (county_public.government, "county_employment/qcew_state_naics_ownership_2019_2020.parquet", "disclosed"),
    (county_public.government, "bea_io/ownership_to_bea.csv", "naics_prefix"),
    (areas, "county_employment/bea_county_total_employment_2001_2021.parquet", "emp_total_bea"),
    (areas, "county_employment/bea_cainc30_county_2020.parquet", "line_270"),
    (farms, "county_employment/usda_coa2012_hired_workers_county.parquet", "workers"),
    (private, "county_employment/county_naics6_employment_imputed_2017_2018.parquet", "kind"),
    (private, "county_employment/county_totals_crosscheck.parquet", "bea2020_total"),
    (private, "county_employment/qcew_county_supersector_shares_2019.parquet", "share_1013"),
]


@pytest.mark.parametrize(("make", "name", "column"), READERS)
def test_missing_file_and_column_are_named(scratch, make, name, column):
    path = scratch / name
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    frame = frame.drop(columns=column)
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_csv(path, index=False)
    with pytest.raises(DataError, match=rf"{path.name} lacks the column\(s\) {column}; it has "):
        make(scratch)
    path.unlink()
    with pytest.raises(DataError, match=rf"{path.name} does not exist"):
        make(scratch)


def test_file_that_is_no_table(tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 but not really")
    with pytest.raises(DataError, match=r"broken\.parquet cannot be read"):
        read(tmp_path, "broken.parquet", ["a"])


def test_read_takes_columns_in_order_as_plain_text(tmp_path):
    frame = pd.DataFrame({"a": pd.Categorical(["x"]), "b": [1], "c": [2]})
    frame.to_parquet(tmp_path / "good.parquet")
    found = read(tmp_path, "good.parquet", ["c", "a"])
    assert list(found.columns) == ["c", "a"]
    assert not isinstance(found.a.dtype, pd.CategoricalDtype)


def test_complete_names_the_places():
    with pytest.raises(DataError, match=r"table\.parquet: no figure for 2 place\(s\): 32029, 32031"):
        complete(pd.Series([1.0, None, None], index=["09001", "32029", "32031"]), "table.parquet")


def blank(scratch, name, where, column):
    """Make one figure of an input file missing."""
    frame = pd.read_parquet(scratch / name)
    rows = frame.query(where).index
    assert len(rows)
    frame.loc[rows, column] = None
    frame.to_parquet(scratch / name)


@pytest.mark.parametrize(
    ("make", "name", "where", "column", "place"),
    [
        (areas, "bea_cainc30_county_2020", "fips == '09003'", "line_250", "09003"),
        (
            lambda s: county_public.military(s, areas(s)),
            "county_totals_crosscheck",
            "fips == '09003'",
            ["qcew_total_2016", "qcew2023q1_total"],
            "09003",
        ),
        (private, "county_naics6_employment_imputed_2017_2018", "fips == '51199' and year == 2017", "emp", "51199"),
        (private, "qcew_county_supersector_shares_2019", "fips == '32029'", "share_1021", "32029"),
        (private, "county_totals_crosscheck", "fips == '32029'", ["bea_total_2017", "qcew_total_2016"], "32029"),
        (county_public.government, "qcew_county_ownership_2023q1", "fips == '51650' and own_code == 0", "emp", None),
    ],
)
def test_missing_figure_never_becomes_zero(scratch, make, name, where, column, place):
    path = f"county_employment/{name}.parquet"
    if place is None:  # nothing to share among withheld owners
        blank(scratch, path, "fips == '51650' and own_code == 2", "emp")
        place = "51650"
    blank(scratch, path, where, column)
    with pytest.raises(DataError, match=rf"{name}\.parquet: no figure for .*{place}"):
        make(scratch)


def test_state_without_taxes_is_an_error(scratch):
    blank(scratch, "taxes/bea_sainc50_1997_2018.parquet", "state == 'NV' and line == '16'", "value")
    with pytest.raises(DataError, match=r"no figure for 1 place.*NV"):
        households.states(scratch)


def test_consumption_is_at_most_all_income(source):
    assert households.states(source).set_index("state").consumption.to_dict() == pytest.approx(
        {"AK": 0.8, "CT": 0.8, "NV": 0.8, "VA": 1.0}
    )


def test_state_without_private_households_is_an_error(scratch):
    path = scratch / "county_employment/qcew_state_naics_ownership_2019_2020.parquet"
    frame = pd.read_parquet(path)
    frame[(frame.state != "09") | (frame.industry_code != "814")].to_parquet(path)
    with pytest.raises(DataError, match=r"private households.*09001, 09003"):
        county_public.private_households(scratch, 150.0)


def test_naics_without_an_industry_loses_no_jobs(scratch):
    path = scratch / "bea_io/naics_to_bea.csv"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if ",212221," not in f",{line}") + "\n")
    with pytest.raises(DataError, match="no industry for NAICS 212221"):
        private(scratch)


def test_group_without_published_jobs_is_an_error(scratch):
    path = "bea_io/bea_regional_us_employment_1998_2018.parquet"
    blank(scratch, path, "naics == '722' and year == 2017", "value")
    with pytest.raises(DataError, match="no figure of 2017 for 722"):
        accounts.industries(scratch)


def test_internet_publishing_counts_with_information_services():
    years = pd.DataFrame({2005: [10.0, 5.0], 2017: [20.0, None]}, index=["519", "516"])
    assert national_jobs.total(years, "519", 2005) == 15.0
    assert national_jobs.total(years, "519", 2017) == 20.0


def test_area_without_jobs_in_one_county_is_divided_by_people(source, scratch):
    jobs = pd.Series({"51199": 300.0, "51735": 100.0})
    assert bridge(source, jobs).shares["51958"].to_dict() == {"51199": 0.75, "51735": 0.25}
    assert bridge(source, jobs.drop("51735")).shares["51958"].to_dict() == {"51199": 0.5, "51735": 0.5}
