"""What a report says of doubt: ranges, what drives them, and what others have found."""

import pytest

from impact import Result, Study, run
from impact.evidence import outside_evidence, readings
from impact.reports._charts import tornado
from impact.reports._contents import Report, Table, contents


@pytest.fixture(scope="module")
def drawn() -> Result:
    """A plant in a region of two counties, drawn forty times."""
    site = {"name": "Cells", "county": "Storey, NV", "region": "cbsa:39900", "industries": "335911", "jobs": 500}
    return run(Study.read(site | {"trade": "flq"})).draw(40, seed=3)


@pytest.fixture(scope="module")
def report(drawn: Result) -> Report:
    return contents(drawn)


def table(report: Report, start: str) -> Table:
    [found] = [each for each in report.tables if each.title.startswith(start)]
    return found


def test_ranges_stand_in_the_summary_and_in_a_table(report: Report, drawn: Result) -> None:
    found = drawn.intervals().query("phase == 'operations' and effect == 'total' and measure == 'jobs'").iloc[0]
    intervals = table(report, "90 % intervals")
    [row] = [row for row in intervals.rows if row[:2] == ("operations", "total")]
    assert row[2] == f"{found.p5:,.0f} to {found.p95:,.0f}"
    said = report.sections[0].paragraphs[0]
    assert f"The 90 % interval is {row[2]} jobs (table {intervals.number})." in said


def test_the_text_has_the_rounding_of_the_table(report: Report, drawn: Result) -> None:
    induced = drawn.summary().query("phase == 'operations' and effect == 'induced'").jobs.iloc[0]
    assert report.sections[1].paragraphs[0].endswith(f"{induced:,.0f} jobs.")


def test_drivers_are_the_longest_reach_first(report: Report, drawn: Result) -> None:
    rows = table(report, "What moves the total jobs").rows
    reach = [abs(row[3] - row[2]) for row in rows]
    assert reach == sorted(reach, reverse=True)
    [axes] = tornado(drawn, "operations").axes
    total = drawn.summary().query("phase == 'operations' and effect == 'total'").jobs.iloc[0]
    first = axes.patches[: len(rows[:10])]
    assert [bar.get_width() for bar in first] == pytest.approx([row[2] - total for row in rows[:10]])
    [sure] = [section for section in report.sections if section.heading == "How sure this is"]
    assert rows[0][0][1:] in sure.paragraphs[0]


def test_outside_evidence_and_data_are_always_there(alone: Result, report: Report, drawn: Result) -> None:
    for told, result in ((contents(alone), alone), (report, drawn)):
        [sure] = [section for section in told.sections if section.heading == "How sure this is"]
        assert len(table(told, "What others have found").rows) == len(outside_evidence(result))
        assert any("the result gives the reasons" in point or "within" in point for point in sure.points)
        assert any(point.startswith("Local multiplier: Across") for point in sure.points)
    [sure] = [section for section in contents(alone).sections if section.heading == "How sure this is"]
    assert "have no range" in sure.paragraphs[0]


def test_readings_name_each_county(drawn: Result) -> None:
    said = readings(drawn)
    assert list(said) == ["Local multiplier", "Labor force of Storey County, NV, if it goes on as before"]
    forecast, low, high = (
        float(text.replace(",", "")) for text in said[list(said)[1]].replace("(95 % ", "to ").split(" in ")[0:1]
        + said[list(said)[1]].split("95 % ")[1].split(")")[0].split(" to ")
    )  # fmt: skip
    assert low < forecast < high
