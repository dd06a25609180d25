import numpy as np
import pandas as pd
import pytest

from impact.errors import DataError
from impact.reference import manifest, sector_of, table, verify

DURABLE, NONDURABLE = "33DG", "31ND"


@pytest.fixture(scope="module")
def industries():
    return table("industries").set_index("code")


@pytest.fixture(scope="module")
def jobs():
    return table("county_jobs")


@pytest.fixture(scope="module")
def jobs_2024():
    return table("county_jobs", 2024)


@pytest.fixture(scope="module")
def sector_jobs():
    return {year: table("county_sectors", year).set_index(["fips", "sector"]) for year in manifest().economies}


def test_published_sectors_of_2022_are_met_exactly(sector_jobs):
    # CAEMP25N 2022: Storey NV, Howard IN, Spartanburg SC, Gooding ID, military of San Diego with federal civilians
    jobs, published = sector_jobs[2022].jobs, sector_jobs[2022].published
    assert jobs["32029", "manufacturing"] == 13_124
    assert jobs["32029", "construction"] == 845
    assert jobs["32029"].sum() == pytest.approx(20_285, abs=0.1)  # its withheld sectors are in 128ths
    assert jobs["18067", "manufacturing"] == 9_323
    assert jobs["45083", "manufacturing"] == 36_896
    assert jobs["16047", "farms"] == 2_185
    assert published["32029", "manufacturing"]
    assert not published["32029", "mining"]
    assert jobs[published].sum() / jobs.sum() == pytest.approx(0.956, abs=0.005)


def test_sectors_of_2017_are_those_of_bea_scaled_to_the_nation(sector_jobs, industries):
    # CAEMP25N 2017, release of 2023: 3,977 factory jobs in Storey of 13,233,200; SAEMP25N, release of 2019, has its own
    jobs = sector_jobs[2017].jobs
    factories = industries.jobs[industries.sector.isin([DURABLE, NONDURABLE])].sum()
    assert jobs["32029", "manufacturing"] / factories == pytest.approx(3_977 / 13_233_200, rel=1e-4)
    assert jobs["32015", "mining"] > 0.5 * jobs["32015"].sum()  # Lander NV digs gold


def test_structures_are_carried_on_with_the_nation_and_the_wages(sector_jobs, jobs_2024):
    assert sector_jobs[2024].jobs.sum() == jobs_2024.jobs.sum()
    # the nation's jobs move with employed residents, LAUS 162,891,132 over 158,342,417
    assert jobs_2024.jobs.sum() == pytest.approx(212_442_000 * 162_891_132 / 158_342_417, rel=1e-5)
    growth = sector_jobs[2024].jobs.groupby("fips").sum() / sector_jobs[2022].jobs.groupby("fips").sum()
    assert 0.9 < growth.quantile(0.01) < 1.02 < growth.quantile(0.99) < 1.2


def test_published_jobs_of_2017(industries):
    # SAEMP25N, lines 1904, 802 and 515; NIPA 6.4D government
    assert industries.jobs["814000"] == 1_132_000
    assert industries.jobs["482000"] == 183_500
    assert industries.jobs[industries.group == "335"].sum() == pytest.approx(411_300, abs=5)
    assert industries.jobs[industries.group == "722"].sum() == pytest.approx(12_554_300, abs=5)
    assert list(industries.index[industries.jobs == 0]) == ["4200ID", "531HSO"]
    assert (industries.jobs >= industries.wage_salary_jobs).all()


def test_benchmark_accounts(industries):
    assert len(industries) == 402
    assert industries.output["335911"] == 7_508
    value_added = industries[["compensation", "production_taxes", "operating_surplus"]].to_numpy().sum()
    assert value_added == pytest.approx(19_612_089, abs=60)  # GDP of 2017
    imports = table("imports")
    assert imports.value[imports.user == "F05000"].sum() == pytest.approx(-2_687_936, abs=60)
    assert len(table("commodities")) == 402


def test_prices_and_productivity(industries):
    prices = table("prices")
    assert sorted(prices.year.unique()) == list(range(1997, 2025))
    assert (prices.price_index[prices.year == 2017] == 100).all()
    productivity = table("productivity")
    assert (productivity.productivity[productivity.year == 2017] == 1).all()
    assert set(productivity.industry) == set(industries.index[industries.jobs > 0])
    assert np.isfinite(productivity.productivity).all()


def test_known_plants_are_in_their_county_and_industry(jobs_2024):
    cells = jobs_2024.set_index(["fips", "industry"]).jobs
    assert cells["32029", "335911"] == pytest.approx(7_059, abs=1)  # Gigafactory Nevada: 7,059 counted in 2018
    assert cells["26005", "335911"] >= 1_500 - 1  # Holland MI: 1,500 counted in 2023, open since 2013
    assert ("13157", "335911") not in cells.index or cells["13157", "335911"] < 2_600  # Commerce GA opened in 2022


def test_military_of_combined_areas(jobs):
    defense = jobs[jobs.industry == "S00500"].set_index("fips").jobs
    assert defense["51149"] > 5_000  # Fort Lee, in Prince George with Hopewell
    assert defense.idxmax() == "06073"  # San Diego


@pytest.mark.parametrize("year", manifest().economies)
def test_every_industry_and_sector_adds_up(year, sector_jobs):
    jobs, nation = table("county_jobs", year), table("industries", year).set_index("code")
    assert (jobs.groupby("industry").jobs.sum() == nation.jobs.reindex(sorted(set(jobs.industry)))).all()
    output = jobs.groupby("industry").output.sum()
    assert (output / nation.output[output.index] - 1).abs().max() < 1e-5
    by_sector = jobs.groupby([jobs.fips, sector_of(jobs.industry.map(nation.summary))]).jobs.sum()
    held = sector_jobs[year].jobs
    assert (by_sector.reindex(held.index).fillna(0.0) == held).all()
    assert not jobs.duplicated(["fips", "industry"]).any()


def test_pay_is_that_of_the_place(jobs_2024):
    """Labor income per job: New York County earns twice the nation's and more, small counties less (CAINC4)."""
    nation = table("industries", 2024).set_index("code")
    income = (nation.compensation + nation.proprietors_income) / nation.output
    earned = (jobs_2024.output * jobs_2024.industry.map(income)).groupby(jobs_2024.fips).sum()
    per_job = earned / jobs_2024.groupby("fips").jobs.sum()
    usual = earned.sum() / jobs_2024.jobs.sum()
    assert per_job["36061"] > 1.9 * usual
    small = per_job[jobs_2024.groupby("fips").jobs.sum() < 10_000]
    assert 0.5 * usual < small.median() < 0.75 * usual


def test_accuracy_stays_within_its_bounds():
    """Errors in sum against BEA's GDP and earnings of counties; of jobs alone GDP is 17.6 % off."""
    for year, allowed in ((2022, (0.07, 0.31, 0.03)), (2024, (0.075, 0.32, 0.03))):
        errors = table("accuracy", year).set_index(["figure", "method", "size"]).error
        income = "earnings of 2022" if year == 2022 else "earnings of 2023"
        found = [
            errors["GDP of 2022", "jobs and pay", "all"],
            errors["GDP of 2022", "jobs and pay", "under 10,000"],
            errors[income, "jobs and pay", "all"],
        ]
        assert all(error <= bound for error, bound in zip(found, allowed, strict=True))


def test_carrying_on_beats_uniform_growth():
    errors = table("backcast").set_index(["years", "figure", "method"]).error
    for years in ("2018 to 2019", "2016 to 2018", "2020 to 2022"):
        for figure in ("totals of areas", "published cells by sector"):
            assert errors[years, figure, "as the economy"] < errors[years, figure, "all alike"]
    assert errors["2020 to 2022", "totals of areas", "as the economy"] == pytest.approx(0.012, abs=0.001)


def test_published_cells(jobs, industries):
    assert jobs.jobs[jobs.published].sum() / jobs.jobs.sum() == pytest.approx(0.611, abs=0.005)
    never = ["1111A0", "482000", "491000", "814000", "GSLGE", "GSLGO", "S00500", "S00600"]
    assert not jobs.published[jobs.industry.isin(never)].any()
    assert not jobs.published[jobs.fips.str[:2] == "09"].any()
    assert not jobs.published[jobs.fips.isin(["02063", "02066"])].any()
    # CBP 2017 publishes Washoe's restaurants; its accommodation and food jobs are about 37 thousand
    assert jobs[(jobs.fips == "32031") & (jobs.industry == "722110")].published.all()


def test_rates_of_states():
    states = table("states").set_index("state")
    assert len(states) == 51
    rates = states[["contributions", "taxes", "consumption"]]
    assert ((rates > 0) & (rates <= 1)).all(axis=None)
    assert sorted(states.index[states.consumption == 1]) == ["ME", "MT", "VT"]
    assert states.taxes.idxmax() in ("CT", "NY", "DC", "MA")


def test_naics_weights():
    naics = table("naics").set_index(["naics_year", "naics", "industry"]).weight
    assert naics[2017, "335911", "335911"] == 1
    assert set(naics[2022, "335910"].index) == {"335911", "335912"}


def test_every_column_is_declared():
    for name, declared in manifest().tables.items():
        if declared.package == "impact.reference":
            frame = table(name)
            assert list(frame.columns) == list(declared.columns), name
            assert len(frame) == declared.rows, name


def test_verify_passes_and_lists_its_checks():
    checks = verify()
    assert len({check.name for check in checks}) == len(checks) >= 10
    assert all(check.worst <= check.allowed for check in checks)


def test_unknown_table_names_the_others():
    with pytest.raises(DataError, match=r"no reference table 'county_job'\. The tables are: .*county_jobs"):
        table("county_job")


def test_no_text_is_missing():
    assert not table("industries").drop(columns="group").isna().any(axis=None)
    assert isinstance(table("county_sectors").fips.dtype, pd.StringDtype)
