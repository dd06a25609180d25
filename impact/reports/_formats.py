"""A report as HTML, Word, Excel, Markdown, PDF or slides."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..effects import Effects
from ..errors import UsageError
from ._brief import brief_page
from ._charts import image
from ._contents import Report, contents, printable
from ._drafts import Table
from ._slides import slides
from ._word import word
from ._workbook import ResultSheet, excel

PAGE = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    finalize=lambda value: "\n".join(map(printable, value.split("\n"))) if type(value) is str else value,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(report: Report) -> bytes:
    """Return one HTML file without scripts or network access.

    Charts are inside as SVG.
    """
    page = PAGE.get_template("report.j2").render(
        report=report,
        is_table=lambda part: isinstance(part, Table),
        drawn=lambda chart: b64encode(image(chart.draw(), "svg")).decode(),
    )
    return page.encode()


def markdown(report: Report) -> bytes:
    """Return Markdown with pipe tables; charts are left to the other formats."""
    lines = [f"# {_plain(report.title)}", "", _plain(report.subtitle), ""]
    lines += [f"- {title}: {_plain(text)}" for title, text in report.stated]
    lines += [f"- {figure.label}: **{_plain(figure.value)}** ({_plain(figure.note)})" for figure in report.figures]
    lines += [""] if report.stated or report.figures else []
    for section in report.sections:
        lines += [f"## {section.heading}", ""]
        for paragraph in section.paragraphs:
            lines += [_plain(paragraph), ""]
        lines += [f"- {_plain(point)}" for point in section.points] + ([""] if section.points else [])
        for part in section.parts:
            if isinstance(part, Table):
                lines += [f"**Table {part.number}.** {_plain(f'{part.title}. {part.note}')}", ""]
                lines += [f"| {' | '.join(part.columns)} |"]
                lines += [f"|{'|'.join('---' if kind == 'text' else '---:' for kind in part.kinds)}|"]
                lines += [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in part.written()]
                lines += [""]
        if section.code:
            lines += [f"    {printable(line)}" for line in section.code.splitlines()] + [""]
    return "\n".join(lines).encode()


def pdf(report: Report) -> bytes:
    """Return the HTML report as PDF; needs the optional library weasyprint."""
    return _printed(html(report).decode())


def _printed(page: str) -> bytes:
    """Return a page in HTML as tagged PDF."""
    try:
        import weasyprint
    except (ImportError, OSError):
        raise UsageError(
            "PDF needs the library weasyprint: pip install 'county-impact[pdf]' (and Pango, on Debian libpango-1.0-0). "
            "Or write html and print it from a browser."
        ) from None
    made: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made


BRIEF = "brief"  # one page, in PDF
FORMATS: dict[str, Callable[[Report], bytes]] = {
    "html": html,
    "docx": word,
    "xlsx": excel,
    "md": markdown,
    "pdf": pdf,
    "pptx": slides,
}


def render(result: Effects, kind: str, tables: Sequence[ResultSheet] = ()) -> bytes:
    """Return the report of a result in a format.

    Formats are ``html``, ``docx``, ``xlsx``, ``md``, ``pdf``, ``pptx`` and ``brief``.

    Parameters
    ----------
    result : Effects
        Of a study.
    kind : str
        The format.
    tables : sequence of (str, str, callable)
        Name, title and maker of the tables of the result: the report lists them, the workbook holds them.

    Raises
    ------
    UsageError
        If the format is unknown, or its library is missing.
    """
    if kind == BRIEF:
        return _printed(brief_page(result, PAGE))
    if kind not in FORMATS:
        raise UsageError(f"There is no report format {kind!r}. Choose one of: {', '.join([*FORMATS, BRIEF])}.")
    listing = [f"{name}.csv: {title}." for name, title, _ in tables]
    report = contents(result, listing)
    return excel(report, tables) if kind == "xlsx" else FORMATS[kind](report)


def _plain(text: str) -> str:
    """Return a text without Markdown or HTML markup."""
    line = " ".join(printable(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]#|":
        line = line.replace(sign, f"\\{sign}")
    return line
