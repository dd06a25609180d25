"""Studies side by side: figures against the results themselves, the report and its maps."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pytest
from PIL import Image

from impact import Result
from impact.errors import UsageError
from impact.reports import Comparison
from impact.reports._comparison_report import comparison_document, comparison_report
from impact.reports._panels import map_panels

from .conftest import only, scaled


@pytest.fixture(scope="module")
def three(nationwide: Result, alone: Result) -> Comparison:
    """Three studies, one of them with losses, one with a hostile name."""
    lost = replace(nationwide, name="Lost", counties=scaled(nationwide.counties, -20.0))
    return Comparison((nationwide, replace(alone, name="=<b>$x^2$ " + "x" * 10_000), lost))


def test_the_effects_are_those_of_the_results(three: Comparison) -> None:
    rows = three.effects.query("effect == 'total' and place == 'region'").set_index("study")
    for place, result in enumerate(three.results, 1):
        total = result.summary().query("phase == 'operations' and effect == 'total'").iloc[0]
        direct = result.summary().query("phase == 'operations' and effect == 'direct'").iloc[0]
        assert rows.jobs[place] == pytest.approx(total.jobs, rel=1e-12)
        assert rows.jobs_per_direct_job[place] == pytest.approx(total.jobs / direct.jobs, rel=1e-12)
    nation = three.effects.query("place == 'nation'").study
    assert nation.tolist() == [1, 3]  # location quotients know the region alone


def test_the_report_tells_every_study(three: Comparison) -> None:
    report = comparison_report(three)
    studies, effects, _, counties = sorted(report.tables, key=lambda table: table.title != "Studies")
    assert len(studies.rows) == len(effects.rows) == 3
    jobs = [
        three.results[place].summary().query("phase == 'operations' and effect == 'total'").jobs.item()
        for place in range(3)
    ]
    assert [row[2] for row in effects.written()] == [f"{value:,.0f}" for value in jobs]
    assert counties.columns[1:] == ("1", "2", "3")
    assert len(counties.rows) == 15
    said = report.sections[0].paragraphs[0]
    assert f"The most jobs in its region: study {int(np.argmax(jobs)) + 1}, " in said
    assert f"The fewest: study 3, Lost, with {min(jobs):,.0f}." in said
    points = [point for section in report.sections for point in section.points]
    assert "The studies differ in their trade model, not in their sites alone." in points


def test_every_format_and_no_other(three: Comparison, tmp_path: Path) -> None:
    page = comparison_document(three, "html").decode()
    assert page.count("<figure") == 2
    assert "<b>$x" not in page
    assert "=&lt;b&gt;$x^2$" in page
    (tmp_path / "r.docx").write_bytes(comparison_document(three, "docx"))
    texts = [paragraph.text for paragraph in docx.Document(str(tmp_path / "r.docx")).paragraphs]
    assert "Effects in the region" in texts
    assert comparison_document(three, "pdf").startswith(b"%PDF-")
    assert "Comparison of 3 studies" in comparison_document(three, "md").decode()
    with pytest.raises(UsageError, match="no format 'xlsx' of comparisons"):
        comparison_document(three, "xlsx")


def test_a_panel_for_each_study_with_one_legend(three: Comparison) -> None:
    figure = map_panels(three.results[:2], "operations")
    assert [axes.get_title("left")[:7] for axes in figure.axes] == ["1 Cells", "2 =<b>$"]
    assert len(figure.legends) == 1
    part = map_panels(three.results[2:], "operations", three.results, 3)
    assert [axes.get_title("left") for axes in part.axes] == ["3 Lost"]
    labels = [text.get_text() for text in part.legends[0].get_texts()]
    assert [text.get_text() for text in map_panels(three.results, "operations").legends[0].get_texts()] == labels
    page = three.maps("png")
    assert page == three.maps("png")
    assert Image.open(BytesIO(page)).width == round(3 * 3.4 * 160)


def test_what_does_not_compare(nationwide: Result) -> None:
    for others, said in (
        ((), "Name two or more"),
        ((replace(nationwide, dollar_year=2017),), "Money of 2017 and"),
        ((only(nationwide, "construction"),), "job-years do not compare"),
    ):
        with pytest.raises(UsageError, match=said):
            Comparison((nationwide, *others))
    built = only(nationwide, "construction")
    assert "job-years" in comparison_report(Comparison((built, built))).sections[0].paragraphs[0]
