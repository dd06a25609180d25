"""How a result is told on paper: what it says in words, its tables and charts, as HTML, Word, Excel, Markdown or PDF.

:func:`write_report` arranges a result once, free of any format, and puts it into one.
"""

from ._formats import file_name, write_report
from ._plots import Plots
from ._static_map import STATIC_FORMATS, static_map

__all__ = [
    "STATIC_FORMATS",
    "Plots",
    "file_name",
    "static_map",
    "write_report",
]
