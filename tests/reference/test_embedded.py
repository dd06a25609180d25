import numpy as np
import pandas as pd
import pytest

from impact.errors import DataError
from impact.reference import manifest, table, verify

DURABLE, NONDURABLE, MINING = "33DG", "31ND", "21"


@pytest.fixture(scope="module")
def industries():
    return table("industries").set_index("code")


@pytest.fixture(scope="module")
def jobs():
    return table("county_jobs")


@pytest.fixture(scope="module")
def totals():
    return table("county_totals").set_index("fips")


def share(jobs, industries, fips, *sectors):
    county = jobs[jobs.fips == fips]
    inside = county.industry.map(industries.sector).isin(sectors)
    return county.jobs[inside].sum() / county.jobs.sum()


def test_bea_totals_of_2017(totals):
    # CAEMP25N; Skagway split and combined areas aside, as published
    assert totals.bea_jobs[["32029", "32031", "20091", "21093"]].tolist() == [11_833, 290_686, 462_776, 64_824]
    assert totals.bea_jobs.sum() == pytest.approx(196_394_100, rel=1e-5)
    assert totals.bea_jobs[["51059", "51600", "51610"]].sum() == pytest.approx(911_138, rel=0.01)


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
    assert sorted(prices.year.unique()) == list(range(1997, 2024))
    assert (prices.price_index[prices.year == 2017] == 100).all()
    productivity = table("productivity")
    assert (productivity.productivity[productivity.year == 2017] == 1).all()
    assert set(productivity.industry) == set(industries.index[industries.jobs > 0])
    assert np.isfinite(productivity.productivity).all()


def test_storey_is_a_factory_county(jobs, industries, totals):
    storey = jobs[jobs.fips == "32029"]
    assert storey.jobs.sum() == pytest.approx(11_876, abs=1)
    # QCEW 2019: 65.7 % of covered jobs
    assert share(jobs, industries, "32029", DURABLE, NONDURABLE) == pytest.approx(0.634, abs=0.005)
    assert not storey.published.any()
    assert totals.cbp_misplaced["32029"]


def test_misplaced_mines_and_dairies(jobs, industries):
    # Eureka and Lander NV dig gold: QCEW 2019 has 95 and 72 % of jobs in natural resources and mining
    assert share(jobs, industries, "32011", MINING) > 0.85
    assert share(jobs, industries, "32015", MINING) > 0.55
    # Gooding ID milks cows
    assert share(jobs, industries, "16047", "11") > 0.4
    assert share(jobs, industries, "16047", MINING) < 0.02
    # East Feliciana LA has a state hospital, and private health care beside it
    assert share(jobs, industries, "22037", "62") > 0.1


def test_military_of_combined_areas(jobs):
    defense = jobs[jobs.industry == "S00500"].set_index("fips").jobs
    assert defense["51149"] > 5_000  # Fort Lee, in Prince George with Hopewell
    assert defense.idxmax() == "06073"  # San Diego


def test_every_industry_and_county_adds_up(jobs, industries, totals):
    assert (jobs.groupby("industry").jobs.sum() == industries.jobs[industries.jobs > 0].sort_index()).all()
    assert (jobs.groupby("fips").jobs.sum() == totals.jobs).all()
    assert (totals.jobs / totals.bea_jobs - 1).abs().max() < 0.01
    assert not jobs.duplicated(["fips", "industry"]).any()
    assert (jobs.jobs > 0).all()


def test_published_cells(jobs, industries):
    assert jobs.jobs[jobs.published].sum() / jobs.jobs.sum() == pytest.approx(0.646, abs=0.005)
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
    assert isinstance(table("county_totals").fips.dtype, pd.StringDtype)
