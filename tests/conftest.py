"""Shared by all tests: a hypothesis profile, so that a slow machine fails no property, solves kept, and a browser.

The browser is a headless Chromium that records every request; a machine without it fails the tests that need it.
"""

import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

for folder in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):  # not what the person at this machine has chosen and calculated
    os.environ[folder] = tempfile.mkdtemp(prefix="impact-")

LONGEST = 600  # seconds for what takes a few, so that a busy machine fails nothing

settings.register_profile(
    "impact", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", settings.get_profile("impact"), max_examples=10_000, derandomize=False)
settings.load_profile("impact")

SOLVES = ("county_multipliers", "state_multipliers", "multipliers", "solve_sales", "total_response")
MAX_KEPT = 600e6  # bytes of solves in each process
KERNEL_ROWS = slice(None, None, 97)  # that stand for the whole kernel
_solved: "OrderedDict[str, Any]" = OrderedDict()
_lock = threading.Lock()


@pytest.fixture
def solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a solve of all counties from an earlier test if model and shock have the same bytes.

    For tests of what is made of a solve; not for those of the solver.
    """
    from impact.effects import CountyModel  # here, so that it sees the folders above

    for name in SOLVES:
        monkeypatch.setattr(CountyModel, name, _once(getattr(CountyModel, name)))


def _once(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def answer(model: Any, *arguments: Any, **named: Any) -> Any:
        trade, home = model.trade, model.residence
        digest = hashlib.blake2b(repr((method.__name__, model.nation.economy, sorted(named))).encode())
        for part in (
            *(trade.mixtures, trade.factors, trade.inverse),
            *(strip[KERNEL_ROWS] for kernel in trade.kernels for strip in kernel.strips),
            *(model.requirements, model.income, model.pattern, model.spending, home.data, home.indices),
            *(*arguments, *named.values()),
        ):
            digest.update(np.ascontiguousarray(part).data if isinstance(part, np.ndarray) else repr(part).encode())
        key = digest.hexdigest()
        with _lock:
            if key in _solved:
                _solved.move_to_end(key)
                return deepcopy(_solved[key])
        solved = method(model, *arguments, **named)
        with _lock:
            _solved[key] = deepcopy(solved)
            while len(_solved) > 1 and sum(map(_size, _solved.values())) > MAX_KEPT:
                _solved.popitem(last=False)
        return solved

    return answer


def _size(solved: Any) -> int:
    return int(solved.nbytes) if isinstance(solved, np.ndarray) else solved.indirect.nbytes + solved.induced.nbytes


SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--window-size=1400,900",
)


class Browser:
    """One window, with what it asked for and complained about since it opened the last page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, path: Path) -> None:
        """Open a file and forget the logs of the page before."""
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(path.as_uri())

    def requests(self) -> list[str]:
        """Addresses requested by the page, itself included, whether or not they were blocked."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        resources = "return performance.getEntriesByType('resource').map((entry) => entry.name)"
        return [*sent, *self.driver.execute_script(resources)]

    def complaints(self) -> list[str]:
        """Messages in the console: errors, warnings and refusals of the security policy."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The browser process, shared by the session."""
    program, driver_program = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver_program is None:
        pytest.fail("The browser tests need Chromium: install the packages chromium and chromium-driver.")
    options = Options()
    options.binary_location = program
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_program))
    driver.command_executor.client_config.timeout = LONGEST
    driver.set_page_load_timeout(LONGEST)
    driver.set_script_timeout(LONGEST)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome) -> Browser:
    """A browser without a page."""
    return Browser(chromium)
