"""Where the headless browser is, and how it starts."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # which a container cannot give it; it opens nothing but our own pages
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium():
    """Return the path of Chromium: the one CHROMIUM names, else one on the PATH, else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    """Start it, headless, and return Playwright's Browser."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS])
