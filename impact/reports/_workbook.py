"""A report as an Excel workbook."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .._files import EPOCH, add_frame
from ._contents import Report, printable
from ._drafts import Table

if TYPE_CHECKING:
    import pandas as pd

ResultSheet = tuple[str, str, Callable[[], "pd.DataFrame"]]  # name and title of a table of the result, and its maker
MAX_SHEET_ROWS = 10_000  # longer tables are files of their own
PAPER_LETTER = 1  # the paper, as Excel numbers it
LINE_CHARACTERS = 95  # characters of the first sheet
NUMBERS = {
    "count": "#,##0.0",
    "quantity": "#,##0.0",
    "money": "#,##0.00",
    "dollars": "#,##0",
    "share": "0%",
    "ratio": "+0.00;-0.00",
    "number": "0.0",
}


def excel(report: Report, tables: Sequence[ResultSheet] = ()) -> bytes:
    """Return a workbook of the text and all tables, with numbers.

    The tables are those of the report and of the result.
    """
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
        lines += [(f"{title}: {stated_text}", wrapped) for title, stated_text in report.stated]
        lines += [(f"{figure.label}: {figure.value} ({figure.note})", wrapped) for figure in report.figures]
        for section in report.sections:
            texts = [*section.paragraphs, *section.points, *section.code.splitlines()]
            lines += [("", wrapped), (section.heading, bold), *((text, wrapped) for text in texts)]
        for row, (text, style) in enumerate(lines):
            sheet.set_row(row, 15 * max(1, -(-len(text) // LINE_CHARACTERS)))
            sheet.write_string(row, 0, printable(text), style)
        _fit_page(sheet)
        if report.inputs:
            _add_inputs(book, report.inputs)
        for table in report.tables:
            _add_sheet(book, table)
        for name, _, make in tables:
            frame = make()
            if len(frame) <= MAX_SHEET_ROWS:
                add_frame(book, name, frame)
    return page.getvalue()


def _add_sheet(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.sheet)
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
    sheet.autofilter(1, 0, 1 + len(table.rows), len(table.columns) - 1)
    _fit_page(sheet)


def _add_inputs(book: Any, inputs: Sequence[tuple[str, str]]) -> None:
    """Add a sheet with the study's keys and values as stated."""
    sheet = book.add_worksheet("Inputs")
    head, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for row, cells in enumerate([("Key", "Value"), *inputs]):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, printable(text), head if row == 0 else wrapped)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 60)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(inputs), 1)
    _fit_page(sheet)


def _fit_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(PAPER_LETTER)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.fit_to_pages(1, 0)
