"""The catalogue, against totals and lines as their sources print them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from impact import DataError, SiteError
from impact.facilities import CapitalLine, Facility, Figure, Line, facilities
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
    assert "cell" not in facilities()
    assert "../cell-lfp" not in facilities()


@pytest.mark.parametrize("name", KINDS)
def test_lines_sum_to_the_stated_total(name: str) -> None:
    kind = facilities()[name]
    if kind.operations and kind.operations_total:
        assert total(kind.operations) == pytest.approx(kind.operations_total.base, rel=ROUNDING)
    if kind.capital and kind.capital_total:
        fixed = [line.base for line in kind.capital if line.item != "Working capital"]
        assert sum(fixed) == pytest.approx(kind.capital_total.base, rel=ROUNDING)


def test_lines_as_printed() -> None:
    """Lines that stand in the catalogue as their sources print them."""
    soda = one("recycling-hydromet", "Caustic soda (1.00 t/t)")
    assert soda.base == pytest.approx(450.32 * 13_985 / 20_000)
    cathode = one("cell-nmc811", "Cathode active material")
    assert isinstance(cathode, Line)
    assert (cathode.kind, cathode.commodities) == ("purchase", {"325180": 1})
    assert cathode.from_facilities == ("cathode-nmc",)
    assert cathode.base == pytest.approx(1458 * 21_000)  # 1.458 kg per kWh
    assert one("lithium-hydroxide", "Spodumene concentrate (6 % Li2O)").base == pytest.approx(7.04 * 850)
    assert one("recycling-mechanical", "Used batteries: nickel content").low < 0  # a gate fee


MASSES = {
    "Li": 6.94, "Ni": 58.69, "Co": 58.93, "Mn": 54.94, "O": 16.0, "H": 1.008, "S": 32.06, "Fe": 55.85, "P": 30.97,
    "C": 12.01,
}  # fmt: skip


def mass(**atoms: float) -> float:
    return sum(MASSES[element] * count for element, count in atoms.items())


def quantity(kind: str, item: str) -> float:
    line = one(kind, item)
    assert isinstance(line, Line)
    assert line.quantity is not None
    return line.quantity.base


def test_recipes_hold_the_salts_as_they_are_sold() -> None:
    """Stoichiometry of LiNi0.8Co0.1Mn0.1O2 with salts in their hydrates, and of LiFePO4, with 0 to 4 % of loss."""
    salt, water = mass(S=1, O=4), mass(H=2, O=1)
    due = {
        "Nickel sulfate hexahydrate": 0.8 * (mass(Ni=1) + salt + 6 * water),
        "Lithium hydroxide monohydrate": mass(Li=1, O=1, H=1) + water,
        "Cobalt sulfate heptahydrate": 0.1 * (mass(Co=1) + salt + 7 * water),
        "Manganese sulfate monohydrate": 0.1 * (mass(Mn=1) + salt + water),
    }
    cathode = mass(Li=1, Ni=0.8, Co=0.1, Mn=0.1, O=2)
    for item, grams in due.items():
        assert 1.0 <= quantity("cathode-nmc", item) / (grams / cathode) < 1.04, item
    phosphate = mass(Li=1, Fe=1, P=1, O=4)
    for item, grams in {"Lithium carbonate": mass(Li=1, C=0.5, O=1.5), "Iron phosphate": mass(Fe=1, P=1, O=4)}.items():
        assert 1.0 <= quantity("cathode-lfp", item) / (grams / phosphate) < 1.04, item


@pytest.mark.parametrize("name", KINDS)
def test_every_type_has_products_of_one_year(name: str) -> None:
    kind = facilities()[name]
    assert any(product.role == "main" for product in kind.products)
    assert {product.dollar_year for product in kind.products} == {kind.price_year}
    assert {line.dollar_year for line in kind.operations if line.price} <= {kind.price_year}
    assert kind.price == pytest.approx(sum(product.base for product in kind.products))
    assert not total(kind.operations, "surplus")


@pytest.mark.parametrize("name", KINDS)
def test_labor_is_jobs_times_pay(name: str) -> None:
    kind = facilities()[name]
    assert kind.jobs_per_unit
    hourly = kind.wages[-1].pay.base * 2080 * 1.25 if kind.wages else 0.0
    pay = kind.pay_per_job.base if kind.pay_per_job else hourly
    assert 80_000 < pay < 120_000
    if kind.operations:
        assert total(kind.operations, "compensation") == pytest.approx(kind.jobs_per_unit.base * pay, rel=0.01)


@pytest.mark.parametrize("name", KINDS)
def test_every_figure_has_a_source_and_money_a_year(name: str) -> None:
    kind = facilities()[name]
    assert all(figure.dollar_year in range(2019, 2026) for figure in figures(kind))
    assert {figure.source for _, figure in kind.figures()} <= set(kind.sources)
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


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "low: 770, base: 937",
            "low: 7700, base: 937",
            ['"operations 2": low 7700, base 937 and high'],
        ),
        ("dollar_year: 2021, ", "", ['"operations 2, dollar_year" is missing']),
        ('{"331410": 1}', '{"331410": 0.9}', ['"operations 1, commodities" has shares that sum to 0.9']),
        ('{"331410": 1}', '{"331419": 1}', ["331419: no such commodities"]),
        ('industries: {"331420": 1}', 'industries: {"3314": 1}', ["3314: no such industries"]),
        ("kind: compensation,", 'kind: compensation, commodities: {"331410": 1},', ["has no commodities"]),
        ("kind: purchase", "kind: buy", ['"operations 1, kind" is "buy"; choose one of purchase']),
        ("confidence: low", "confidence: sure", ['"sure"; choose one of high, medium, low']),
        ("unit: t/yr", "units: t/yr", ['no key "units". Did you mean "unit"']),
        ("low: 770", "low: .nan", ['"operations 2, low" should be a finite number']),
        ("unit: t/yr", "unit: [t/yr", ["line"]),
        ("price: copper,", "price: coper,", ['operations 1: there is no price "coper". Did you mean "copper"']),
        ("price_year: 2025", "price_year: 2001", ["no price of copper-foil", "is known for 2001; the years known are"]),
        ("base: 95000", "base: 110000", ["the lines of labor sum to"]),
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
    assert facilities().known(" Cell-LFP ") is facilities()["cell-lfp"]
    with pytest.raises(SiteError, match=r'no facility "recicling-pyro"\. Did you mean "recycling-pyro"'):
        facilities().known("recicling-pyro")
