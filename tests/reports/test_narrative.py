"""What a report says, compared with texts that a person has read, and with the tables it points to.

``python tests/reports/test_narrative.py`` writes the golden texts anew; read the difference before it is committed.
"""

import re
import sys
from pathlib import Path

import pytest

from impact import Result
from impact.reports._contents import Report, contents
from impact.reports._narrative import jobs

GOLDEN = Path(__file__).with_name("golden")
NAMES = ["strong", "weak", "negative", "construction", "no-region"]


@pytest.fixture(scope="session")
def reports(studies: dict[str, Result]) -> dict[str, Report]:
    return {name: contents(result) for name, result in studies.items()}


def told(report: Report) -> str:
    """The text of a report without tables and lists."""
    names = [section.heading for section in report.sections]
    written = report.sections[: names.index("What these figures do not say")]
    sections = [f"# {section.heading}\n" + "\n".join(section.paragraphs) for section in written]
    return "\n\n".join([report.title, report.subtitle, *sections]) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_text_is_as_read(reports: dict[str, Report], name: str) -> None:
    assert told(reports[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_summary_stands_in_the_table_it_names(reports: dict[str, Report], name: str) -> None:
    tables = {table.number: table for table in reports[name].tables}
    found = 0
    for paragraph in reports[name].sections[0].paragraphs:
        for sentence in re.findall(r"(?:[^.]|\.(?=\d))*?\(table (?:\d+)\)", paragraph):
            number = int(re.search(r"table (\d+)", sentence)[1])
            cells = [cell for row in tables[number].rows for cell in row if isinstance(cell, float)]
            sums = [a + b - c for a in [0.0, *cells] for b in cells for c in cells]  # as of places that lie elsewhere
            for figure in re.findall(r"[\d,.]+(?= (?:jobs|job-years))", sentence):
                assert figure in {jobs(abs(cell)).split()[0] for cell in [*cells, *sums]}
                found += 1
    assert found


@pytest.mark.parametrize("name", NAMES)
def test_construction_is_never_permanent_and_caveats_stay(reports: dict[str, Report], name: str) -> None:
    text = " ".join(told(reports[name]).split())
    assert re.findall(r"\w+ permanent \w+", text) == (["no permanent job"] if name == "construction" else [])
    headings = {section.heading: section for section in reports[name].sections}
    points = " ".join(headings["What these figures do not say"].points)
    for words in ("Gross, not net", "Static", "displace", "job-years"):
        assert words in points
    assert "These are gross effects" in text


def test_tone_follows_the_result(reports: dict[str, Report]) -> None:
    summaries = {name: " ".join(report.sections[0].paragraphs) for name, report in reports.items()}
    assert "a jobs multiplier of" in summaries["strong"]
    assert "It buys little nearby" in summaries["weak"]
    assert re.search(r"loses [\d,]+ jobs", summaries["negative"])
    assert "multiplier" not in summaries["negative"]
    assert "construction alone" in summaries["construction"]
    assert "people directly in a year" not in summaries["construction"]
    assert "nation" not in summaries["no-region"]


def test_direct_jobs_are_those_of_the_table(reports: dict[str, Report]) -> None:
    assert "would employ 1,500 people directly" in reports["no-region"].sections[0].paragraphs[0]
    for report in reports.values():
        assert "about" not in report.sections[0].paragraphs[0]


def write() -> None:
    """Write the golden texts."""
    from conftest import alone, nationwide, studies

    results = studies.__wrapped__(nationwide.__wrapped__(), alone.__wrapped__())
    for name, result in results.items():
        (GOLDEN / f"{name}.txt").write_text(told(contents(result)), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    write()
