"""The generated pages in git are what the generator writes today."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import impact
from impact import Study
from impact._result_tables import registry

from .conftest import LONGEST

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_current(generator: ModuleType) -> None:
    stale = [str(path) for path, text in generator.pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run 'make docs'"


def test_the_page_of_tables_has_every_column_of_a_result() -> None:
    """The page names what a drawn study of two plants holds, table by table, and nothing else."""
    plants = [
        {"name": "cells", "county": "Storey, NV", "facility": "cell-lfp", "capacity": 1},
        {"name": "scrap", "county": "Washoe, NV", "industries": "562000", "jobs": 50},
    ]
    result = impact.run(Study.read({"name": "two", "sites": plants, "trade": "flq", "region": "cbsa:39900"})).draw(20)
    page = (ROOT / "docs/result-tables.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE))
    for name, entry in registry().items():
        labels, figures = re.findall(r"^- (?:Labels|Figures): (.*)$", sections[name], re.MULTILINE)
        columns = set(entry.make(result).columns)
        assert f"{name}.csv" in sections[name] or not entry.csv
        assert set(re.findall(r"`(\w+)`", labels)) <= columns
        others = columns.difference(re.findall(r"`(\w+)`", labels))
        named = set(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", figures)))
        assert others == named or (name == "counties_wide" and "operations_total_jobs" in named & others), name


def test_a_changed_figure_would_be_seen(generator: ModuleType) -> None:
    page = "<!-- output: impact counties find 32029 -->\n```\nold\n```\n<!-- end -->\n"
    assert "Storey County, NV" in generator.with_output(page)


def test_the_site_builds_without_a_complaint(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ROOT / "docs", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST)
    assert done.stderr == ""
    assert done.returncode == 0
    listed = set(re.findall(r"^[\w-]+$", (ROOT / "docs/index.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} - {"index"} <= listed
    assert "impact.reports.write_report" in (tmp_path / "api.html").read_text(encoding="utf-8")


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
