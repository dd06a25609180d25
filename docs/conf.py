"""Sphinx settings of ``make site``: the pages here and the package's docstrings."""

import importlib.metadata

project = "impact"
author = "the impact developers"
release = importlib.metadata.version("county-impact")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "numpydoc"]
exclude_patterns = ["*.py"]
html_theme = "furo"
html_title = f"impact {release}"
highlight_language = "none"
html_show_copyright = False
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]  # links to files of the repository outside this folder
autodoc_typehints = "none"  # the parameters of each docstring name their types
numpydoc_class_members_toctree = False
numpydoc_show_class_members = False
