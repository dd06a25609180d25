"""A copy of the installed package whose tables are damaged one by one, verified in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import impact
import impact.shapes
from impact.errors import DataError
from impact.reference import manifest
from impact.reference._tables import intact

SCRIPT = """
import json, sys
from pathlib import Path
import pandas as pd
import impact
from impact.errors import ImpactError
from impact._files import sha256
from impact.reference import manifest, verify
from impact.reference._kept import forget

home = Path(impact.__file__).parent
assert home == Path(sys.argv[1]), home
declared = home / "reference" / "manifest.json"

def report(label, path, content):
    good, book = path.read_bytes(), declared.read_bytes()
    content(path)
    try:
        forget()
        verify()
        print(label, 0, "passed", sep="|")
    except ImpactError as error:
        print(label, error.exit_code, error, sep="|")
    path.write_bytes(good)
    declared.write_bytes(book)

def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

def edit(table, change):
    def rewrite(path):
        change(pd.read_parquet(path)).to_parquet(path)
        book = json.loads(declared.read_text(encoding="utf-8"))
        book["tables"][table]["sha256"] = sha256(path)
        declared.write_text(json.dumps(book), encoding="utf-8")
    return rewrite

for name, entry in manifest().tables.items():
    folder = home / ("shapes" if entry.package.endswith("shapes") else "reference")
    report(name, folder / f"{name}.parquet", flip)
reference = home / "reference"
report("untouched", reference / "make.parquet", lambda path: None)
report("truncated", reference / "use.parquet", lambda path: path.write_bytes(path.read_bytes()[:100]))
report("missing", reference / "naics.parquet", lambda path: path.unlink())
report("no manifest", declared, lambda path: path.unlink())
report("odd manifest", declared, lambda path: path.write_text("{}"))
one_more = lambda frame: frame.assign(jobs=frame.jobs.where(frame.index != 7, frame.jobs + 1 / 128))
report("one more job", reference / "county_jobs.parquet", edit("county_jobs", one_more))
lost_year = lambda frame: frame[(frame.year != 2017) | (frame.industry != "335911")]
report("lost year", reference / "prices.parquet", edit("prices", lost_year))
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    home = tmp_path_factory.mktemp("copy") / "impact"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(impact.__file__).parent, home, ignore=ignored)
    shutil.copytree(Path(impact.shapes.__file__).parent, home / "shapes", ignore=ignored, dirs_exist_ok=True)
    command = [sys.executable, "-c", SCRIPT, str(home)]
    unmeasured = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    environment = unmeasured | {"PYTHONPATH": str(home.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {label: (code, message) for label, code, message in (line.split("|") for line in done.stdout.splitlines())}


@pytest.mark.parametrize("name", list(manifest().tables))
def test_one_flipped_bit_names_the_table(reports, name):
    code, message = reports[name]
    assert code == "3"
    assert message.startswith(f"Reference table {name}: ")
    assert "is damaged" in message
    assert "data build --from" in message


@pytest.mark.parametrize(
    ("label", "code", "message"),
    [
        ("untouched", "0", "passed"),
        ("truncated", "3", "Reference table use: "),
        ("missing", "3", "cannot be read (No such file or directory). Reinstall"),
        ("no manifest", "3", "manifest: "),
        ("odd manifest", "3", "is damaged (5 errors). Reinstall"),
        ("one more job", "3", "county_jobs of 2017: counties sum to national jobs: off by 0.0078125 jobs"),
        ("lost year", "3", "prices: output of 2017 is the output in industries: off by nan"),
    ],
)
def test_damage_is_named(reports, label, code, message):
    assert reports[label][0] == code
    assert message in reports[label][1]


def test_other_fingerprint_is_refused():
    declared = manifest().tables["states"].model_copy(update={"sha256": "0" * 64})
    with pytest.raises(DataError, match=r"Reference table states: .* is damaged .*expected 000000000000"):
        intact("states", declared)
