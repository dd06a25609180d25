"""The catalogue, against totals and lines as their sources print them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from impact import DataError, SiteError
from impact.facilities import CapitalLine, Facility, Figure, Line, facilities, facility, known_facility
from impact.facilities._catalogue import FOLDER, _read

KINDS = sorted(path.stem for path in FOLDER.iterdir())
ROUNDING = 0.0025  # of a stated total: 15,970 is printed as shares of 16,000


def total(lines: tuple[Line, ...] | tuple[CapitalLine, ...], *kinds: str) -> float:
    return sum(line.base for line in lines if not kinds or line.kind in kinds)


def one(kind: str, item: str) -> Line | CapitalLine:
    found = facilities()[kind]
    (line,) = [line for line in (*found.operations, *found.capital) if line.item == item]
    return line


def figures(kind: Facility) -> Iterator[Figure]:
    yield from (*kind.operations, *kind.capital, *(wage.pay for wage in kind.wages))
    yield from (figure for figure in (kind.operations_total, kind.capital_total) if figure)


def test_every_file_of_the_folder_is_a_type() -> None:
    assert list(facilities()) == KINDS
    assert {path.suffix for path in FOLDER.iterdir()} == {".yaml"}
    assert all(kind.name == name for name, kind in facilities().items())
    assert facility("cell") is None
    assert "../cell-lfp" not in facilities()


@pytest.mark.parametrize("name", KINDS)
def test_lines_sum_to_the_stated_total(name: str) -> None:
    kind = facilities()[name]
    if kind.operations and kind.operations_total:
        assert total(kind.operations) == pytest.approx(kind.operations_total.base, rel=ROUNDING)
    if kind.capital and kind.capital_total:
        fixed = [line.base for line in kind.capital if line.item != "Working capital"]
        assert sum(fixed) == pytest.approx(kind.capital_total.base, rel=ROUNDING)


@pytest.mark.parametrize(
    ("name", "cost"),
    [
        ("cell-nmc811", 89.18e6),  # USD per GWh: 89.18 per kWh as BatPaC prints
        ("cell-nmc622", 94.07e6),
        ("cell-lfp", 86.70e6),
        ("cathode-nmc", 33_677),
        ("lithium-hydroxide", 9_836),
        ("lithium-claystone", 6_238),
        ("anode-natural", 3_023),
        ("copper-foil", 13_390),
        ("electrolyte", 8_330),
        ("separator", 0.70),
        ("recycling-mechanical", 2_508),
        ("recycling-hydromet", (2_156.7 + 4_000) * 0.69925),  # per t of black mass, of which a t of cells gives 0.69925
    ],
)
def test_costs_as_printed(name: str, cost: float) -> None:
    assert total(facilities()[name].operations) == pytest.approx(cost, rel=2e-4)


def test_lines_as_printed() -> None:
    """Cathode material of an NMC811 cell: 37.908 USD per kWh (26.244 to 50.301), in dollars of 2021."""
    line = one("cell-nmc811", "Cathode active material")
    assert (line.low, line.base, line.high, line.dollar_year) == (26.244e6, 37.908e6, 50.301e6, 2021)
    assert isinstance(line, Line)
    assert (line.kind, line.commodities, line.from_facilities) == ("purchase", {"325180": 1}, ("cathode-nmc",))
    assert one("recycling-hydromet", "Caustic soda (1.00 t/t)").base == pytest.approx(450.32 * 13_985 / 20_000)
    assert one("lithium-hydroxide", "Spodumene concentrate (6 % Li2O)").base == pytest.approx(7.04 * 900)
    assert one("cathode-nmc", "Nickel sulfate").base == pytest.approx(1.2726 * 6390, rel=1e-3)
    assert one("recycling-mechanical", "Battery feedstock purchase").low == -987  # a gate fee


@pytest.mark.parametrize(
    ("kind", "items", "printed"),
    [
        ("cell-nmc811", "General and administrative", 2.9279e6),
        ("cell-nmc811", "Maintenance and supplies", 0.5109e6),
        ("cell-nmc811", "Building services", 27.4576e6),
        ("cell-nmc811", "Start-up", 3.4911e6),
        ("recycling-mechanical", "Plant overhead", 210.0),
        ("recycling-pyro", "Other installed cost", 6385.0),
        ("cathode-nmc", "Piping", 746.0),
    ],
)
def test_a_line_that_was_split_keeps_its_sum(kind: str, items: str, printed: float) -> None:
    found = facilities()[kind]
    parts = [line for line in (*found.operations, *found.capital) if line.item.startswith(items)]
    assert len(parts) > 1
    assert sum(line.base for line in parts) == pytest.approx(printed, rel=1e-5)
    for line in parts:
        assert line.note


def test_price_is_purchases_and_value_added() -> None:
    priced = {name: kind.price for name, kind in facilities().items() if kind.price is not None}
    assert set(priced) == {
        "cell-nmc811", "cell-nmc622", "cell-lfp", "module-pack", "cathode-nmc", "separator", "copper-foil",
        "electrolyte",
    }  # fmt: skip
    for name, price in priced.items():
        lines = facilities()[name].operations
        bought = total(lines, "purchase", "energy", "maintenance", "overhead")
        added = total(lines, "compensation", "surplus", "tax", "transfer")
        assert bought + added == pytest.approx(price)
        assert 0 < bought < price


@pytest.mark.parametrize("name", KINDS)
def test_every_figure_has_a_source_and_money_a_year(name: str) -> None:
    kind = facilities()[name]
    jobs_and_scale = [kind.jobs_per_unit] if kind.jobs_per_unit else []
    jobs_and_scale += [kind.scale.exponent] if kind.scale else []
    assert all(figure.dollar_year in range(2019, 2026) for figure in figures(kind))
    used = {figure.source for figure in (*figures(kind), *jobs_and_scale)}
    assert used == set(kind.sources)
    assert all(kind.sources.values())
    assert kind.missing
    assert kind.unit in {"t/yr", "GWh/yr", "m**2/yr"}


def test_links_name_facilities_that_sell_what_is_bought() -> None:
    for kind in facilities().values():
        assert set(kind.takes) <= set(KINDS) - {kind.name}
        for line in kind.operations:
            for supplier in line.from_facilities:
                assert set(line.commodities) <= set(facilities()[supplier].sells), (kind.name, line.item)


def test_contingency_is_spread_over_the_other_lines() -> None:
    for kind in facilities().values():
        others = [line for line in kind.capital if line.kind in ("building", "equipment", "engineering")]
        structures = sum(line.base * line.commodities.get("233230", 0) for line in others)
        for line in kind.capital:
            if line.kind == "contingency":
                share = structures / sum(other.base for other in others)
                assert line.commodities["233230"] == pytest.approx(share, abs=2e-4), kind.name


@pytest.mark.parametrize("name", ["cell-nmc811", "cell-nmc622", "cell-lfp"])
def test_the_exponent_meets_the_small_plant(name: str) -> None:
    """Scaled from 30 to 5 GWh/yr, the model's capital is what the model prints for 5, the high end of its lines."""
    kind = facilities()[name]
    assert kind.scale
    own = [line for line in kind.capital if line.source == next(iter(kind.sources)) and line.kind != "financial"]
    scaled = sum(line.base for line in own) * (5 / 30) ** (kind.scale.exponent.base - 1)
    assert scaled == pytest.approx(sum(line.high for line in own), rel=3e-3)
    assert scaled > 1.1 * sum(line.base for line in own)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("base: 9641", "base: 96410", ['"operations 1": low 7920, base 96410 and high 11520 are out of order']),
        ("dollar_year: 2021, ", "", ['"operations_total, dollar_year" is missing']),
        ('{"331410": 1}', '{"331410": 0.9}', ['"operations 1, commodities" has shares that sum to 0.9']),
        ('{"331410": 1}', '{"331419": 1}', ["331419: no such commodities"]),
        ('industries: {"331420": 1}', 'industries: {"3314": 1}', ["3314: no such industries"]),
        ("kind: compensation,", 'kind: compensation, commodities: {"331410": 1},', ["has no commodities"]),
        ("kind: purchase", "kind: buy", ['"operations 1, kind" is "buy"; choose one of purchase']),
        ("confidence: low", "confidence: sure", ['"sure"; choose one of high, medium, low']),
        ("unit: t/yr", "units: t/yr", ['no key "units". Did you mean "unit"']),
        ("low: 7920", "low: .nan", ['"operations 1, low" should be a finite number']),
        ("unit: t/yr", "unit: [t/yr", ["line"]),
        ("kind: purchase", "from_facilities: [mine], kind: purchase", ["mine: supply lines but are not in takes"]),
    ],
)
def test_a_broken_file_is_refused_by_name(old: str, new: str, parts: list[str], tmp_path: Path) -> None:
    text = (FOLDER / "copper-foil.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"Catalogue, broken\.yaml") as caught:
        _read(broken)
    assert all(part in str(caught.value) for part in parts), caught.value
    assert "\n" not in str(caught.value)


def test_an_unknown_name_brings_the_nearest() -> None:
    assert known_facility(" Cell-LFP ") is facilities()["cell-lfp"]
    with pytest.raises(SiteError, match=r'no facility "recicling-pyro"\. Did you mean "recycling-pyro"'):
        known_facility("recicling-pyro")
