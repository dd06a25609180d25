"""The page served by this process, at a port of its own, and what a person does with it in Chromium."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from impact.app._desk import Desk
from impact.app._serve import _bound, page_server

from ..conftest import LONGEST

FAST = {"county": "Storey, NV", "facility": "recycling-hydromet", "capacity": "20000", "trade": "flq"}
CHOICES = ("facility", "trade")


@dataclass
class Served:
    """A server in a thread, and the desk where its studies are done."""

    address: str
    desk: Desk


@dataclass
class Page:
    """One window of the page."""

    driver: webdriver.Chrome

    def one(self, selector: str) -> WebElement:
        return self.until(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector))[0]

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def until(self, sign: Callable[[], object]):
        """Wait until a sign is there, and return it."""
        return WebDriverWait(self.driver, LONGEST, 0.05).until(lambda driver: sign())

    def text(self, selector: str) -> str:
        """Text of an element that Shiny may replace at any moment."""
        script = "return document.querySelector(arguments[0])?.textContent ?? ''"
        return str(self.driver.execute_script(script, selector))

    def fill(self, **fields: str) -> None:
        self.driver.execute_script("document.querySelector('details').open = true")
        for key, value in fields.items():
            if key in CHOICES:
                Select(self.one(f"#{key}")).select_by_value(value)
                continue
            # typed letter by letter, ten thousand of them need minutes
            self.driver.execute_script(
                "const [field, text] = arguments; field.value = text;"
                "for (const kind of ['input', 'change', 'blur'])"
                "  field.dispatchEvent(new Event(kind, {bubbles: true}));",
                self.one(f"#{key}"),
                value,
            )

    def run(self) -> None:
        self.driver.execute_script("document.getElementById('run').click()")

    def problems(self) -> list[str]:
        """Messages below the form, once there are any."""
        self.until(lambda: self.text(".problems"))
        script = "return [...document.querySelectorAll('.problems li')].map((entry) => entry.textContent)"
        return list(self.driver.execute_script(script))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The page, served as the command serves it."""
    bound = _bound(0)
    desk = Desk(tmp_path / "desk")
    desk.folder.mkdir()
    port, there = bound.getsockname()[1], threading.Event()
    server = page_server(desk, port, None, there.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    assert there.wait(LONGEST)
    yield Served(f"http://127.0.0.1:{port}/", desk)
    server.should_exit = True
    thread.join(LONGEST)
    bound.close()
    assert not thread.is_alive()
    desk.close()
    assert not desk.folder.exists()


@pytest.fixture
def page(served: Served, chromium: webdriver.Chrome) -> Iterator[Page]:
    """A window with the page, connected."""
    chromium.get("about:blank")
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    yield opened(chromium, served)
    chromium.get("about:blank")


def opened(driver: webdriver.Chrome, served: Served) -> Page:
    """Open the page in the window at hand."""
    driver.get(served.address)
    page = Page(driver)
    page.until(lambda: "Unit economics" in page.text("#unit_economics"))
    return page


@pytest.fixture(autouse=True)
def _solves(solved_once: None) -> None:
    """Solve a study once for all tests here."""
