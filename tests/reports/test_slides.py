"""The slides: as many as promised, the figures of the result, alt texts, nothing beyond the edge."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.util import Inches

from impact import Result
from impact.reports import write_report
from impact.reports._contents import contents
from impact.reports._slides import slides

from .conftest import only, scaled


@pytest.fixture(scope="module")
def drawn(nationwide: Result) -> Result:
    return nationwide.quick_draw(200)


def opened(result: Result, path: Path) -> Presentation:
    return pptx.Presentation(str(write_report(result, path)))


def words(deck: Presentation) -> list[str]:
    """The text of each slide, its tables included."""
    said = []
    for slide in deck.slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
        said.append("\n".join(texts))
    return said


def test_seven_slides_with_the_figures_of_the_result(drawn: Result, tmp_path: Path) -> None:
    deck = opened(drawn, tmp_path / "told.pptx")
    said = words(deck)
    assert len(said) == 7
    totals = drawn.summary().query("effect == 'total'").set_index("phase")
    span = drawn.interval("operations", "jobs")
    assert span is not None
    for text in (f"{totals.jobs['operations']:,.0f}", f"{span[0]:,.0f} to {span[1]:,.0f}"):
        assert text in said[0]
    assert f"{totals.jobs['construction']:,.0f}" in said[2]
    largest = drawn.by_county().query("phase == 'operations' and effect == 'total'").nlargest(1, "jobs").iloc[0]
    assert f"{largest['name']}, {largest.state}" in said[3]
    by_level = drawn.fiscal().summary("region").query("phase == 'operations'").groupby("level").value.sum()
    table = next(shape.table for shape in deck.slides[4].shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert float(rows[1][-1].replace(",", "")) == pytest.approx(by_level["federal"], abs=0.06)
    assert "Sentence: " in said[6]
    assert not any("(table" in text for text in said)


def test_pictures_and_tables_say_what_they_show_and_stay_on_the_slide(drawn: Result) -> None:
    page = slides(contents(drawn))
    assert page == slides(contents(drawn))
    deck = pptx.Presentation(BytesIO(page))
    for slide in deck.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Inches(13.334)
            assert shape.top + shape.height <= Inches(7.5)
            if shape.has_table or shape.shape_type == 13:  # a picture
                described = shape._element.xpath(".//p:cNvPr/@descr")
                assert len(described[0]) > 20
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 2


def test_other_results_have_slides_too(nationwide: Result, tmp_path: Path) -> None:
    name = "=<script>\u202e" + "x y" * 3500
    for place, (result, count) in enumerate(
        (
            (only(nationwide, "construction"), 6),  # without taxes
            (replace(nationwide, counties=scaled(nationwide.counties, -20.0)), 7),
            (replace(nationwide, name=name), 7),
        )
    ):
        deck = opened(result, tmp_path / f"{place}.pptx")
        assert len(deck.slides) == count
        title = deck.slides[0].shapes.title
        assert title is not None
        assert len(title.text_frame.text) <= 90
    assert "=<script>" in words(deck)[0]
    assert "\u202e" not in words(deck)[0]
