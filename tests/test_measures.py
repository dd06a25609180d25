"""A measure is an entry of a declared table: it appears everywhere, in one unit, without another line of code."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from docx import Document

import impact
from impact import DataError, Result, Study
from impact.accounts import nation
from impact.counties import activity
from impact.reference import _measures, measures, table
from impact.reference._kept import forget

PLANT = {"name": "cells", "county": "Storey, NV", "industries": "335911", "jobs": 500, "dollar_year": 2019}
TONNES = {
    "title": "Greenhouse gases",
    "unit": "t CO2e",
    "between_years": "none",
    "direct": "coefficient",
    "coefficients": {"table": "tonnes.csv", "columns": ["tonnes"]},
    "format": "quantity",
}
WATER = TONNES | {
    "title": "Water",
    "unit": "m3",
    "coefficients": {"table": "water.csv", "columns": ["river", "well"], "by": ["industry", "state"]},
}


def declare(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str | None = None, **added: object) -> None:
    declared = yaml.safe_load(_measures.DECLARED.read_text(encoding="utf-8"))
    declared["measures"] |= added
    path = folder / "measures.yaml"
    path.write_text(text or yaml.safe_dump(declared, sort_keys=False), encoding="utf-8")
    monkeypatch.setattr(_measures, "DECLARED", path)
    forget()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    forget()


@pytest.fixture
def six(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two more measures: tonnes of each industry alike everywhere, and water that differs between states."""
    codes = table("industries").code
    tonnes = np.arange(1, len(codes) + 1) / 10
    pd.DataFrame({"industry": codes, "tonnes": tonnes}).to_csv(folder / "tonnes.csv", index=False)
    states = table("states").state_fips
    water = pd.DataFrame({"state": states}).merge(pd.DataFrame({"industry": codes}), how="cross")
    water.assign(river=water.state.astype(int), well=1.0).to_csv(folder / "water.csv", index=False)
    declare(folder, monkeypatch, ghg=TONNES, water=WATER)
    return folder


@pytest.mark.parametrize("trade", ["flq", "gravity"])
def test_a_new_measure_is_right_everywhere(six: Path, trade: str) -> None:
    """Tonnes and water by hand from output in dollars of the structure year, whatever the dollar year."""
    assert list(measures()) == ["jobs", "labor_income", "value_added", "output", "ghg", "water"]
    result = impact.run(Study.read(PLANT | {"trade": trade, "region": ["Storey, NV", "Washoe, NV", "Placer, CA"]}))
    economy = impact.economy(result.economy)
    price = pd.Series(economy.prices.price(2019), index=economy.nation.industries.index)
    tonnes = pd.read_csv(six / "tonnes.csv", dtype={"industry": str}).set_index("industry").tonnes
    for effect, rows in result.by_industry().groupby("effect"):
        real = rows.set_index("industry").output / price.reindex(rows.industry)
        assert rows.ghg.to_numpy() == pytest.approx((real * tonnes.reindex(rows.industry)).to_numpy()), effect
    counties = result.counties.assign(real=_real_output(result, price))
    water = counties.real * (counties.fips.str[:2].astype(int) + 1.0)
    direct = (counties.effect == "direct").to_numpy()
    assert counties.water[direct].to_numpy() == pytest.approx(water[direct].to_numpy())
    follows = counties[~direct]
    per_dollar = follows.water / follows.output  # between the lowest and the highest price of an industry
    state = follows.fips.str[:2].astype(int) + 1.0
    assert (per_dollar >= state / price.max() - 1e-9).all()
    assert (per_dollar <= state / price.min() + 1e-9).all()
    assert result.summary().attrs["units"]["ghg"] == "t CO2e"
    assert result.summary().attrs["units"]["output"] == "million USD of 2019"


def _real_output(result: Result, price: "pd.Series[float]") -> "pd.Series[float]":
    """Direct output in dollars of the structure year; the plant has one industry."""
    return result.counties.output / float(price["335911"])


def test_a_new_measure_is_saved_told_and_mapped(six: Path, tmp_path: Path) -> None:
    result = impact.run(Study.read(PLANT | {"trade": "flq", "region": "cbsa:39900"}))
    total = result.summary().query("effect == 'total'").ghg.item()
    result.save(tmp_path / "out")
    summary = pd.read_csv(tmp_path / "out/summary.csv").query("effect == 'total'")
    assert summary.ghg.item() == pytest.approx(total)
    document = json.loads((tmp_path / "out/result.json").read_text())
    assert {"ghg", "water"} <= set(document["effects"][0])
    pd.testing.assert_frame_equal(Result.load(tmp_path / "out").summary(), result.summary(), rtol=1e-12)
    wide = pd.read_csv(tmp_path / "out/counties_wide.csv", dtype={"fips": str})
    assert wide.operations_total_ghg.sum() == pytest.approx(total)
    page = (tmp_path / "out/map.html").read_text()
    assert "Greenhouse gases" in page
    assert "t CO2e" in page
    result.report(tmp_path / "report.docx")
    cells = [cell.text for each in Document(tmp_path / "report.docx").tables for cell in each.rows[0].cells]
    assert "Greenhouse gases" in cells


def test_a_new_measure_has_multipliers(six: Path) -> None:
    """National multipliers of tonnes are tonnes times the total requirements; none where places differ."""
    accounts = nation()
    tonnes = accounts.coefficients("ghg")
    total = accounts.multipliers("ghg", "type1").total.to_numpy()
    assert total == pytest.approx(tonnes @ accounts.total_requirements(kind="type1"))
    with pytest.raises(impact.ModelError, match="Water per dollar of output differs between places"):
        accounts.coefficients("water")
    here = activity(["32029"]).jobs[0]
    assert here.sum() > 0


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (
            {"ghg": {key: value for key, value in TONNES.items() if key != "coefficients"}},
            r"measures\.ghg\.coefficients",
        ),
        ({"ghg": TONNES | {"between_years": "price"}}, "money, and nothing else, moves between years by price"),
        ({"ghg": TONNES | {"direct": "guess"}}, r"measures\.ghg\.direct"),
        ({"ghg": TONNES | {"weight": 1}}, r"measures\.ghg\.weight"),
    ],
)
def test_a_measure_declared_wrongly_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, added: dict[str, object], message: str
) -> None:
    declare(folder, monkeypatch, **added)
    with pytest.raises(DataError, match=message):
        measures()


def test_a_measure_declared_twice_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _measures.DECLARED.read_text(encoding="utf-8").replace("\n  output:", "\n  jobs:")
    declare(folder, monkeypatch, text)
    with pytest.raises(DataError, match=r"line \d+: 'jobs' is declared twice"):
        measures()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"tonnes\.csv cannot be read"),
        ("industry,weight\n335911,1\n", "has no column tonnes"),
        ("industry,tonnes\n335911,many\n", "cells that are no numbers"),
        ("industry,tonnes\n335911,1\n", "lacks industry"),
    ],
)
def test_a_measure_without_figures_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, message: str
) -> None:
    if content is not None:
        (folder / "tonnes.csv").write_text(content)
    declare(folder, monkeypatch, ghg=TONNES)
    with pytest.raises(DataError, match=message):
        impact.run(Study.read(PLANT | {"trade": "flq"}))
