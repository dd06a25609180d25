"""Tables, charts and texts of a report come from the result."""

import numpy as np
import pandas as pd
import pytest
import yaml

import impact
from impact import Result, Study
from impact.reference import economy_label
from impact.reports._charts import effects_by_place, top_industries, waterfall, year_path
from impact.reports._contents import Chart, Report, Table, contents
from impact.reports._region_map import region_map


@pytest.fixture(scope="module")
def report(nationwide: Result) -> Report:
    return contents(nationwide)


def by_title(report: Report, start: str) -> Table:
    [table] = [table for table in report.tables if table.title.startswith(start)]
    return table


def test_tables_are_numbered_in_their_order(report: Report) -> None:
    assert [table.number for table in report.tables] == [*range(1, len(report.tables) + 1)]
    assert all(len(row) == len(table.columns) == len(table.kinds) for table in report.tables for row in table.rows)


def test_the_county_before_the_plant_stands_in_the_report(report: Report, nationwide: Result) -> None:
    """Its jobs are those of the profile, the largest sectors first, and the page is short."""
    [section] = [section for section in report.sections if section.heading == "The county before the plant"]
    profile = impact.county(nationwide.sites[0].fips, nationwide.economy)
    assert f"{profile.figures['jobs']:,.0f} jobs" in " ".join(section.paragraphs)
    [table] = [part for part in section.parts if isinstance(part, Table)]
    assert [row[1] for row in table.rows] == sorted(profile.sectors.jobs, reverse=True)[: len(table.rows)]
    assert len(table.rows) <= 12
    assert len(" ".join(section.paragraphs).split()) < 300


def test_wages_are_compared_in_the_summary(report: Report) -> None:
    assert "times the average of all jobs in " in " ".join(report.sections[0].paragraphs)


def test_tables_hold_the_result(report: Report, nationwide: Result) -> None:
    summary = nationwide.summary().query("phase == 'operations'")
    rows = by_title(report, "A year of full operation").rows
    assert [row[0] for row in rows] == ["direct", "indirect", "induced", "total"]
    assert np.array([row[1:] for row in rows]) == pytest.approx(
        summary[["jobs", "labor_income", "value_added", "output"]].to_numpy()
    )
    places = by_title(report, "Total effect by place").rows
    assert sum(row[1] for row in places[:-1]) == pytest.approx(places[-1][1])
    counties = by_title(report, "Total effect by county")
    assert [row[1] for row in counties.rows] == sorted((row[1] for row in counties.rows), reverse=True)
    assert "The first 20 of 3,144." in counties.note


def test_years_of_equal_effect_share_a_row(report: Report, nationwide: Result) -> None:
    rows = by_title(report, "Total effect in the region by year").rows
    spans = {row[0]: row for row in rows if row[1] == "operations"}
    total = nationwide.by_year().query("phase == 'operations' and effect == 'total'").set_index("year").jobs
    full = nationwide.summary().query("phase == 'operations' and effect == 'total'").jobs.iloc[0]
    last = [row for row in spans.values()][-1]
    assert last[0].endswith(f" to {total.index.max()}")
    assert last[2] == pytest.approx(full)
    assert int(last[0].split(" to ")[0]) == total.index[total >= full * (1 - 1e-9)].min()


def test_the_command_repeats_the_study(report: Report, nationwide: Result) -> None:
    code = report.sections[-1].code
    study = Study.read(yaml.safe_load(code))
    assert study.to_dict() == nationwide.inputs
    assert code.splitlines()[-1] == "# impact run study.yaml --out study"
    again = impact.run(study)
    pd.testing.assert_frame_equal(again.counties, nationwide.counties)


def test_assumptions_say_value_range_and_source(report: Report, nationwide: Result) -> None:
    rows = {row[0]: row for row in by_title(report, "Assumptions").rows}
    assert rows["δ of the FLQ and AFLQ quotients"][1:3] == ("0.25", "0.1 to 0.35")
    assert len(rows) == len(nationwide.assumptions)
    assert all(row[3] for row in rows.values())


def test_data_name_their_vintage_and_fingerprint(report: Report, nationwide: Result) -> None:
    rows = {row[0]: row for row in by_title(report, "Tables used").rows}
    assert set(rows) == set(nationwide.data)
    assert rows["use_2024"][3] == nationwide.data["use_2024"][:12]


def test_the_economy_is_named_where_its_tables_are(alone: Result) -> None:
    site = dict(alone.inputs)["sites"][0]
    benchmark = "BEA benchmark of 2017, before redefinitions"
    for year, tables in (
        (2017, f"tables of 2017 ({benchmark}) give"),
        (2024, f"tables of 2024 ({benchmark}, moved to the summary accounts of 2024) give"),
    ):
        report = contents(impact.run(Study.read(site), economy=year))
        assert f"Economy of {economy_label(year)}, money in USD of 2023." in report.subtitle
        said = {section.heading: " ".join((*section.paragraphs, *section.points)) for section in report.sections}
        assert tables in said["Method"]
        assert f"in the nation ({year}, moved to the year" in said["What these figures do not say"]
        used = {row[0] for row in by_title(report, "Tables used").rows}
        assert {"county_jobs", "county_jobs_2024"} & used == {"county_jobs" if year == 2017 else "county_jobs_2024"}


def test_charts_draw_the_figures(nationwide: Result) -> None:
    jobs = nationwide.summary().query("phase == 'operations'").set_index("effect").jobs
    places = nationwide.by_place().query("phase == 'operations' and effect == 'total'").set_index("place").jobs
    [axes] = waterfall(nationwide, "operations").axes
    steps = [bar.get_height() for bar in axes.patches]
    assert steps == pytest.approx([jobs.direct, jobs.indirect, jobs.induced, places.state, places.nation])
    top = axes.patches[-1].get_y() + axes.patches[-1].get_height()
    assert top == pytest.approx(places["all"])
    [axes] = effects_by_place(nationwide, "operations").axes
    assert sum(bar.get_width() for bar in axes.patches) == pytest.approx(places["all"])
    [axes] = year_path(nationwide).axes
    by_year = nationwide.by_year().query("effect == 'total'")
    assert sorted(bar.get_height() for bar in axes.patches) == pytest.approx(sorted(by_year.jobs))
    assert [label.get_text() for label in axes.get_xticklabels()][:2] == ["2024", "2025"]
    [axes] = top_industries(nationwide, "operations").axes
    industries = nationwide.by_industry().query("phase == 'operations' and effect in ['indirect', 'induced']")
    largest = industries.groupby("title").jobs.sum().nlargest(10).sum()
    assert sum(bar.get_width() for bar in axes.patches) == pytest.approx(largest)
    [axes] = region_map(nationwide, "operations").axes
    assert axes.get_legend().get_title().get_text() == "Jobs"


def test_years_without_an_opening_year_are_counted() -> None:
    """Three years of building, then operation: never a year of zero or less."""
    keys = {"name": "Cells", "county": "Storey, NV", "facility": "cell-lfp", "capacity": "1 GWh/yr", "trade": "flq"}
    result = impact.run(Study.read(keys))
    assert result.years.year.min() < 1
    [axes] = year_path(result).axes
    built = [f"construction year {year}" for year in (1, 2, 3)]
    assert [label.get_text() for label in axes.get_xticklabels()][:4] == [*built, "year 1"]


def test_every_chart_says_what_it_shows(report: Report) -> None:
    charts = [part for section in report.sections for part in section.parts if isinstance(part, Chart)]
    assert len(charts) == 5
    assert all(chart.alt and chart.title for chart in charts)
