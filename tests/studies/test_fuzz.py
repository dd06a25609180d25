"""Site files and tables near valid ones: a study or an ImpactError, never anything else, and no nonsense inside.

``make fuzz`` runs the same tests with 10,000 examples each.
"""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import SiteError, Study
from impact._yaml import parse_mapping, read_mapping
from impact.counties import resolve
from impact.effects._case import prepare
from impact.errors import ImpactError
from impact.facilities._catalogue import FOLDER
from impact.studies import new_site_file, read_rows
from impact.studies._keys import RENAMED, SYNONYMS
from impact.studies._site_table import COLUMNS

EXAMPLES = Path(__file__).parents[2] / "examples"
TYPES = ("cell-lfp", "lithium-claystone", "recycling-hydromet", "module-pack", "335911")
LINE_OFF = re.compile(r'^#(?=\w+:|  "?[\w-]+"?: [\d.e-]+(?:  # .*)?$)', re.MULTILINE)
MAX_MESSAGE = 2000
ADDRESS = re.compile(r"0x[0-9a-f]{6,}| object at ")

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))]
TEXTS += [LINE_OFF.sub("", new_site_file(name, resolve("Harris, TX"))) for name in TYPES]
OWN = {
    "name": "own type",
    "county": "Johnson, KS",
    "facility": read_mapping(FOLDER / "recycling-hydromet.yaml"),
    "capacity": 20_000.0,
    "assumptions": {"flq_delta": 0.3, "direct_jobs": 1},
    "ranges": {"flq_delta": [0.2, 0.35]},
    "trade_scales": {"3359": {"40": 0.7, "1280": 0.3}, 327320: {15: 1}},
    "economy": 2022,
}
STARTS = [*(parse_mapping(text.encode(), "start") for text in TEXTS), OWN]
TABLE = (EXAMPLES / "many-sites.csv").read_text(encoding="utf-8")

NUMBERS = [0, -1, 1, 0.5, 1e-300, 1e300, 1e400, -1e400, math.nan, 10**30, 10**400, 10**4000, 2023, 2e9, -0.0]
WORDS = [
    "",
    " ",
    "x" * 10_000,
    "\u202eabc",
    "مصنع بطاريات",
    "<script>alert(1)</script>",
    "=1+1",
    "\x00",
    "\ud800",
    "no",
]
WORDS += ["nan", "inf", "1e400 t/yr", "20 kt/yr", "-5 t/yr", "nan t/yr", "5 m**999", "5 t/0", "1,5 t", "Storey, NV"]
WORDS += ["state:NV", "cbsa:39900", "45X", "grant", "cell-lfp", "335911", "./no-such.yaml", "../" * 200, "a\nb", "🔋"]
NESTED: list[Any] = []
for _ in range(100):
    NESTED = [NESTED]
OTHERS = [None, True, False, [], {}, [[]], [None], {"": None}, {None: 1}, {1: 2}, date(2024, 5, 1), b"\xff", NESTED]
OTHERS += [[1] * 1000, dict.fromkeys(range(500), 0.002), {"335911": 1.0}, {"335911": 0.5, "325180": 0.5}, (1, 2)]
KEYS = sorted({*COLUMNS, *RENAMED, *list(SYNONYMS)[::9], "sites", "links", "seller", "=1+1", "x" * 500})


def pick(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw a copy of one of some values, which may be too long to be shown."""
    return st.integers(0, len(values) - 1).map(lambda number: deepcopy(values[number]))


numbers = pick(NUMBERS) | st.floats() | st.integers()
odd = numbers | pick(WORDS) | pick(OTHERS) | st.text(max_size=20)
odd_keys = pick(KEYS) | pick(WORDS) | numbers | st.none() | st.booleans()


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield container and key of everything inside."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


LENT: dict[Any, list[Any]] = {}
for _holder, _key in (place for start in STARTS for place in places(start)):
    LENT.setdefault(_key, []).append(_holder[_key])


@st.composite
def near_valid(draw: st.DrawFn) -> dict[Any, Any]:
    """Draw the content of a valid file with one to three changes."""
    content: dict[Any, Any] = draw(pick(STARTS))
    for _ in range(draw(pick([1, 1, 1, 2, 3]))):
        inside = list(places(content))
        if not inside:
            break
        holder, key = inside[draw(st.integers(0, len(inside) - 1))]
        match draw(pick(["replace", "scale", "scale", "lend", "lend", "add", "drop", "swap", "repeat", "wrap"])):
            case "scale" if isinstance(holder[key], int | float) and abs(holder[key]) < 1e300:
                holder[key] *= draw(st.floats(0, 2) | pick([1e-300, 1e-6, 1e6, 1e300, -1, 2, True]))
            case "lend" if key in LENT:
                holder[key] = draw(pick(LENT[key]))
            case "add" if isinstance(holder, dict):
                key = draw(pick(list(LENT)) | odd_keys)
                holder[key] = draw(pick(LENT[key]) if key in LENT else odd)
            case "drop":
                del holder[key]
            case "swap":
                other, place = inside[draw(st.integers(0, len(inside) - 1))]
                holder[key], other[place] = deepcopy(other[place]), deepcopy(holder[key])
            case "repeat" if isinstance(holder, list):
                holder.append(deepcopy(holder[key]))
            case "wrap":
                holder[key] = draw(pick([[holder[key]], {"value": holder[key]}, str(holder[key])]))
            case _:
                holder[key] = draw(odd)
    return content


@st.composite
def corrupted(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    """Draw a valid text with one to three changes of characters, lines or bytes."""
    text = draw(texts)
    for _ in range(draw(pick([1, 1, 1, 2, 3]))):
        lines = text.splitlines(keepends=True) or [""]
        number = draw(st.integers(0, len(lines) - 1))
        start = draw(st.integers(0, len(lines[number])))
        stop = draw(st.integers(start, min(start + 12, len(lines[number]))))
        piece = draw(
            pick([*WORDS, *"{}[]:,-#&*!|>'\"%@`\t\n\r\ufeff\x85", "<<: ", "? ", "--- ", "[" * 3000])
            | st.text(max_size=3)
            | numbers.map(str)
        )
        match draw(pick(["insert", "insert", "repeat", "drop", "indent", "cut"])):
            case "insert":
                lines[number] = lines[number][:start] + piece + lines[number][stop:]
            case "repeat":
                lines.insert(draw(st.integers(0, len(lines))), lines[number])
            case "drop":
                del lines[number]
            case "indent":
                lines[number] = " " * draw(st.integers(0, 4)) + lines[number].lstrip(" ")
            case _:
                lines[number:] = [lines[number][:start]]
        text = "".join(lines)
    content = text.encode(draw(pick(["utf-8", "utf-8", "utf-8", "utf-16", "latin-1"])), "replace")
    if content and draw(pick([True, False, False, False])):
        place = draw(st.integers(0, len(content) - 1))
        content = content[:place] + draw(st.binary(max_size=2)) + content[place + 1 :]
    return content


def cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Draw the text of a table of sites: the example, or valid sites in its cells."""
    rows = list(csv.reader(io.StringIO(TABLE)))
    if draw(st.booleans()):
        site = draw(pick([start for start in STARTS if "sites" not in start and start is not OWN]))
        rows = [list(site), [cell(value) for value in site.values()]]
        rows.append(list(rows[1]))
    for _ in range(draw(st.integers(0, 3))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        if row:
            row[draw(st.integers(0, len(row) - 1))] = draw(pick(KEYS) | pick(WORDS) | numbers.map(str))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def check_message(message: str) -> None:
    assert 0 < len(message) < MAX_MESSAGE
    assert not ADDRESS.search(message)


def read_or_refused(read: Callable[[], Study]) -> None:
    """Check that content is refused in words, or is a study without nonsense that can be prepared."""
    try:
        study = read()
        stated = study.to_dict()
        json.dumps(stated, allow_nan=False)
        assert Study.read(stated) == study
        shocks = [part.shock for part in prepare(study).parts]
    except ImpactError as error:
        check_message(str(error))
        return
    for shock in shocks:
        for figures in (shock.output, shock.jobs, shock.labor_income, shock.value_added, shock.household_income):
            assert np.isfinite(figures).all()


def test_the_starts_are_valid() -> None:
    for start in STARTS:
        prepare(Study.read(start))


@given(near_valid())
def test_a_site_near_a_valid_one_is_a_study_or_an_error(content: dict[Any, Any]) -> None:
    read_or_refused(lambda: Study.read(content))


@given(corrupted(pick(TEXTS)))
def test_a_file_near_a_valid_one_is_a_study_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(content)
    read_or_refused(lambda: Study.load(file))


@given(corrupted(tables()))
def test_a_table_near_a_valid_one_is_studies_or_errors(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.csv"
    file.write_bytes(content)
    try:
        rows = list(read_rows(file))
    except SiteError as error:
        check_message(str(error))
        return
    for row in rows:
        read_or_refused(row.study)
