"""Reports of a result: text, tables and charts in several formats.

The formats are HTML, Word, Excel, Markdown, PDF and slides.

:func:`write_report` arranges a result once, free of any format, and puts it into one.
"""

from ._comparison import Comparison, compared, per_job, told_apart
from ._comparison_report import COMPARISON_FORMATS, comparison_document
from ._formats import file_name, write_report
from ._plots import Plots
from ._static_map import STATIC_FORMATS, static_map

__all__ = [
    "COMPARISON_FORMATS",
    "STATIC_FORMATS",
    "Comparison",
    "Plots",
    "compared",
    "comparison_document",
    "file_name",
    "per_job",
    "static_map",
    "told_apart",
    "write_report",
]
