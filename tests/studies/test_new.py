"""``impact new``: the file loads as it is, and with all its lines switched on."""

import re
from pathlib import Path

import pytest

from impact import Study
from impact._yaml import parse_mapping, read_mapping
from impact.counties import resolve
from impact.facilities import facilities
from impact.facilities._catalogue import FOLDER
from impact.studies import Site, new_site_file
from impact.studies._keys import SHARED

TYPES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def switched_on(text: str) -> str:
    """Return a file with the lines of keys switched on, remarks left off."""
    lines = []
    inside = False
    for line in text.splitlines():
        key = re.match(r"#\w+:", line)
        entry = inside and re.match(r'#  "?[\w-]+"?: [\d.e-]+(  # .*)?$', line)
        lines.append(line[1:] if key or entry else line)
        inside = bool(key) or (inside and line.startswith("#"))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", [*TYPES, "335911"])
def test_the_file_loads_as_it_is_and_with_all_lines_on(name: str, tmp_path: Path) -> None:
    text = new_site_file(name, resolve("Storey, NV"))
    assert max(map(len, text.splitlines())) <= 220
    file = tmp_path / "site.yaml"
    file.write_text(text, encoding="utf-8")
    study = Study.load(file)
    assert study.to_dict() | {"assumptions": {}} == {
        "assumptions": {},
        "name": f"{name}, Storey County, NV",
        "sites": [
            {"name": f"{name}, Storey County, NV", "county": "Storey County, NV", "jobs": 100.0}
            | ({"industries": {name: 1.0}} if name == "335911" else {"facility": name})
        ],
    }
    file.write_text(switched_on(text), encoding="utf-8")
    whole = read_mapping(file)
    assert Study.load(file).site.jobs == 100
    missing = {*Site.model_fields, *SHARED} - whole.keys() - {"economy", "ranges", "trade_scales"}
    kind = facilities().get(name)
    may_miss = {"facility", "industries"}
    if kind is None:
        may_miss |= {
            "price_year",
            "prices",
            "yields",
            "capacity",
            "capital",
            "analysis",
            "purchases",
            "domestic_shares",
            "local_purchases",
            "occupations",
        }
    elif not kind.operations:
        may_miss |= {"analysis", "purchases", "local_purchases"}
    if kind and not (kind.capital or kind.capital_like):
        may_miss |= {"capital"}
    assert missing - {"domestic_shares"} <= may_miss
    if kind and kind.operations:
        bought = sum(line.base for line in kind.operations if line.commodities and line.base > 0)
        capacity = float(whole["capacity"].split()[0])
        assert sum(whole["purchases"].values()) == pytest.approx(bought * capacity / 1e6, rel=2e-3)


@pytest.mark.parametrize("name", TYPES)
def test_every_figure_of_the_catalogue_is_in_the_file(name: str) -> None:
    kind = facilities()[name]
    text = re.sub(r"\n#\s+", " ", new_site_file(name, resolve("Storey, NV")))
    for key, figure in kind.figures():
        if key == "operations_total" or (key == "capital_total" and kind.capital):
            continue
        if key == "scale, exponent" and not kind.capital:  # scales nothing
            continue
        low, high = (f"{float(f'{value:.4g}'):,.15g}" for value in (figure.low, figure.high))
        assert f"({low} to {high}" in text, key
    assert kind.unit in text


def test_values_are_those_of_the_usual_capacity() -> None:
    """30 GWh/yr of NMC811 cells at 91 USD per kWh; cathode of 1.458 kg per kWh at 21 USD per kg."""
    site = parse_mapping(switched_on(new_site_file("cell-nmc811", resolve("Storey, NV"))).encode(), "x")
    assert site["capacity"] == "30 GWh/yr"
    assert site["output"] == pytest.approx(30 * 91, rel=1e-3)
    assert site["purchases"]["325180"] == pytest.approx(30 * (1.458 * 21 + 0.2126), rel=1e-3)  # and carbon black
