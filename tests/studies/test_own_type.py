"""A facility type of the user's own: read beside its site, kept whole in the study, refused with file and key."""

import json
from pathlib import Path

import pytest

from impact import SiteError, Study
from impact._yaml import parse_mapping
from impact.counties import resolve
from impact.facilities import Facility, facilities
from impact.studies import Site, new_site_file, read_file

TYPE = """
title: "<b>Pilot</b> foil"
product: =HYPERLINK("x")
unit: widgets/yr
industries: {331420: 1}
sources: {own: Books of the firm}
operations:
  - {item: Copper, kind: purchase, commodities: {331410: 1}, low: 8, base: 10, high: 12, dollar_year: 2022, source: own,
     confidence: high}
  - {item: Labor, kind: compensation, low: 4, base: 5, high: 6, dollar_year: 2022, source: own, confidence: high}
  - {item: Profit, kind: surplus, low: 1, base: 3, high: 4, dollar_year: 2022, source: own, confidence: low}
capital:
  - {item: Hall, kind: building, commodities: {233230: 1}, low: 1, base: 2, high: 3, dollar_year: 2022, source: own,
     confidence: low}
jobs_per_unit: {low: 1.0e-5, base: 2.0e-5, high: 3.0e-5, source: own, confidence: high}
"""
SITE = "name: Mine\ncounty: 32029\nfacility: {}\ncapacity: 5000000 widgets/yr\n"


def written(folder: Path, text: str = TYPE, named: str = "./types/foil.yaml") -> Path:
    (folder / "types").mkdir(exist_ok=True)
    (folder / "types" / "foil.yaml").write_text(text, encoding="utf-8")
    site = folder / "site.yaml"
    site.write_text(SITE.format(named), encoding="utf-8")
    return site


def test_the_path_starts_at_the_site_file(tmp_path: Path) -> None:
    site = Study.load(written(tmp_path)).site
    kind = site.kind
    assert isinstance(site.facility, Facility)
    assert kind is site.facility
    assert (kind.name, kind.title, kind.price) == ("foil", "<b>Pilot</b> foil", 18)
    assert "<b>Pilot" not in site._repr_html_()


def test_a_study_holds_the_whole_type(tmp_path: Path) -> None:
    file = written(tmp_path)
    study = Study.load(file)
    content = json.loads(json.dumps(study.to_dict()))
    (tmp_path / "types" / "foil.yaml").unlink()
    assert Study.read(content) == study
    with pytest.raises(SiteError, match=r"foil\.yaml cannot be read: No such file"):
        Study.load(file)


def test_each_site_of_a_study_and_a_scenario_name_files(tmp_path: Path) -> None:
    written(tmp_path)
    study = tmp_path / "study.yaml"
    site = "  - {{name: {}, county: 32029, facility: {}, jobs: 10}}\n"
    study.write_text("sites:\n" + site.format("A", "types/foil.yaml") + site.format("B", "cell-lfp"), encoding="utf-8")
    assert [site.kind.name for site in Study.load(study).sites if site.kind] == ["foil", "cell-lfp"]
    scenario = tmp_path / "types" / "scenario.yaml"
    scenario.write_text("facility: foil.yaml", encoding="utf-8")
    assert read_file(scenario)["facility"].unit == "widgets/yr"


def test_the_short_form_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    monkeypatch.chdir(tmp_path)
    study = Study.short("types/foil.yaml@Storey, NV", jobs=10)
    assert study.site.kind == facilities().read("types/foil.yaml")
    text = new_site_file("types/foil.yaml", resolve("Storey, NV"))
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    assert Study.load(tmp_path / "new.yaml").site.kind == study.site.kind


@pytest.mark.parametrize("name", ["cell-lfp", "lithium-claystone", "storage-system"])
def test_a_file_of_the_catalogue_is_a_start(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(facilities().text(name), encoding="utf-8")
    assert facilities().read(file) == facilities().known(name)


def test_a_price_and_a_cost_contradict_each_other(tmp_path: Path) -> None:
    file = tmp_path / "foil.yaml"
    text = facilities().text("copper-foil")
    assert "price: copper,\n" in text
    file.write_text(text.replace("price: copper,\n", "price: copper, base: 5,\n", 1), encoding="utf-8")
    with pytest.raises(SiteError, match="operations 1: base follows from price and quantity; take one of them out"):
        facilities().read(file)


def test_only_a_file_names_a_file() -> None:
    with pytest.raises(SiteError, match=r'"facility" is the file "x\.yml", which only a site file can name'):
        Study.read({"name": "A", "county": "32029", "facility": "x.yml", "jobs": 5})


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("unit: widgets/yr\n", "", '"unit" is missing'),
        ("unit: widgets/yr", "unit: widgets", 'unit: "widgets" is no capacity of a year'),
        ("unit: widgets/yr", "unit: [a]", '"unit" is [\'a\'], which is not text'),
        ("title:", "titel:", 'no key "titel". Did you mean "title"'),
        ("kind: purchase", "kind: buy", '"operations 1, kind" is "buy"; choose one of purchase'),
        ("331410: 1}", "999999: 1}", "999999: no such commodities"),
        ("331420: 1}", "999999: 1}", "999999: no such industries"),
        ("233230: 1}", "S00401: 1}", "S00401: no industry builds with that code"),
        ("kind: compensation", "kind: purchase", '"operations 2": a line of kind purchase needs commodities'),
        ("low: 8, base: 10", "low: 80, base: 10", '"operations 1": low 80, base 10 and high 12 are out of order'),
        ("base: 2.0e-5", "base: 0", '"jobs_per_unit, base" is 0; give a positive number'),
        ("base: 10,", "base: ten,", '"operations 1, base" is "ten", which is text'),
        ("base: 10, high", "high", '"operations 1, base" is missing'),
        ("source: own, confidence: low}\ncapital", "source: ours, confidence: low}\ncapital", 'no source "ours"'),
        ("dollar_year: 2022, source: own, confidence: low}\nc", "dollar_year: 2020, source: own, confidence: low}\nc",
         "must share one dollar_year"),
        ("capital:\n",
         "capital_total: {low: 1, base: 3, high: 4, dollar_year: 2022, source: own, confidence: low}\ncapital:\n",
         "the lines of capital sum to 2 USD per unit, and capital_total is 3; make them agree"),
        ("item: Labor", "item: Copper", "Copper: occurs twice in operations; remove one"),
        ("kind: building", "kind: contingency", "no building, equipment or engineering"),
        ("sources:", "ramp: [1]\nsources:", "ramp and ramp_source go together"),
        ("sources:", "takes: [mine]\nsources:", 'takes: there is no facility "mine"'),
        ("sources:", "capital_like: cell-lfp\nsources:", "capital and capital_like exclude each other"),
        ("sources:", "occupations: {99-9999: 1}\nsources:", 'no detailed occupation "99-9999"'),
        ("sources:", "name: [1]\nsources:", '"name" is [1]'),
        ("sources: {own:", "sources: &s {own:", "line 6: anchors"),
        ("sources:", "unit: t/yr\nsources:", 'line 6: the key "unit" occurs twice'),
    ],
)  # fmt: skip
def test_a_broken_type_is_refused_with_file_and_key(old: str, new: str, part: str, tmp_path: Path) -> None:
    assert old in TYPE
    with pytest.raises(SiteError) as caught:
        Study.load(written(tmp_path, TYPE.replace(old, new, 1)))
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/types/foil.yaml")
    assert part in message
    assert message.isprintable()


def test_a_broken_type_inside_a_study_is_refused() -> None:
    content = {"name": "A", "county": "32029", "facility": {"title": "T"}, "jobs": 5}
    with pytest.raises(SiteError, match=r'^The site: "facility": "product" is missing\.$'):
        Study.read(content)
    with pytest.raises(SiteError, match=r'"facility": there is no key "a"'):
        Study.read(content | {"facility": {"a": 1}})


def test_a_site_takes_a_type_as_it_is(tmp_path: Path) -> None:
    written(tmp_path)
    kind = facilities().read(tmp_path / "types" / "foil.yaml")
    assert Site(name="A", county="32029", facility=kind, capacity="3 widgets").kind is kind
    with pytest.raises(SiteError, match="has a unit that is not known"):
        Site(name="A", county="32029", facility=kind, capacity="3 GWh")


def test_a_price_that_is_no_name_is_refused() -> None:
    content = {"name": "x", "county": "32029", "capacity": 1, "facility": parse_mapping(TYPE.encode(), "type")}
    content["facility"]["operations"][0]["price"] = ["nickel"]
    with pytest.raises(SiteError, match=r'there is no price "\[\'nickel\'\]"'):
        Study.read(content)
