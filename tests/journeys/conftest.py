"""Journeys: the demonstration served to a real browser, each over a demonstration that nobody touched yet.

`page` is a browser at the log-in page, `visit("biesmelle")` another one, logged in as a person of the demonstration.
A journey fails when a script fails, when the console shows an error, or when anything is asked of another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from network.accounts.demo_accounts import DOMAIN, PASSWORD
from network.config import ROOT
from network.organisations.models import Mandate, Organisation
from tests.helpers import browser as browsers
from tests.helpers.databases import copy_database, restore_database
from tests.helpers.server import at_work, close_connections, served

SCREENSHOTS = ROOT / "build" / "screenshots"
expect.set_options(timeout=browsers.PATIENCE_MS)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything beside this file is a journey."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Tell the fixtures whether the journey failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    if not browsers.find_chromium():
        pytest.fail(browsers.MISSING, pytrace=False)
    with sync_playwright() as playwright, browsers.chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def served_app(demonstration_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application served at its BASE_URL to all journeys, one after another."""
    folder = tmp_path_factory.mktemp("served")
    with served(copy_database(demonstration_template, folder), folder / "data") as app:
        yield app


@pytest.fixture
def live_app(served_app: Flask, demonstration_template: str) -> Iterator[Flask]:
    """The application as it is served, over the demonstration untouched, the background work included."""
    close_connections(served_app)
    restore_database(served_app.config["SQLALCHEMY_DATABASE_URI"], demonstration_template)
    with at_work(served_app):
        yield served_app


@pytest.fixture
def open_browser(browser: Browser, live_app: Flask, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A function that opens a further browser, `DESKTOP` or `PHONE`, in French."""
    base_url = live_app.config["BASE_URL"]
    watched = browsers.Watched(base_url)
    pages: list[Page] = []

    def open_one(viewport: dict[str, int] = DESKTOP, **options: Any) -> Page:
        context = browser.new_context(base_url=base_url, viewport=viewport, locale="fr-BE", **options)  # type: ignore[arg-type]
        context.set_default_timeout(browsers.PATIENCE_MS)
        watched.watch(context)
        pages.append(context.new_page())
        return pages[-1]

    yield open_one
    if request.node.stash.get(FAILED, False):
        _keep_screenshots(request.node.name, pages)
    for page in pages:
        page.context.close()
    assert not watched.faults, "\n".join(watched.faults)


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """A browser at the log-in page."""
    page = open_browser()
    page.goto("/compte/connexion")
    return page


@pytest.fixture
def visit(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """A function that opens a browser logged in as a person of the demonstration: `visit("coordination", PHONE)`."""

    def log_in(account: str, viewport: dict[str, int] = DESKTOP, **options: Any) -> Page:
        page = open_browser(viewport, **options)
        page.goto("/compte/connexion")
        page.locator("input[name=email]").fill(f"{account}@{DOMAIN}")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/connexion" not in url)
        return page

    return log_in


def account_of(app: Flask, name: str) -> str:
    """The account of the manager of an organisation of the demonstration."""
    with app.app_context():
        mandate = Mandate.query.join(Mandate.organisation).filter(Organisation.name == name).first()
        return str(mandate.user.email.split("@")[0])


def team_names(page: Page) -> list[str]:
    """Those at the table where a groupement is composed, once it is there."""
    expect(page.locator(".team-row h3 a").first).to_be_visible()
    return [name.strip() for name in page.locator(".team-row h3 a").all_inner_texts()]


def _keep_screenshots(name: str, pages: list[Page]) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
