"""A report as a Word document: cover, contents, headings, tables and pictures."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .._files import EPOCH
from ._charts import image
from ._contents import Chart, Report, printable
from ._drafts import Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["undated", "word"]

PAGE_WIDTH_CM = 17.0  # of a page between its margins
CHART_WIDTH_CM, CHART_HEIGHT_CM = 14.0, 9.5
TABLE_POINTS, MIN_TABLE_POINTS = 8.0, 6.5
SPACING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}after"
ROWS_KEPT = 2  # of a table with its caption
BOX_FILL = "F1F5FA"


def word(report: Report) -> bytes:
    """Return a Word document with real headings, tables and pictures."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    properties = document.core_properties
    properties.created = properties.modified = EPOCH
    author = dict(report.stated).get("Prepared by", "impact")
    properties.title, properties.author = printable(report.title)[:250], printable(author)[:250]
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    _add_footer(document, printable(report.title))
    _add_cover(document, report)
    for number, part in enumerate(report.sections, start=1):
        _mark(document.add_heading(part.heading, 1), number)
        for paragraph in part.paragraphs:
            document.add_paragraph(printable(paragraph))
        for point in part.points:
            document.add_paragraph(printable(point), style="List Bullet")
        for element in part.parts:
            if isinstance(element, Chart):
                _add_chart(document, element)
            else:
                _add_table(document, element)
        for line in part.code.splitlines():
            run = document.add_paragraph().add_run(printable(line))
            run.font.name, run.font.size = "DejaVu Sans Mono", Pt(8)
            run._element.getparent().get_or_add_pPr().get_or_add_spacing().set(SPACING, "0")
    page = BytesIO()
    document.save(page)
    return undated(page)


def undated(page: BytesIO) -> bytes:
    """Return a zip archive without its time of writing."""
    rewritten = BytesIO()
    with ZipFile(page) as old, ZipFile(rewritten, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), ZIP_DEFLATED)
    return rewritten.getvalue()


def _add_cover(document: "Document", report: Report) -> None:
    """Add the cover and the contents, and begin a new page.

    The cover has title, client, author, date and key figures.
    """
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    document.add_heading(printable(report.title), 0)
    document.add_paragraph(printable(report.subtitle))
    for title, text in report.stated:
        document.add_paragraph(f"{title}: ").add_run(printable(text)).bold = True
    if report.figures:
        _add_boxes(document, report)
    if not report.sections:
        return
    heading = document.add_paragraph()
    heading.paragraph_format.space_before = Pt(18)
    heading.add_run("Contents").bold = True
    for number, section in enumerate(report.sections, start=1):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(PAGE_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        line.add_run(f"{section.heading}\t")
        _add_field(line, f"PAGEREF {_bookmark(number)} \\h")
    document.add_page_break()  # type: ignore[no-untyped-call]


def _add_boxes(document: "Document", report: Report) -> None:
    """Add a table of one row with the cover's figures."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(report.figures))
    table.autofit = False
    for column in table.columns:
        column.width = Cm(PAGE_WIDTH_CM / len(report.figures))
    for cell, figure in zip(table.rows[0].cells, report.figures, strict=True):
        cell.width = Cm(PAGE_WIDTH_CM / len(report.figures))
        fill = OxmlElement("w:shd")
        fill.set(qn("w:val"), "clear")
        fill.set(qn("w:fill"), BOX_FILL)
        cell._tc.get_or_add_tcPr().append(fill)
        cell.paragraphs[0].add_run(printable(figure.label)).font.size = Pt(8)
        for text, points, bold in ((figure.value, 13, True), (figure.note, 8, False)):
            run = cell.add_paragraph().add_run(printable(text))
            run.font.size, run.bold = Pt(points), bold


def _add_footer(document: "Document", title: str) -> None:
    """Write title and page number at the foot of every page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    foot = document.sections[0].footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(PAGE_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    foot.style.font.size = Pt(8)
    short = title if len(title) <= 90 else f"{title[:89]}…"
    foot.add_run(f"{short}\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")
    stops = document.styles["Footer"].paragraph_format.tab_stops  # those in the middle would catch the tab
    while len(stops):
        del stops[0]


def _add_field(paragraph: "Paragraph", code: str) -> None:
    """Add a field that the reader's program fills in.

    An example is the page number.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def run(element: Any) -> None:
        paragraph.add_run()._r.append(element)

    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = " "
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                element.set(qn("w:dirty"), "true")
        run(element)


def _bookmark(number: int) -> str:
    return f"_Toc{number:08}"


def _mark(heading: "Paragraph", number: int) -> None:
    """Put a bookmark around a heading, for its line of the contents."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _bookmark(number))
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def _add_chart(document: "Document", chart: Chart) -> None:
    from docx.shared import Cm

    picture = document.add_picture(BytesIO(image(chart.draw(), "png")), width=Cm(CHART_WIDTH_CM))
    if picture.height > Cm(CHART_HEIGHT_CM):
        picture.width, picture.height = (
            round(side * Cm(CHART_HEIGHT_CM) / picture.height) for side in (picture.width, picture.height)
        )
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.inline_shapes[-1]._inline.docPr.set("descr", chart.alt)
    document.add_paragraph(printable(chart.title), style="Caption")


def _add_table(document: "Document", part: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document.add_paragraph(printable(part.caption), style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(part.columns), style="Light List Accent 1")
    table.autofit = False
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:  # the first column is no heading
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:val"), "0420")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    points, widths = _widths(part)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice reads these, Word those of the cells
    rows = [table.rows[0], *(table.add_row() for _ in part.rows)]
    for place, (row, texts) in enumerate(zip(rows, [list(part.columns), *part.written()], strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, kind, width in zip(row.cells, texts, part.kinds, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = place < ROWS_KEPT and place < len(rows) - 1
            paragraph.add_run(printable(text)).font.size = Pt(points)
            if kind != "text":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _widths(table: Table) -> tuple[float, list[float]]:
    """Return letter size in points and column widths in cm.

    A column is as wide as its longest word, wider in bold, and a column of text gets a share of what is left. A table
    of many columns has smaller letters.
    """
    columns = list(zip(table.columns, *table.written(), strict=True))
    min_widths = [max([0.2 * _longest(head), *(0.16 * _longest(text) for text in body)]) for head, *body in columns]
    margins = 0.45 * len(columns)
    points = min(TABLE_POINTS, max(MIN_TABLE_POINTS, TABLE_POINTS * (PAGE_WIDTH_CM - margins) / sum(min_widths)))
    min_widths = [0.45 + width * points / TABLE_POINTS for width in min_widths]
    wants = [
        min(max(map(len, texts)), 40) if kind == "text" else 0 for texts, kind in zip(columns, table.kinds, strict=True)
    ]
    spare = PAGE_WIDTH_CM - sum(min_widths)
    return points, [width + spare * want / max(sum(wants), 1) for width, want in zip(min_widths, wants, strict=True)]


def _longest(text: str) -> int:
    """Return the letters of a text's longest word, at least five.

    Words of over twenty letters are broken.
    """
    return min(max(map(len, [*text.split(), "12345"])), 20)
