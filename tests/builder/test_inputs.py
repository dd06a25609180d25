import pandas as pd
import pytest

from impact.builder import national_jobs
from impact.builder._build import makers
from impact.builder._declared import declared
from impact.builder._resolve import steps_to
from impact.builder.areas import bridge
from impact.builder.inputs import complete, file_of, inputs, read
from impact.errors import DataError
from impact.sources import SOURCES


@pytest.mark.parametrize("name", [name for name, each in inputs().items() if not each.packaged])
def test_missing_file_and_column_are_named(source, tmp_path, name):
    declared = inputs()[name]
    if not declared.layer:
        path = declared.path(tmp_path)
        path.parent.mkdir()
        whole = declared.path(source)
        frame = pd.read_parquet(whole) if path.suffix == ".parquet" else pd.read_csv(whole, dtype=str)
        frame = frame.drop(columns=declared.columns[-1])
        frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_csv(path, index=False)
        with pytest.raises(
            DataError, match=rf"{path.name} lacks the column\(s\) {declared.columns[-1]}; it has {declared.columns[0]}"
        ):
            read(tmp_path, name)
        path.unlink()
    with pytest.raises(DataError, match=rf"{declared.path(tmp_path).name} does not exist\. Give .* --from"):
        read(tmp_path, name)


def test_every_file_is_declared_once_and_read_by_some_table(source):
    known = [(each.file, each.layer) for each in inputs().values()]
    assert len(known) == len(set(known))
    asked = declared()
    steps, _ = steps_to([(table.function, table.year) for table in asked.tables], makers(source, asked.years))
    assert {key.name for key in steps} >= set(inputs())


def test_a_table_tells_no_input_that_it_does_not_rest_on(source):
    asked = declared()
    for table in asked.tables:
        steps, _ = steps_to([(table.function, table.year)], makers(source, asked.years))
        assert set(table.entry["inputs"]) <= {key.name for key in steps}, table.name


def test_refreshed_files_are_inputs():
    refreshed = {name for source in SOURCES.values() for name in source.builder}
    assert refreshed
    assert refreshed <= {each.file for each in inputs().values()}


def test_file_that_is_no_table(tmp_path):
    path = tmp_path / file_of("detail_make")
    path.parent.mkdir()
    path.write_bytes(b"PAR1 but not really")
    with pytest.raises(DataError, match=r"detail_2017_make\.parquet cannot be read"):
        read(tmp_path, "detail_make")


def test_read_takes_columns_in_order_as_plain_text(tmp_path):
    frame = pd.DataFrame({"gdp_current_kusd": [1], "other": [2], "year": [3], "fips": pd.Categorical(["32029"])})
    path = tmp_path / file_of("cagdp2")
    path.parent.mkdir()
    frame.to_parquet(path)
    found = read(tmp_path, "cagdp2")
    assert list(found.columns) == ["fips", "year", "gdp_current_kusd"]
    assert not isinstance(found.fips.dtype, pd.CategoricalDtype)


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
    ("step", "year", "name", "where", "column", "place"),
    [
        ("sector_jobs", 2022, "caemp25n", "fips == '00000' and line == 500 and year == 2022", "value", "500"),
        ("private_cells", 2017, "cbp_imputed", "fips == '51199' and year == 2017", "emp", "51199"),
        ("county_earnings", 2022, "cainc4", "fips == '32031' and line == 35 and year == 2022", "value", "32031"),
        ("proprietors_income", 2022, "cainc4", "fips == '00000' and line == 70 and year == 2022", "value", "00000"),
        ("states", 2017, "cainc4", "fips == '32000' and line == 36 and year == 2023", "value", "NV"),
        ("county_income", 2017, "cainc1", "fips == '32031' and year == 2017", "personal_income_kusd", "32031"),
    ],
)
def test_missing_figure_never_becomes_zero(scratch, made, step, year, name, where, column, place):
    blank(scratch, file_of(name), where, column)
    with pytest.raises(DataError, match=rf"(?s)no figure for .*{place}"):
        made(scratch, step, year)


def test_state_without_taxes_is_an_error(scratch, made):
    blank(scratch, "taxes/bea_sainc50_1997_2018.parquet", "state == 'NV' and line == '16'", "value")
    with pytest.raises(DataError, match=r"no figure for 1 place.*NV"):
        made(scratch, "states")


def test_consumption_is_at_most_all_income(source, made):
    assert made(source, "states").set_index("state").consumption.to_dict() == pytest.approx(
        {"AK": 0.8, "CT": 0.8, "NV": 0.8, "VA": 1.0}
    )


def test_rates_are_of_the_newest_year_of_each_figure(source, scratch, made):
    """Contributions of 2023 are 0.15 of earnings; Nevada's of 2022 were twice that, and taxes end in 2018."""
    found = made(source, "states").set_index("state")
    assert found.contributions.tolist() == pytest.approx([0.15] * 4)
    assert found.taxes.tolist() == pytest.approx([200 / 1500] * 4)
    path = scratch / file_of("cainc4")
    frame = pd.read_parquet(path)
    frame.loc[(frame.fips == "32000") & (frame.year == 2022) & (frame.line == 36), "value"] *= 2
    frame.to_parquet(path)
    assert made(scratch, "states").set_index("state").contributions["NV"] == pytest.approx(0.15)
    frame[frame.year < 2023].to_parquet(path)
    assert made(scratch, "states").set_index("state").contributions["NV"] == pytest.approx(0.3)
    assert (made(scratch, "contributions_year"), made(source, "spending_year")) == (2022, 2018)


def test_state_without_private_households_is_an_error(scratch, made):
    path = scratch / "county_employment/qcew_state_naics_ownership_2019_2020.parquet"
    frame = pd.read_parquet(path)
    frame[(frame.state != "09") | (frame.industry_code != "814")].to_parquet(path)
    with pytest.raises(DataError, match=r"private households.*09001, 09003"):
        made(scratch, "private_households")


def test_naics_without_an_industry_loses_no_jobs(scratch, made):
    path = scratch / "bea_io/naics_to_bea.csv"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if ",212230," not in f",{line}") + "\n")
    with pytest.raises(DataError, match="no industry for NAICS 212230"):
        made(scratch, "private_jobs")


def test_group_without_published_jobs_is_an_error(scratch, made):
    path = "bea_io/bea_regional_us_employment_1998_2018.parquet"
    blank(scratch, path, "naics == '722' and year == 2017", "value")
    with pytest.raises(DataError, match="no figure of 2017 for 722"):
        made(scratch, "industries")


def test_internet_publishing_counts_with_information_services():
    years = pd.DataFrame({2005: [10.0, 5.0], 2017: [20.0, None]}, index=["519", "516"])
    assert national_jobs.total(years, "519", 2005) == 15.0
    assert national_jobs.total(years, "519", 2017) == 20.0


def test_area_without_jobs_in_one_county_is_divided_by_people():
    people, none, known = pd.Series(100, index=["51199", "51735"]), pd.DataFrame(), pd.Series(dtype=str)
    jobs = pd.Series({"51199": 300.0, "51735": 100.0})
    assert bridge(jobs, people, none, known).shares["51958"].to_dict() == {"51199": 0.75, "51735": 0.25}
    assert bridge(jobs.drop("51735"), people, none, known).shares["51958"].to_dict() == {"51199": 0.5, "51735": 0.5}
