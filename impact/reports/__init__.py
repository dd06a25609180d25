"""How a result is told on paper: what it says in words, its tables and charts, as HTML, Word, Excel, Markdown or PDF.

:func:`contents` arranges a result once, free of any format; :func:`write_report` puts it into one.
"""

from ._formats import write_report

__all__ = [
    "write_report",
]
