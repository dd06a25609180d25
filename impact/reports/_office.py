"""A report as a Word document and as an Excel workbook."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .._files import EPOCH, add_frame
from ._charts import image
from ._contents import Chart, Report, printable
from ._drafts import Table

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document

ResultSheet = tuple[str, str, Callable[[], "pd.DataFrame"]]  # name and title of a table of the result, and its maker
MAX_SHEET_ROWS = 10_000  # longer tables are files of their own
PAGE_WIDTH_CM = 17.0  # of a page between its margins
PAPER_LETTER = 1  # the paper, as Excel numbers it
LINE_CHARACTERS = 95  # characters of the first sheet
SPACING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}after"
NUMBERS = {
    "count": "#,##0.0",
    "quantity": "#,##0.0",
    "money": "#,##0.00",
    "dollars": "#,##0",
    "share": "0%",
    "ratio": "+0.00;-0.00",
    "number": "0.0",
}


def word(report: Report) -> bytes:
    """Return a Word document with real headings, tables and pictures."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    properties = document.core_properties
    properties.created = properties.modified = EPOCH
    properties.title, properties.author = printable(report.title)[:250], "impact"
    document.sections[0].left_margin = document.sections[0].right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(printable(report.title), 0)
    document.add_paragraph(printable(report.subtitle))
    for section in report.sections:
        document.add_heading(section.heading, 1)
        for paragraph in section.paragraphs:
            document.add_paragraph(printable(paragraph))
        for point in section.points:
            document.add_paragraph(printable(point), style="List Bullet")
        for part in section.parts:
            if isinstance(part, Chart):
                _add_chart(document, part)
            else:
                _add_table(document, part)
        for line in section.code.splitlines():
            run = document.add_paragraph().add_run(printable(line))
            run.font.name, run.font.size = "DejaVu Sans Mono", Pt(8)
            run._element.getparent().get_or_add_pPr().get_or_add_spacing().set(SPACING, "0")
    page = BytesIO()
    document.save(page)
    return _undated(page)


def _undated(page: BytesIO) -> bytes:
    """Return a zip archive without the time at which it was written."""
    again = BytesIO()
    with ZipFile(page) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), ZIP_DEFLATED)
    return again.getvalue()


def _add_chart(document: "Document", chart: Chart) -> None:
    from docx.shared import Cm

    document.add_picture(BytesIO(image(chart.draw(), "png")), width=Cm(16))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.inline_shapes[-1]._inline.docPr.set("descr", chart.alt)
    document.add_paragraph(printable(chart.title), style="Caption")


def _add_table(document: "Document", part: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    document.add_paragraph(printable(part.caption), style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(part.columns), style="Light List Accent 1")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    widths = _widths(part)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice reads these, Word those of the cells
    rows = [table.rows[0].cells, *(table.add_row().cells for _ in part.rows)]
    for cells, texts in zip(rows, [list(part.columns), *part.written()], strict=True):
        for cell, text, kind, width in zip(cells, texts, part.kinds, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.add_run(printable(text)).font.size = Pt(8)
            if kind != "text":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _widths(table: Table) -> list[float]:
    """Return the width of each column in cm: its longest word, wider in bold, and for text a share of what is left."""
    columns = list(zip(table.columns, *table.written(), strict=True))
    least = [0.5 + max(0.21 * _longest(head), *(0.17 * _longest(text) for text in body)) for head, *body in columns]
    wants = [
        min(max(map(len, texts)), 40) if kind == "text" else 0 for texts, kind in zip(columns, table.kinds, strict=True)
    ]
    spare = PAGE_WIDTH_CM - sum(least)
    return [width + spare * want / sum(wants) for width, want in zip(least, wants, strict=True)]


def _longest(text: str) -> int:
    """Return the letters of the longest word of a text, at least five; words of over twelve are broken."""
    return min(max(map(len, [*text.split(), "12345"])), 12)


def excel(report: Report, tables: Sequence[ResultSheet] = ()) -> bytes:
    """Return a workbook: the text, every table of the report, and those of the result, with real numbers."""
    import xlsxwriter

    page = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(page, safe) as book:
        book.set_properties({"created": EPOCH, "title": printable(report.title)[:250]})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Report")
        sheet.set_column(0, 0, LINE_CHARACTERS)
        lines = [(report.title, bold), (report.subtitle, wrapped)]
        for section in report.sections:
            texts = [*section.paragraphs, *section.points, *section.code.splitlines()]
            lines += [("", wrapped), (section.heading, bold), *((text, wrapped) for text in texts)]
        for row, (text, style) in enumerate(lines):
            sheet.set_row(row, 15 * max(1, -(-len(text) // LINE_CHARACTERS)))
            sheet.write_string(row, 0, printable(text), style)
        _fit_page(sheet)
        for table in report.tables:
            _add_sheet(book, table)
        for name, _, make in tables:
            frame = make()
            if len(frame) <= MAX_SHEET_ROWS:
                add_frame(book, name, frame)
    return page.getvalue()


def _add_sheet(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(f"Table {table.number}")
    sheet.write_string(0, 0, printable(table.caption), book.add_format({"bold": True}))
    styles = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    for column, (name, kind) in enumerate(zip(table.columns, table.kinds, strict=True)):
        text = kind == "text"
        sheet.write_string(1, column, name, book.add_format(styles | ({} if text else {"align": "right"})))
        widest = max((len(str(row[column])) for row in table.rows), default=0) if text else 0
        sheet.set_column(column, column, min(max(widest, 12), 60))
        figure = None if text else book.add_format({"num_format": NUMBERS[kind]})
        for row, cells in enumerate(table.rows, start=2):
            value = cells[column]
            if text:
                sheet.write_string(row, column, printable(str(value)))
            elif value == value:
                sheet.write_number(row, column, float(value), figure)
    sheet.freeze_panes(2, 0)
    _fit_page(sheet)


def _fit_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(PAPER_LETTER)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.fit_to_pages(1, 0)
