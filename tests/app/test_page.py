"""The page in a real browser: a study from the form to the archive, and what it refuses."""

import io
import json
import subprocess
import threading
import zipfile
from pathlib import Path

import httpx
import pytest
from selenium.webdriver.support.ui import Select

import impact
from impact._display import count, dollars
from impact.app import _desk

from ..cli.conftest import COMMAND
from ..conftest import LONGEST
from .conftest import FAST, Page, Served, opened

ATTACK = "<img src=x onerror=alert(1)>../../etc/<script>alert(2)</script>"
WRONG = {
    "county": "Washington",
    "capacity": "many",
    "jobs": "-5",
    "region": "nowhere at all",
}


def boxes(page: Page) -> dict[str, str]:
    script = "return [...document.querySelectorAll('.value')].map((box) => [box.dataset.headline, box.textContent])"
    return dict(page.driver.execute_script(script))


def expected(document: dict) -> dict[str, str]:
    """Key figures as the page writes them, from the document of a result."""
    write = {"jobs": count}
    return {
        f"{entry['phase']} {entry['measure']}": write.get(entry["measure"], dollars)(entry["value"])
        for entry in document["headlines"]
    }


def test_from_the_form_to_the_archive(page: Page, served: Served, tmp_path: Path) -> None:
    page.fill(**FAST, name="A study", client="County of Storey", author="Office")
    page.run()
    page.until(lambda: page.text("#result-name") == "A study")
    result = impact.run(impact.Study.short("recycling-hydromet@Storey, NV", capacity="20000"), trade="flq").quick_draw()
    assert boxes(page) == expected(result.to_dict())
    low, high = result.interval("operations", "jobs")
    assert page.text(".boxes .box .span") == f"90 % interval {count(low)} to {count(high)}"
    script = "return [...document.querySelectorAll('table')].map((table) => table.caption.textContent)"
    assert [title.split(",")[0] for title in page.driver.execute_script(script)][:4] == [
        "Effects in the region", "Effects in the region", "Total effect by place", "Total effect by county",
    ]  # fmt: skip

    links = {link.text: link.get_attribute("href") for link in page.all("#downloads a")}
    assert list(links) == ["Everything (zip)", "Report (html)", "Site file (yaml)"]
    got = httpx.get(links["Everything (zip)"])
    assert got.headers["content-disposition"] == 'attachment; filename="results.zip"'
    with zipfile.ZipFile(io.BytesIO(got.content)) as archive:
        assert archive.testzip() is None
        assert {"site.yaml", "result.json", "map.html", "report.html", "summary.csv"} <= set(archive.namelist())
        archive.extractall(tmp_path / "kept")
    assert "County of Storey" in (tmp_path / "kept/report.html").read_text(encoding="utf-8")
    assert expected(json.loads((tmp_path / "kept/result.json").read_text(encoding="utf-8"))) == boxes(page)
    again = subprocess.run(
        [COMMAND, "run", tmp_path / "kept/site.yaml", "--json"], capture_output=True, check=True, timeout=LONGEST
    )
    assert json.loads(again.stdout)["headlines"] == result.to_dict()["headlines"]


def test_the_map_is_drawn_apart_from_the_page(page: Page, served: Served) -> None:
    page.fill(**FAST)
    page.run()
    frame = page.one("#map")
    assert "allow-same-origin" not in frame.get_attribute("sandbox")
    page.driver.switch_to.frame(frame)
    page.one('path[aria-label^="Storey County, NV"]')
    assert page.driver.execute_script("return self.origin") == "null"
    page.driver.switch_to.default_content()
    sent = [json.loads(entry["message"])["message"] for entry in page.driver.get_log("performance")]
    asked = [each["params"]["request"]["url"] for each in sent if each["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((served.address, "data:", "about:", "chrome"))] == []
    complaints = [entry["message"] for entry in page.driver.get_log("browser") if "DEPRECATED" not in entry["message"]]
    assert complaints == []
    assert accessibility(page) == []
    page.driver.set_window_size(390, 844)
    try:
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.driver.execute_script(wide) == 0
        assert accessibility(page) == []
    finally:
        page.driver.set_window_size(1400, 900)


def accessibility(page: Page) -> list[tuple[str, str]]:
    """Findings of axe in the page around the map, which has tests of its own."""
    rules = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
    page.driver.execute_script(rules.read_text(encoding="utf-8"))
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run({exclude: '#map'}, {iframes: false}).then((all) => done(all.violations))"
    )
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]


def test_every_field_wrong(page: Page, served: Served) -> None:
    page.fill(**WRONG)
    page.run()
    said = page.problems()
    labels = ("County, town or ZIP code: ", "Capacity: ", "Direct jobs: ", "Study region: ")
    assert len(said) == len(labels)
    for message, label in zip(said, labels, strict=True):
        assert message.startswith(label)
    assert "names 32 counties" in said[0]
    assert not list(served.desk.folder.iterdir())
    assert page.all(".progress-note") == []
    page.fill(county="Storey, NV", capacity="", jobs="", region="")
    page.run()
    page.until(lambda: page.problems() == ["Give the capacity or the direct jobs."])


def test_an_ambiguous_place_is_asked_for(page: Page) -> None:
    page.fill(county="Washington")
    page.until(lambda: "names 32 counties" in page.text("#place"))
    Select(page.one("#meant")).select_by_value("Washington County, KS (20201)")
    page.until(lambda: page.one("#county").get_attribute("value") == "Washington County, KS (20201)")
    page.until(lambda: page.text("#place") == "Washington County, KS (20201)")


def test_names_are_text(page: Page, served: Served, tmp_path: Path) -> None:
    name = f"{ATTACK} \u05e9\u05dc\u05d5\u05dd \u202eabc {'x' * 10_000}"
    before = set(tmp_path.rglob("*"))
    page.fill(**FAST, name=name, client=name, author=name)
    page.run()
    page.until(lambda: page.text("#result-name") or page.text(".problems"))
    assert page.text("#result-name").rstrip("…") == name.replace("\u202e", "")[:160]
    assert page.driver.execute_script("return [document.images.length, typeof alerted]") == [0, "undefined"]
    written = {path for path in set(tmp_path.rglob("*")) - before if path.is_file()}
    assert all(path.is_relative_to(served.desk.folder) for path in written)
    links = {link.text: link.get_attribute("href") for link in page.all("#downloads a")}
    site = tmp_path / "site.yaml"
    site.write_bytes(httpx.get(links["Site file (yaml)"]).content)
    assert impact.Study.load(site).name == name.replace("\u202e", "")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Studies wait until this is set."""
    go, real = threading.Event(), _desk.run

    def waiting(study, progress):
        progress(3, 10)
        assert go.wait(LONGEST)
        return real(study, progress=progress)

    monkeypatch.setattr(_desk, "run", waiting)
    return go


def test_a_second_study_at_once_is_told(page: Page, served: Served, held: threading.Event) -> None:
    page.fill(**FAST)
    page.run()
    page.until(lambda: "3 of 10" in page.text(".progress-note"))
    first = page.driver.current_window_handle
    page.driver.switch_to.new_window("tab")
    try:
        second = opened(page.driver, served)
        second.fill(**FAST)
        second.run()
        assert second.problems() == [_desk.BUSY_MESSAGE]
    finally:
        page.driver.close()
        page.driver.switch_to.window(first)
    held.set()
    page.until(lambda: page.text("#result-name"))


def test_a_browser_closed_in_the_middle_leaves_nothing(page: Page, served: Served, held: threading.Event) -> None:
    page.fill(**FAST)
    page.run()
    page.until(lambda: page.text(".progress-note"))
    (job,) = served.desk._jobs.values()
    page.driver.get("about:blank")
    page.until(lambda: job.unwanted)
    held.set()
    assert job.over.wait(LONGEST)
    page.until(lambda: not served.desk._jobs)
    assert not list(served.desk.folder.iterdir())
    again = opened(page.driver, served)
    again.run()
    assert len(again.problems()) == 2  # no place, no size


def test_a_failure_is_one_message(page: Page, monkeypatch: pytest.MonkeyPatch, served: Served, capfd) -> None:
    def failing(study, progress):
        raise RuntimeError("secret")

    monkeypatch.setattr(_desk, "run", failing)
    page.fill(**FAST)
    page.run()
    assert page.problems() == [_desk.UNFORESEEN_MESSAGE]
    assert "secret" in capfd.readouterr().err
    assert not list(served.desk.folder.iterdir())
    assert not served.desk.busy
