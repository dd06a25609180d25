"""Study on seven slides.

They are headline, map, effects, counties, taxes, uncertainty, and quotation.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from .._display import money
from .._files import EPOCH
from ..reference import TOTAL
from ._charts import image
from ._contents import Chart, Report, Section, printable
from ._drafts import Table
from ._tables import ROUNDED
from ._word import undated

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

__all__ = ["slides"]

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6  # inches
BODY_TOP, BODY_HEIGHT = 1.45, 5.25
INK, GREY, BLUE, BOX, LINE = "1A1A1A", "555555", "174A86", "F1F5FA", "E8EEF6"
FONT = "Arial"
DPI = 220
MAX_COUNTIES = 10
MAX_TITLE, MAX_POINT = 90, 330  # characters
REFERENCES = re.compile(r" \((?:see )?tables? [^)]*\)")
SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z])")
TITLE_ONLY = 5  # index of the layout with a title only


def slides(report: Report) -> bytes:
    """Return a report as 16:9 slides with editable text and tables.

    Every picture and table has an alternative text.
    """
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    properties = deck.core_properties
    properties.created = properties.modified = EPOCH
    properties.title = printable(report.title)[:250]
    properties.author = properties.last_modified_by = printable(dict(report.stated).get("Prepared by", "impact"))[:250]
    sections = {section.heading: section for section in report.sections}
    _add_headline(deck, report, sections["Summary"])
    _add_map(deck, sections["Where the jobs are"])
    _add_effects(deck, sections)
    _add_counties(deck, sections["Where the jobs are"])
    if "Taxes, services and incentives" in sections:
        _add_taxes(deck, sections["Taxes, services and incentives"])
    _add_doubt(deck, sections)
    _add_quotation(deck, sections)
    page = BytesIO()
    deck.save(page)
    return undated(page)


def _add_headline(deck: "Presentation", report: Report, summary: Section) -> None:
    slide = _slide(deck, report.title, size=32)
    _text(slide, (MARGIN, 1.35, WIDTH - 2 * MARGIN, 0.7), [report.subtitle], size=14, color=GREY)
    cover_text = " · ".join(f"{title}: {shorten(text, 60, placeholder=' …')}" for title, text in report.stated)
    if cover_text:
        _text(slide, (MARGIN, 1.95, WIDTH - 2 * MARGIN, 0.4), [cover_text], size=13, color=GREY)
    wide = (WIDTH - 2 * MARGIN + 0.2) / max(len(report.figures), 1)
    for place, figure in enumerate(report.figures):
        box = (MARGIN + place * wide, 2.65, wide - 0.2, 1.75)
        _text(slide, box, [figure.label], size=12, fill=BOX)
        _text(slide, (box[0], 3.1, box[2], 0.6), [figure.value], size=26, bold=True, color=BLUE)
        _text(slide, (box[0], 3.72, box[2], 0.6), [figure.note], size=11, color=GREY)
    _text(slide, (MARGIN, 4.75, WIDTH - 2 * MARGIN, 2.0), _sentences(summary.paragraphs[:2], 4), size=16, longest=150)


def _add_map(deck: "Presentation", where: Section) -> None:
    chart = next(part for part in where.parts if isinstance(part, Chart))
    slide = _slide(deck, chart.title)
    points = _sentences(where.paragraphs, 3)
    _picture(slide, chart, (MARGIN, BODY_TOP, 8.6, BODY_HEIGHT), f"{chart.alt} {' '.join(points)}")
    _text(slide, (9.5, BODY_TOP + 0.2, WIDTH - 9.5 - MARGIN, 4.6), points, size=17)


def _add_effects(deck: "Presentation", sections: dict[str, Section]) -> None:
    tables = {part.name: part for part in sections["Effects by phase"].parts if not isinstance(part, Chart)}
    slide = _slide(deck, "Effects by phase")
    top = BODY_TOP
    for name in ("operations", "construction"):
        if name not in tables:
            continue
        table = tables[name]
        caption = f"{table.title}. {table.note}".replace(ROUNDED, "").strip()
        _text(slide, (MARGIN, top, WIDTH - 2 * MARGIN, 0.4), [caption], size=12, color=GREY)
        high = _table(
            slide, (MARGIN, top + 0.42, WIDTH - 2 * MARGIN), (table.columns, table.kinds, table.written()), caption
        )
        top += high + 0.75


def _cells(table: Table) -> tuple[Sequence[str], Sequence[str], list[list[str]]]:
    return table.columns, table.kinds, table.written()


def _add_counties(deck: "Presentation", where: Section) -> None:
    tables = {part.name: part for part in where.parts if not isinstance(part, Chart)}
    table = tables["counties"]
    slide = _slide(deck, "Counties with the largest effects")
    rows = table.written()[:MAX_COUNTIES]
    caption = f"{table.title}: the first {len(rows)}."
    _text(slide, (MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, 0.4), [caption], size=12, color=GREY)
    _table(slide, (MARGIN, BODY_TOP + 0.42, WIDTH - 2 * MARGIN), (table.columns, table.kinds, rows), caption)


def _add_taxes(deck: "Presentation", public: Section) -> None:
    """Add taxes by level of government.

    They are the rows of the report's table, summed over kinds of tax.
    """
    tables = {part.name: part for part in public.parts if not isinstance(part, Chart)}
    table = tables["taxes"]
    numbers = [place for place, kind in enumerate(table.kinds) if kind == "money"]
    sums: dict[str, list[float]] = {}
    for row in table.rows:
        before = sums.setdefault(str(row[0]), [0.0] * len(numbers))
        sums[str(row[0])] = [total + float(row[place]) for total, place in zip(before, numbers, strict=True)]
    columns = (table.columns[0], *(table.columns[place] for place in numbers))
    rows = [[level, *map(money, values)] for level, values in sums.items()]
    caption = f"{table.title}. {table.note}"
    slide = _slide(deck, "Taxes and public services")
    _text(slide, (MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, 0.4), [caption], size=12, color=GREY)
    kinds = ("text", *("money" for _ in numbers))
    high = _table(slide, (MARGIN, BODY_TOP + 0.42, WIDTH - 2 * MARGIN), (columns, kinds, rows), caption)
    _text(slide, (MARGIN, BODY_TOP + high + 0.8, WIDTH - 2 * MARGIN, 2.6), _sentences(public.paragraphs, 3), size=16)


def _add_doubt(deck: "Presentation", sections: dict[str, Section]) -> None:
    doubt = sections["How sure this is"]
    chart = next((part for part in doubt.parts if isinstance(part, Chart)), None)
    slide = _slide(deck, "How sure this is")
    points = _sentences(doubt.paragraphs, 3)
    if chart is None:
        _text(slide, (MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, BODY_HEIGHT), points, size=17)
        return
    _text(slide, (MARGIN, BODY_TOP, 8.2, 0.4), [chart.title], size=12, color=GREY)
    _picture(slide, chart, (MARGIN, BODY_TOP + 0.4, 7.9, BODY_HEIGHT - 0.4), f"{chart.alt} {' '.join(points)}")
    _text(slide, (8.8, BODY_TOP + 0.3, WIDTH - 8.8 - MARGIN, BODY_HEIGHT - 0.3), points, size=14)


def _add_quotation(deck: "Presentation", sections: dict[str, Section]) -> None:
    slide = _slide(deck, "How to quote this")
    half = (WIDTH - 2 * MARGIN - 0.4) / 2
    _text(slide, (MARGIN, BODY_TOP, half, BODY_HEIGHT), sections["How to quote this"].points, size=15)
    caveats = sections["What these figures do not say"].points[:3]
    _text(slide, (MARGIN + half + 0.4, BODY_TOP, half, 0.4), ["What these figures do not say"], size=15, bold=True)
    _text(slide, (MARGIN + half + 0.4, BODY_TOP + 0.45, half, 3.2), caveats, size=13)
    credits = ["Sources: BEA, Census and BLS; tables and fingerprints stand in the report."]
    _text(
        slide, (MARGIN, 5.75, WIDTH - 2 * MARGIN, 1.2), [*credits, *_credits(sections)], size=9, color=GREY, longest=900
    )


def _credits(sections: dict[str, Section]) -> list[str]:
    """Return the attributions that licenses ask for, on one line."""
    paragraphs = sections["Sources and reproduction"].paragraphs[:-1]  # the last says how to repeat the study
    return [" ".join(paragraphs)]


def _slide(deck: "Presentation", title: str, size: int = 28) -> "Slide":
    """Add a slide with a title, a line below, and a number."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    slide: Slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    assert head is not None
    head.left, head.top = Inches(MARGIN), Inches(0.35)
    head.width, head.height = Inches(WIDTH - 2 * MARGIN), Inches(0.95)
    frame = head.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.text = _clean(title, MAX_TITLE)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    long = len(frame.text) > 55
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size - 6 if long else size), True, FONT
    paragraph.font.color.rgb = _rgb(BLUE)
    number = f"{len(deck.slides)}"
    _text(slide, (WIDTH - 1.2, HEIGHT - 0.45, 0.9, 0.3), [number], size=10, color=GREY, right=True)
    return slide


def _text(
    slide: "Slide", box: tuple[float, float, float, float], lines: Iterable[str], size: int, **style: Any
) -> None:
    """Add lines of text in a box.

    ``bold, color, fill, right`` and ``longest`` are its style.
    """
    from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Inches, Pt

    left, top, width, height = map(Inches, box)
    shape: Any = slide.shapes.add_textbox(left, top, width, height)
    if "fill" in style:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(style["fill"])
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = _clean(line, style.get("longest", MAX_POINT))
        run.font.size, run.font.bold, run.font.name = Pt(size), bool(style.get("bold")), FONT
        run.font.color.rgb = _rgb(style.get("color", INK))
        paragraph.space_after = Pt(size / 2)
        if style.get("right"):
            paragraph.alignment = PP_ALIGN.RIGHT


def _picture(slide: "Slide", chart: Chart, box: tuple[float, float, float, float], alt: str) -> None:
    """Add a chart as large as fits, with alternative text."""
    from pptx.util import Inches

    left, top, width, height = map(Inches, box)
    picture: Any = slide.shapes.add_picture(BytesIO(image(chart.draw(), "png", DPI)), left, top, width=width)
    if picture.height > height:
        picture.width, picture.height = round(picture.width * height / picture.height), height
    picture._element.nvPicPr.cNvPr.set("descr", _clean(alt, 900))


def _table(
    slide: "Slide",
    place: tuple[float, float, float],
    content: tuple[Sequence[str], Sequence[str], list[list[str]]],
    alt: str,
) -> float:
    """Add a table below a point; return its height in inches.

    Text is left-aligned, figures right-aligned.
    """
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    columns, kinds, rows = content
    left, top, width = place
    high = 0.38 * (len(rows) + 1)
    frame: Any = slide.shapes.add_table(
        len(rows) + 1, len(columns), Inches(left), Inches(top), Inches(width), Inches(high)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _clean(alt, 900))
    table = frame.table
    first = 3.4 if kinds[0] == "text" else width / len(columns)
    for column, kind in enumerate(kinds):
        table.columns[column].width = Inches(first if column == 0 else (width - first) / (len(columns) - 1))
        for row, text in enumerate([columns[column], *(cells[column] for cells in rows)]):
            cell = table.cell(row, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb(BLUE if row == 0 else "FFFFFF" if row % 2 else LINE)
            cell.text = _clean(text, 60)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.name, paragraph.font.bold = (
                Pt(13),
                FONT,
                row == 0 or rows[row - 1][0] == TOTAL,
            )
            paragraph.font.color.rgb = _rgb("FFFFFF" if row == 0 else INK)
            if kind != "text":
                paragraph.alignment = PP_ALIGN.RIGHT
    return high


def _rgb(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code)  # type: ignore[no-untyped-call]


def _sentences(paragraphs: Iterable[str], max_sentences: int) -> list[str]:
    """Return the first sentences without references to tables.

    Slides do not number tables.
    """
    every = [sentence for paragraph in paragraphs for sentence in SENTENCE.split(REFERENCES.sub("", paragraph))]
    return [sentence for sentence in every if not re.search(r"\b[Tt]able \d", sentence)][:max_sentences]


def _clean(text: str, longest: int) -> str:
    """Return a text on one line for XML, cut to length."""
    return shorten(printable(text), longest, placeholder=" …") or printable(text)[:longest]
