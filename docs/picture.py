"""Take the pictures of README and documentation: what the example study hands over, as a person sees it.

Needs Chromium with its driver, LibreOffice Impress for the slide, and pdftoppm.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("impact")
EXAMPLE = "examples/abtc-tahoe-reno.yaml"
FILLED = """
for (const [id, value] of Object.entries({county: "Storey, NV", facility: "recycling-hydromet", capacity: "20000"})) {
  const field = document.getElementById(id);
  field.value = value;
  for (const kind of ["input", "change", "blur"]) field.dispatchEvent(new Event(kind, {bubbles: true}));
}
document.getElementById("run").click();
"""
WAIT = 120  # seconds for a study in the app


def main() -> None:
    """Study the example and all operating plants, and save a picture of each thing that is handed over."""
    with tempfile.TemporaryDirectory() as scratch:
        study, national = Path(scratch) / "study", Path(scratch) / "national"
        _impact("run", EXAMPLE, "--out", study, "--report", "html,brief,pptx")
        _impact("buildout", "--status", "operating", "--out", national)
        _sheet(study / "brief.pdf", "brief", 110)
        office = ("soffice", f"-env:UserInstallation={(Path(scratch) / 'office').as_uri()}", "--headless")
        subprocess.run([*office, "--convert-to", "pdf", "--outdir", scratch, study / "report.pptx"], check=True)
        _sheet(Path(scratch) / "report.pdf", "slides", 75)
        with _browser() as browser:
            for name, page in {
                "map": study / "map.html",
                "report": study / "report.html",
                "buildout": national / "map.html",
            }.items():
                browser.get(page.as_uri())
                browser.save_screenshot(str(ROOT / f"docs/{name}.png"))
            _app(browser)


def _impact(*words: str | Path) -> None:
    subprocess.run([COMMAND, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _sheet(pdf: Path, name: str, dots_per_inch: int) -> None:
    """Save the first page of a PDF."""
    options = ["-png", "-r", str(dots_per_inch), "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *options, pdf, ROOT / "docs" / name], check=True)


@contextmanager
def _browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,940"):
        options.add_argument(argument)
    with webdriver.Chrome(options=options) as browser:
        yield browser


def _app(browser: webdriver.Chrome) -> None:
    """Fill in the form of the local page, run the study, and save the page with its result."""
    with subprocess.Popen([COMMAND, "app", "--no-browser"], stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        address = next(word for line in served.stdout for word in line.split() if word.startswith("http://"))
        browser.get(address)
        wait = WebDriverWait(browser, WAIT)
        wait.until(lambda driver: "Unit economics" in driver.page_source)
        browser.execute_script(FILLED)
        wait.until(lambda driver: driver.execute_script("return document.querySelectorAll('.value').length"))
        browser.save_screenshot(str(ROOT / "docs/app.png"))
        served.terminate()


if __name__ == "__main__":
    main()
