"""Make the picture in the README: the dashboard of the demonstration, as its Chief Executive
sees it.

    python -m tests.screenshot [FILE]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import find_chromium, launch
from tests.demonstration import served_demonstration, sign_in
from tests.legs import ROOT

PICTURE = ROOT / "docs" / "images" / "dashboard.png"
SIZE = {"width": 1280, "height": 1000}


def take(url, picture):
    """Write the picture of the dashboard at the top of which the plan's position stands."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport=SIZE, locale="en-GB")
        sign_in(page, url, "chief.executive")
        page.get_by_role("link", name="Plan", exact=True).click()
        page.get_by_role("heading", level=1).wait_for()
        page.evaluate("document.fonts.ready")
        page.screenshot(path=picture)
        browser.close()


def main():
    parser = argparse.ArgumentParser(description="Make the picture in the README again.")
    parser.add_argument("file", nargs="?", type=Path, default=PICTURE)
    picture = parser.parse_args().file
    if not find_chromium():
        parser.exit(1, "No Chromium: install it, or say in CHROMIUM where it is.\n")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="delivery-plan-") as folder,
        served_demonstration(folder) as url,
    ):
        take(url, picture)
    print(picture)


if __name__ == "__main__":
    sys.exit(main())
