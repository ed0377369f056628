"""The Chromium that journeys drive: the machine's, or Playwright's own."""

from __future__ import annotations

import shutil
from pathlib import Path

MISSING = (
    "Journeys did not run, for there is no Chromium: install your system's package (chromium), "
    "or run `.venv/bin/python -m playwright install chromium`."
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
