"""The Chromium that journeys drive, the machine's or Playwright's own, and what holds of every page it shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

from network.web.assets import FOLDER, version_of

MISSING = (
    "Journeys did not run, for there is no Chromium: install your system's package (chromium), "
    "or run `.venv/bin/python -m playwright install chromium`."
)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves the machine
]
AXE = f"/static/{version_of(FOLDER)}/vendor/axe.min.js"
PATIENCE_MS = 15_000
# A refused form (422) and a refused action (4xx) are answers like any other, a request that the next page cuts short is
# none, nor one that a journey makes without network; the browser and htmx call them errors.
HARMLESS = (
    "the server responded with a status of 4",
    "Response Status Error Code 4",
    "htmx:sendAbort",
    "htmx:sendError",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:afterRequest",
)


def find_chromium() -> str | None:
    """The path of a Chromium, or None."""
    if path := next(filter(None, map(shutil.which, NAMES)), None):
        return path
    with sync_playwright() as playwright:
        return _playwrights_own(playwright)


def _playwrights_own(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


class Watched:
    """What went wrong in a browser behind the back of its journey."""

    def __init__(self, base_url: str) -> None:
        self.faults: list[str] = []
        self._host = urlsplit(base_url).netloc

    def watch(self, context: BrowserContext) -> None:
        """Note errors of scripts and of the console, and every request that would have left the machine."""
        context.on("request", self._note)
        context.on("console", self._read)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _note(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != self._host:
            self.faults.append(f"a request for {request.url}")

    def _read(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(harmless in message.text for harmless in HARMLESS):
            self.faults.append(f"console: {message.text}")


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Any]:
    """A headless Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own(playwright)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it is now, a line a fault."""
    page.add_script_tag(url=AXE)  # the page's policy refuses it inline, and rightly
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{page.url} {fault['id']}: {fault['help']} ({node['html'][:160]})"
        for fault in found
        for node in fault["nodes"]
    ]
