"""The notebook is kept without outputs, and its cells are valid."""

import ast
import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[2] / "notebooks/evidence.ipynb"


def test_the_notebook_is_clean_and_its_names_exist():
    from impact import evidence

    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    code = ast.parse("\n".join("".join(cell["source"]) for cell in cells))
    (names,) = [
        node.names for node in code.body if isinstance(node, ast.ImportFrom) and node.module == "impact.evidence"
    ]
    assert {name.name for name in names} <= set(evidence.__all__)
