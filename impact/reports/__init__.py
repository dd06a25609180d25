"""How a result is told on paper: what it says in words, its tables and charts, as HTML, Word, Excel, Markdown or PDF.

:func:`contents` arranges a result once, free of any format; :func:`write_report` puts it into one.
"""

from ._contents import Chart, Report, Section, contents
from ._formats import FORMATS, render, write_report
from ._narrative import about, narrative
from ._tables import Table

__all__ = [
    "FORMATS",
    "Chart",
    "Report",
    "Section",
    "Table",
    "about",
    "contents",
    "narrative",
    "render",
    "write_report",
]
