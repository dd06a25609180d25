"""Several sites in one study, and what they deliver to each other."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from impact import Site, SiteError, Study, economy
from impact.accounts import nation
from impact.studies import Shock, study_shocks

REFINERY = {"name": "refinery", "county": "Nye, NV", "facility": "lithium-hydroxide", "capacity": 30000}
CATHODE = {"name": "cathode", "county": "Storey, NV", "facility": "cathode-nmc", "capacity": 2000}
LINK = {"from": "refinery", "to": "cathode", "commodity": "325180", "share": 0.5}


def study(*links: dict[str, Any], **keys: Any) -> Study:
    return Study.read({"name": "pair", "sites": [REFINERY, CATHODE], "links": list(links), "dollar_year": 2023} | keys)


def operations(*links: dict[str, Any]) -> list[Shock]:
    return [phases[0] for phases in study_shocks(study(*links), economy())]


def test_a_link_takes_its_share_of_the_purchases_and_no_more() -> None:
    alone, linked, all_of_it = (operations(*links)[1].purchases for links in ([], [LINK], [LINK | {"share": 1.0}]))
    at = list(nation().industries.index).index("325180")
    assert linked.domestic[at] < alone.domestic[at]
    assert linked.domestic - all_of_it.domestic == pytest.approx(alone.domestic - linked.domestic)
    goods = linked.lines[linked.lines.commodity == "325180"].goods.sum()
    assert linked.from_links.sum() == pytest.approx(goods / 2)
    trucking = list(nation().industries.index).index("484000")  # goods travel all the same
    assert linked.domestic[trucking] == pytest.approx(alone.domestic[trucking], rel=1e-3)


def test_a_link_of_nothing_changes_nothing() -> None:
    alone, linked = (operations(*links)[1].purchases.domestic for links in ([], [LINK | {"share": 0.0}]))
    assert (alone == linked).all()


@pytest.mark.parametrize(
    ("links", "parts"),
    [
        ([LINK | {"share": 1.5}], ["link 1", "share from 0 to 1"]),
        ([LINK, LINK | {"share": 0.6}], ["110% of its 325180"]),
        ([LINK | {"from": "refinry"}], ['no site "refinry"', 'Did you mean "refinery"']),
        ([LINK | {"commodity": "325181"}], ['no commodity "325181"', "325180"]),
        ([LINK | {"weight": 1}], ["exactly the keys from, to, commodity, share"]),
        ([LINK, LINK | {"from": "cathode", "to": "refinery"}], ["form a loop"]),
        ([LINK | {"to": "refinery"}], ["form a loop"]),
    ],
)
def test_impossible_links_are_refused(links: list[dict[str, Any]], parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        study(*links)
    for part in parts:
        assert part in str(caught.value)


def test_a_plant_cannot_deliver_more_than_it_makes() -> None:
    small = Study.read(
        {"name": "pair", "sites": [REFINERY | {"capacity": 10}, CATHODE | {"capacity": 50000}], "links": [LINK]}
    )
    with pytest.raises(SiteError, match=r'"refinery" would deliver .* and makes'):
        study_shocks(small, economy())


@pytest.mark.parametrize(
    ("keys", "part"),
    [
        ({"sites": []}, "must be a list of sites"),
        ({"sites": [REFINERY, REFINERY]}, 'two sites are called "refinery"'),
        ({"sites": [REFINERY, CATHODE | {"year": 2020}]}, 'differ in "year"'),
        ({"sites": [REFINERY, CATHODE | {"dollar_year": 2020}]}, 'gives "dollar_year", which the study gives'),
        ({"cites": []}, 'no key "cites"'),
        ({"sites": [REFINERY, CATHODE | {"capacty": 5}]}, "site 2: there is no key"),
        ({"name": 5}, '"name" is 5'),
    ],
)
def test_wrong_studies_are_refused(keys: dict[str, Any], part: str) -> None:
    with pytest.raises(SiteError) as caught:
        study(**keys)
    assert part in str(caught.value)


def test_a_study_is_read_from_a_file_and_a_site_is_a_study_of_one(tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text(yaml.safe_dump({"name": "pair", "sites": [REFINERY, CATHODE], "links": [LINK]}))
    assert [site.name for site in Study.load(path, dollar_year=2020).sites] == ["refinery", "cathode"]
    with pytest.raises(SiteError, match="several sites: change 'jobs' in the file"):
        Study.load(path, jobs=5)
    path.write_text(yaml.safe_dump(REFINERY))
    assert Study.load(path).site.county == "Nye, NV"


def test_a_study_comes_through_a_pipe(tmp_path: Path) -> None:
    """What can be read once is read once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(pipe.write_text, yaml.safe_dump(REFINERY))
        assert Study.load(pipe, jobs=5).site.jobs == 5
        written.result()


def test_an_economy_among_the_assumptions_of_older_files_moves_to_its_own_key() -> None:
    study = Study.read({"name": "x", "county": "Storey, NV", "industries": {"335910": 1.0}, "jobs": 10,
                      "assumptions": {"economy": 2022, "resident_share": 0.5}})  # fmt: skip
    written = study.to_dict()
    assert json.dumps(written["economy"]) == "2022"
    assert written["assumptions"] == {"resident_share": 0.5}
    assert Study.read(written) == study
    with pytest.raises(SiteError, match='"economy" is given twice'):
        Study.read({**written, "assumptions": {"economy": 2017}})


def test_what_each_site_of_older_results_states_alike_is_the_studys() -> None:
    shared = {"region": "state:NV", "year": 2021, "assumptions": {"economy": 2017.0, "resident_share": 0.5}}
    study = Study.read({"name": "pair", "sites": [REFINERY | shared, CATHODE | shared]})
    assert (study.region, study.year, study.economy) == ("state:NV", 2021, 2017)
    assert study.assumptions == {"resident_share": 0.5}


def test_a_plant_alone_is_a_study_with_defaults() -> None:
    site = Site(name="x", county="Storey, NV", industries="335911", jobs=5)
    assert Study.of(site).site is site
    assert Study.of(Study.of(site)) == Study.of(site)
    with pytest.raises(SiteError, match="pair has 2 sites"):
        study().site  # noqa: B018


@pytest.mark.parametrize("rate", [-0.6, 1.5, float("nan")])
def test_a_discount_rate_is_a_share(rate: float) -> None:
    with pytest.raises(SiteError, match='"discount" is'):
        study(discount=rate)
