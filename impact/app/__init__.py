"""Local page of ``impact app``: form, study and results in the browser.

:func:`serve` needs the optional extra ``app`` (Shiny for Python). It listens at 127.0.0.1 alone, keeps its files in one
temporary folder, and removes that at its end.
"""

from ._serve import serve

__all__ = ["serve"]
