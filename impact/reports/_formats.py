"""A report as HTML, Word, Excel, Markdown or PDF."""

import os
import tempfile
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..effects import EPOCH, Result
from ..errors import UsageError
from ._charts import image
from ._contents import Chart, Report, Table, contents

PAGE = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(report: Report) -> bytes:
    """Return one HTML file without scripts that asks nobody for anything; charts are inside as SVG."""
    page = PAGE.get_template("report.j2").render(
        report=report,
        is_table=lambda part: isinstance(part, Table),
        drawn=lambda chart: b64encode(image(chart.draw(), "svg")).decode(),
    )
    return page.encode()


def markdown(report: Report) -> bytes:
    """Return Markdown with pipe tables; charts are left to the other formats."""
    lines = [f"# {_plain(report.title)}", "", _plain(report.subtitle), ""]
    for section in report.sections:
        lines += [f"## {section.heading}", ""]
        for paragraph in section.paragraphs:
            lines += [_plain(paragraph), ""]
        lines += [f"- {_plain(point)}" for point in section.points] + ([""] if section.points else [])
        for part in section.parts:
            if isinstance(part, Table):
                lines += [f"**Table {part.number}.** {_plain(part.title)}. {part.note}".rstrip(), ""]
                lines += [f"| {' | '.join(part.columns)} |"]
                lines += [f"|{'|'.join('---' if kind == 'text' else '---:' for kind in part.kinds)}|"]
                lines += [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in part.written()]
                lines += [""]
        if section.code:
            lines += [f"    {line}" for line in section.code.splitlines()] + [""]
    return "\n".join(lines).encode()


def word(report: Report) -> bytes:
    """Return a Word document with real headings, tables and pictures."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    document = Document()
    document.core_properties.created = document.core_properties.modified = EPOCH
    document.core_properties.title, document.core_properties.author = report.title[:250], "impact"
    for edge in ("left_margin", "right_margin"):
        setattr(document.sections[0], edge, Cm(2))
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_printable(report.title), 0)
    document.add_paragraph(_printable(report.subtitle))
    for section in report.sections:
        document.add_heading(section.heading, 1)
        for paragraph in section.paragraphs:
            document.add_paragraph(_printable(paragraph))
        for point in section.points:
            document.add_paragraph(_printable(point), style="List Bullet")
        for part in section.parts:
            if isinstance(part, Chart):
                document.add_picture(BytesIO(image(part.draw(), "png")), width=Cm(16))
                picture = document.inline_shapes[-1]._inline.docPr
                picture.set("descr", part.alt)
                document.add_paragraph(_printable(part.title), style="Caption")
                continue
            document.add_paragraph(_printable(part.caption), style="Caption")
            table = document.add_table(rows=1, cols=len(part.columns), style="Light List Accent 1")
            repeat = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(repeat)
            cells = [table.rows[0].cells, *(table.add_row().cells for _ in part.rows)]
            for row, texts in zip(cells, [list(part.columns), *part.written()], strict=True):
                for cell, text, kind in zip(row, texts, part.kinds, strict=True):
                    cell.text = _printable(text)
                    for paragraph in cell.paragraphs:
                        paragraph.runs[0].font.size = Pt(8) if paragraph.runs else None
                        if kind != "text":
                            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            document.add_paragraph()
        for line in section.code.splitlines():
            run = document.add_paragraph().add_run(_printable(line))
            run.font.name, run.font.size = "DejaVu Sans Mono", Pt(8)
            run._element.getparent().get_or_add_pPr().get_or_add_spacing().set(SPACING, "0")
    page = BytesIO()
    document.save(page)
    return page.getvalue()


SPACING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}after"


def excel(report: Report) -> bytes:
    """Return a workbook: the text on the first sheet, then every table with real numbers."""
    import xlsxwriter

    page = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    formats = {"jobs": "#,##0.0", "money": "#,##0.00", "dollars": "#,##0", "share": "0%", "number": "0.0"}
    with xlsxwriter.Workbook(page, safe) as book:
        book.set_properties({"created": EPOCH, "title": report.title[:250]})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        figures = {kind: book.add_format({"num_format": pattern}) for kind, pattern in formats.items()}
        sheet = book.add_worksheet("Summary")
        sheet.set_column(0, 0, 110, wrapped)
        lines = [(report.title, bold), (report.subtitle, wrapped)]
        for section in report.sections:
            texts = [*section.paragraphs, *section.points, *section.code.splitlines()]
            lines += [("", wrapped), (section.heading, bold), *((text, wrapped) for text in texts)]
        for row, (text, style) in enumerate(lines):
            sheet.write_string(row, 0, text, style)
        for table in report.tables:
            sheet = book.add_worksheet(f"Table {table.number}")
            sheet.write_string(0, 0, table.caption, bold)
            for column, (name, kind) in enumerate(zip(table.columns, table.kinds, strict=True)):
                sheet.write_string(1, column, name, head)
                widest = max((len(str(row[column])) for row in table.rows if kind == "text"), default=12)
                sheet.set_column(column, column, min(max(widest, 12), 60), figures.get(kind))
                for row, cells in enumerate(table.rows, start=2):
                    value = cells[column]
                    if value is None or value != value:
                        sheet.write_blank(row, column, None)
                    elif kind == "text":
                        sheet.write_string(row, column, str(value))
                    else:
                        sheet.write_number(row, column, float(value), figures[kind])
            sheet.freeze_panes(2, 0)
    return page.getvalue()


def pdf(report: Report) -> bytes:
    """Return the HTML report as PDF; needs the optional library weasyprint."""
    try:
        import weasyprint
    except (ImportError, OSError):
        raise UsageError(
            "PDF needs the library weasyprint: pip install 'county-impact[pdf]' (and Pango, on Debian libpango-1.0-0). "
            "Or write html and print it from a browser."
        ) from None
    made: bytes = weasyprint.HTML(string=html(report).decode()).write_pdf()
    return made


FORMATS: dict[str, Callable[[Report], bytes]] = {"html": html, "docx": word, "xlsx": excel, "md": markdown, "pdf": pdf}


def render(result: Result, kind: str) -> bytes:
    """Return the report of a result in a format: ``html``, ``docx``, ``xlsx``, ``md`` or ``pdf``.

    Raises
    ------
    UsageError
        If the format is unknown, or its library is missing.
    """
    if kind not in FORMATS:
        raise UsageError(f"There is no report format {kind!r}. Choose one of: {', '.join(FORMATS)}.")
    return FORMATS[kind](contents(result))


def write_report(result: Result, path: str | Path, kind: str | None = None) -> Path:
    """Write the report of a result, complete or not at all.

    Parameters
    ----------
    result : Result
        Of a study.
    path : str or Path
        The file, which does not exist.
    kind : str, optional
        As in :func:`render`; by default what the name of the file ends in.

    Raises
    ------
    UsageError
        If the format is unknown, the file exists, or it cannot be written.
    """
    path = Path(path)
    content = render(result, kind or path.suffix.removeprefix("."))
    if os.path.lexists(path):
        raise UsageError(f"{path} exists already. Give another name, or remove it.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".impact-", delete=False) as file:
            file.write(content)
        os.chmod(file.name, 0o666 & ~_umask())
        Path(file.name).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}. Give another name.") from None
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _plain(text: str) -> str:
    """Return a text in which nothing is Markdown or HTML."""
    line = " ".join(_printable(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]#|":
        line = line.replace(sign, f"\\{sign}")
    return line


def _printable(text: str) -> str:
    """Return a text without characters that XML or a reader cannot take."""
    return "".join(character if character.isprintable() else " " for character in text)
