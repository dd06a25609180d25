"""Take the README's picture: the map of the example study in headless Chromium, written to docs/map.png."""

import tempfile
from pathlib import Path

from selenium import webdriver

import impact

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the example study, open its map and save what the window shows."""
    result = impact.run(impact.Site.load(ROOT / "examples/abtc-tahoe-reno.yaml"))
    options = webdriver.ChromeOptions()
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,760"):
        options.add_argument(argument)
    with tempfile.TemporaryDirectory() as folder:
        written = result.save(Path(folder) / "study")
        with webdriver.Chrome(options=options) as browser:
            browser.get(next(path for path in written if path.suffix == ".html").as_uri())
            browser.save_screenshot(str(ROOT / "docs/map.png"))


if __name__ == "__main__":
    main()
