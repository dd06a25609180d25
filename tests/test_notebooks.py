"""The notebooks: kept clean in git, run from top to bottom, and right where a figure is known from elsewhere."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

import impact
from impact import Study
from impact.reference import table

from .conftest import LONGEST

ROOT = Path(__file__).parents[1]
BOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
Run = Callable[[str], NotebookNode]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a notebook in the folder where it lies, once, in a kernel of its own that ends with it."""
    home = tmp_path_factory.mktemp("jupyter")

    @cache
    def executed(name: str) -> NotebookNode:
        book = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        with pytest.MonkeyPatch.context() as patch:
            for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
                patch.setenv(variable, str(home / variable.lower()))
            patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
            where = {"metadata": {"path": str(ROOT / "notebooks")}}
            NotebookClient(book, timeout=LONGEST, resources=where).execute()
        return book

    return executed


def printed(book: NotebookNode, kind: str = "text/plain") -> str:
    """What the cells of an executed notebook print and show, one after the other."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    return "\n".join(output.get("text") or output.get("data", {}).get(kind, "") for output in outputs)


def row(book: NotebookNode, name: str) -> list[float]:
    """The numbers in the first row of a shown table that starts with a name."""
    found = re.search(rf"^{re.escape(name)} +(.*)$", printed(book), re.MULTILINE)
    assert found is not None
    return [float(number.replace(",", "")) for number in found[1].split()]


def pictures(book: NotebookNode) -> int:
    """How many pictures the cells of an executed notebook show."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def test_the_list_names_every_lesson() -> None:
    listed = re.findall(r"\]\((\d[^)]+)\)", (ROOT / "notebooks/README.md").read_text(encoding="utf-8"))
    assert listed == [book.name for book in BOOKS]
    assert len(listed) == 9


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_stored_without_outputs_and_traces_of_a_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert book.metadata == {"language_info": {"name": "python"}}, "run 'make format'"
    for cell in book.cells:
        assert cell.metadata == {}, "run 'make format'"
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), "run 'make format'"
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_step_is_explained(path: Path) -> None:
    kinds = [cell.cell_type for cell in nbformat.read(path, as_version=4).cells]
    assert kinds[0] == "markdown"
    assert "code, code, code" not in ", ".join(kinds)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_runs_without_a_warning(path: Path, run: Run) -> None:
    book = run(path.stem)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.get("name") == "stderr" or output.output_type == "error"] == []
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.execution_count is not None


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_first_step_works_from_the_root_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    with pd.option_context("display.float_format", None):
        exec(first.source, names)
    assert names.get("examples", ROOT / "examples") == ROOT / "examples"


@pytest.mark.parametrize("name", ["1-first-site", "2-comparing-sites", "4-county-model", "8-buildout"])
def test_maps_are_shown_in_the_notebook(name: str, run: Run) -> None:
    assert printed(run(name), "text/html").count("<iframe srcdoc=") == 1


def test_first_site(run: Run) -> None:
    """20,000 t a year at the catalogue's 0.003 jobs per t; what the notebook shows adds up."""
    book = run("1-first-site")
    effects = [row(book, effect) for effect in ("direct", "indirect", "induced")]
    assert effects[0][0] == pytest.approx(20_000 * 0.003)
    assert row(book, "total") == pytest.approx([sum(parts) for parts in zip(*effects, strict=True)], abs=0.2)
    assert '<td style="text-align:left">Storey County, NV</td>' in printed(book, "text/html")


def test_comparing_sites(run: Run) -> None:
    """Direct jobs are those that the site files state, and the places add up to the nation."""
    book = run("2-comparing-sites")
    for name in ("gigafactory-nevada", "panasonic-de-soto", "blueoval-sk-kentucky"):
        site = Study.load(ROOT / "examples" / f"{name}.yaml").site
        direct, indirect, induced, total = row(book, site.name)
        assert direct == site.jobs
        assert total == pytest.approx(direct + indirect + induced, abs=0.03)
    assert row(book, "The same plant in Storey County")[0] == 4000


def test_county_multiplier(run: Run) -> None:
    """Miller and Blair (2009), sec. 2.3; the output multiplier of batteries, the same in the nation and everywhere."""
    book = run("3-county-multiplier")
    assert [row(book, "0"), row(book, "1")] == [[1.2541, 0.3300], [0.2640, 1.1221]]
    [domestic], [everything] = row(book, "domestic only"), row(book, "imports counted")
    assert 1 < domestic < everything
    for name in ("nation", "county model, lowest", "county model, highest"):
        assert row(book, name) == [pytest.approx(domestic, abs=6e-4)]
    found = re.search(r"29,29\d,\d{3}\.\d", printed(book, "text/html"))
    assert found is not None
    assert float(found[0].replace(",", "")) == pytest.approx(29_298_000, abs=50)  # BEA, NIPA table 1.1.5: GDP of 2024


def test_county_model(run: Run) -> None:
    """Every county has a multiplier; the rank is that of the command line."""
    book = run("4-county-model")
    assert row(book, "count") == [len(table("counties"))] == [3144]
    golden = (ROOT / "tests/cli/golden/rank.txt").read_text(encoding="utf-8")
    best = re.search(r"^1 +(Clark County), +(\S+) +(\S+)", golden, re.MULTILINE)
    assert best is not None
    shown = re.search(rf"^\d+ +\d+ +{best[1]} +(\S+) +(\S+) +\S+$", printed(book), re.MULTILINE)
    assert shown is not None
    assert [float(shown[1]), float(shown[2])] == pytest.approx([float(best[2]), float(best[3])], abs=0.1)


def test_workforce(run: Run) -> None:
    """The observed share is that of the commuting survey; workers who commute in and those who live there are all."""
    book = run("5-workforce")
    flows = table("commuting").query("work == '32029'").set_index("home").workers
    found = re.search(r"^\d +32031 +(\S+) +(\S+)", printed(book), re.MULTILINE)
    assert found is not None
    assert float(found[2]) == pytest.approx(flows["32031"] / flows.sum(), abs=0.02)
    assert row(book, "in_county")[0] + row(book, "commuting_in")[0] == pytest.approx(1, abs=1e-3)
    assert row(book, "jobs") == [pytest.approx(20_000 * 0.003)]


def test_study_template(run: Run) -> None:
    """Six figures; the conclusion says the figures of the same study, run here."""
    book = run("7-study-template")
    pictures = [
        output for cell in book.cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 6
    keys = {"name": "Cell plant in Howard County", "county": "Howard, IN", "facility": "cell-lfp", "opens": 2027}
    result = impact.run(Study.read(keys | {"capacity": "15 GWh/yr", "region": "cbsa:29020"})).quick_draw()
    jobs = result.summary().query("phase == 'operations'").set_index("effect").jobs
    low, high = result.interval("operations", "jobs") or (0.0, 0.0)
    assert f"{jobs['total']:,.0f} jobs in Kokomo, IN (CBSA 29020) ({low:,.0f} to {high:,.0f})," in printed(book)
    assert "Sentence:" in printed(book)


def test_buildout(run: Run) -> None:
    """Parts add up, and the plants counted are known plants that operate."""
    book = run("8-buildout")
    direct, indirect, induced, total = (row(book, name)[0] for name in ("direct", "indirect", "induced", "total"))
    assert total == pytest.approx(direct + indirect + induced, abs=2)
    found = re.search(r"^(\d+) plants with ([\d,]+) jobs support ([\d,]+) jobs", printed(book), re.MULTILINE)
    assert found is not None
    assert [float(number.replace(",", "")) for number in found.groups()[1:]] == [direct, total]
    operating = int((table("plants").status == "operating").sum())
    assert 50 < int(found[1]) < operating
    assert (
        len([cell for cell in book.cells for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]) == 1
    )


def test_public_money(run: Run) -> None:
    """By hand: grants and credits of the site file over direct jobs, and the break-even share from its parts."""
    book = run("9-public-money")
    support = re.findall(
        r"^(Second recycling plant|Tahoe-Reno recycling) +([\d.]+) +([\d.]+) +([\d,.]+)$", printed(book), re.M
    )
    figures = {name: [float(number.replace(",", "")) for number in numbers] for name, *numbers in support}
    assert figures["Second recycling plant"] == [144 + 40.5, 300, pytest.approx(184.5e6 / 300)]
    assert figures["Tahoe-Reno recycling"] == [20 + 19.5, 60, pytest.approx(39.5e6 / 60, abs=1)]
    found = re.search(
        r"Present cost (\d+), benefit (\d+).*\n.*tipped (\d+)% of the decision \((\d+)% to", printed(book)
    )
    assert found is not None
    cost, benefit, share, low = map(float, found.groups())
    assert share == pytest.approx(100 * cost / benefit, abs=0.6)
    assert low < share
    assert pictures(book) == 1
