"""Take the README's pictures in headless Chromium.

They are map and report of the example study: docs/map.png and report.png.
"""

import tempfile
from pathlib import Path

from selenium import webdriver

import impact
from impact.maps import save
from impact.reports import write_report

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the example study and save pictures of its map and report."""
    result = impact.run(impact.Study.load(ROOT / "examples/abtc-tahoe-reno.yaml"))
    options = webdriver.ChromeOptions()
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,940"):
        options.add_argument(argument)
    with tempfile.TemporaryDirectory() as folder:
        pages = {"map": Path(folder) / "map.html", "report": Path(folder) / "report.html"}
        save(result.map(), pages["map"])
        write_report(result, pages["report"])
        with webdriver.Chrome(options=options) as browser:
            for name, page in pages.items():
                browser.get(page.as_uri())
                browser.save_screenshot(str(ROOT / f"docs/{name}.png"))


if __name__ == "__main__":
    main()
