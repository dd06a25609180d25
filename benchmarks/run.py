"""Measure everything and write benchmarks/README.md: ``make bench``."""

import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import Cost, cost

ROOT = Path(__file__).resolve().parents[1]
IMPACT = str(Path(sys.executable).with_name("impact"))
BALANCE = "import pathlib, sys, impact.trade._factors as f; f.embed_factors(pathlib.Path(sys.argv[1]))"
HUNDRED = """
from impact import Study
from impact.runs import run_all
from impact.reference import table
places = table("counties").fips[::31][:100]
sites = [Study.read({"name": fips, "county": fips, "industries": "335911", "jobs": 200}) for fips in places]
assert sum(len(result.summary()) for result in run_all(sites)) == 400
"""
PANEL = """
from impact.evidence import local_multiplier
for area in ("zone", "county"):
    for span in ("whole", "yearly"):
        local_multiplier(area, span)
"""
READING = """
import time, pyarrow.parquet, impact.accounts, impact.counties
from impact.reference import table
start = time.perf_counter()
impact.accounts.nation()
impact.counties.activity(list(table("counties").fips))
print(time.perf_counter() - start)
"""
COUNTY = ["run", "recycling-hydromet@Storey, NV", "--capacity", "20000", "--trade", "flq", "--out"]


def main() -> None:
    """Run the benchmarks and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        study = f'rm -rf "{folder}/study" && exec "$0" "$@" "{folder}/study"'
        rows = [
            ("`impact --help`", "0.5 s", cost([IMPACT, "--help"])),
            ("`import impact`", "0.3 s", cost([sys.executable, "-c", "import impact"])),
            (
                "`impact run`, all counties (gravity), tables and map",
                "6 s, 1.5 GB",
                cost(["sh", "-c", study, IMPACT, *COUNTY[:4], "--out"]),
            ),
            (
                "`impact run examples/abtc.yaml`, three plants, two phases, all years",
                "10 s, 1.5 GB",
                cost([IMPACT, "run", str(ROOT / "examples/abtc.yaml")]),
            ),
            (
                "100 sites in 100 counties (gravity), a result each",
                "90 s, 1.5 GB",
                cost([sys.executable, "-c", HUNDRED], 1),
            ),
            (
                "`impact evidence examples/abtc-tahoe-reno.yaml`, 500 draws (gravity)",
                "120 s, 2 GB",
                cost([IMPACT, "evidence", str(ROOT / "examples/abtc-tahoe-reno.yaml"), "--json"], 1),
            ),
            ("the four panel regressions of the local multiplier", "10 s", cost([sys.executable, "-c", PANEL])),
            (
                "balancing trade for the nation, once",
                "40 s",
                cost([sys.executable, "-c", BALANCE, f"{folder}/factors.parquet"], 1),
            ),
            (
                "`impact run`, one county, `--trade flq`, tables and map",
                "4 s, 700 MB",
                cost(["sh", "-c", study, IMPACT, *COUNTY]),
            ),
        ]
    import cluster
    import maps
    import models  # a large parent process would count in the memory of its children

    wheel = next((ROOT / "dist").glob("*.whl")).stat().st_size / 1e6
    page = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {datetime.date.today():%d %B %Y}: {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}. Whole processes, median of five after one to warm up.",
        "",
        "| what | aim | wall s | processor s | peak MB |",
        "|---|---|---|---|---|",
        *(row(what, aim, spent) for what, aim, spent in rows),
        "",
        f"The wheel is {wheel:.1f} MB (aim 25 MB).",
        "",
        reading(),
        "",
        *models.table(),
        "",
        *maps.table(),
        "",
        *cluster.table(),
    ]
    (ROOT / "benchmarks/README.md").write_text("\n".join(page) + "\n", encoding="utf-8")
    shutil.copyfileobj((ROOT / "benchmarks/README.md").open(encoding="utf-8"), sys.stdout)


def reading() -> str:
    """Return a line on how long a fresh process reads the economy, once it has imported the libraries."""
    samples = [float(subprocess.check_output([sys.executable, "-c", READING])) for _ in range(6)][1:]
    return (
        f"Reading the economy, accounts and all jobs of all counties, takes {statistics.median(samples):.2f} s "
        "(aim 0.4 s) once the libraries are imported."
    )


def row(what: str, aim: str, spent: Cost) -> str:
    """Return a line of the table."""
    return f"| {what} | {aim} | {spent.wall:.2f} | {spent.processor:.2f} | {spent.memory:.0f} |"


if __name__ == "__main__":
    main()
