"""Reports of a result: text, tables and charts in several formats.

The formats are HTML, Word, Excel, Markdown, PDF and slides.

:func:`write_report` arranges a result, or a comparison of several, free of any format, and puts it into one.
"""

from ._comparison import Comparison
from ._plots import Plots
from ._static_map import static_map
from ._write import write_report

__all__ = ["Comparison", "Plots", "static_map", "write_report"]
