"""The database goes away while pages are open, and comes back: they say so, and go on by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.app import PAGES
from geodata.cluster import Cluster
from geodata.settings import Settings
from tests.dashboard.browsing import NO_WEBGL, until

pytestmark = pytest.mark.browser
AWAY = "The figures cannot be reached just now."


@contextmanager
def away(settings: Settings) -> Iterator[None]:
    """Stop the database; nobody, not even the pages, brings it back before the end."""
    cluster = Cluster(settings)
    cluster.stop()
    try:
        with cluster.folder.locked():
            yield
    finally:
        cluster.start()


@pytest.fixture
def tabs(address: str, browser: Browser) -> Iterator[dict[str, Page]]:
    """Every page, each in a tab of its own, where nothing may go wrong but requests that fail."""
    context, said = browser.new_context(), []
    context.add_init_script(NO_WEBGL)  # many maps at once are slow to draw
    context.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    context.on("weberror", lambda found: said.append(str(found.error)))
    tabs = {page: context.new_page() for page in PAGES}
    for page, tab in tabs.items():
        tab.goto(f"{address}/en/ecuador/{page}?territory=17&pins=17,09")
    for tab in tabs.values():
        tab.wait_for_selector("h1")
        until(tab, "!document.querySelector('[data-dash-is-loading=true]')")
    yield tabs
    context.close()
    expected = ("Failed to load resource: the server responded with a status of 503", "WebGL2 is required")
    assert [text for text in said if not text.startswith(expected)] == []


def find(tab: Page, name: str) -> None:
    """Choose a territory by its name."""
    tab.get_by_placeholder("Find a territory").fill(name)
    tab.get_by_role("option", name=name).click()


def test_every_page_says_that_the_figures_are_away_and_goes_on_when_they_are_back(
    tabs: dict[str, Page], settings: Settings
) -> None:
    with away(settings):
        for page, tab in tabs.items():
            if page == "method":  # here a link is followed, elsewhere a control is moved
                tab.locator(".menu").get_by_role("link", name="Development goals").click()
            else:
                find(tab, "Azuay")
            expect(tab.get_by_role("alert")).to_contain_text(AWAY)
            expect(tab.locator("h1")).to_be_visible()
    for page, tab in tabs.items():
        asked = "sdgs.*territory=17" if page == "method" else "territory=01"
        expect(tab).to_have_url(re.compile(asked))
        expect(tab.locator("#alert")).to_be_empty()
        expect(tab.locator("h1")).to_be_visible()
    expect(tabs["territory"].locator("h1")).to_contain_text("Azuay")
    expect(tabs["map"].locator("#selection")).to_contain_text("Azuay")


def test_a_page_opened_meanwhile_says_so_and_asks_again(
    address: str, browser: Browser, settings: Settings
) -> None:
    page = browser.new_page()
    cluster = Cluster(settings)
    cluster.stop()
    try:
        page.goto(f"{address}/fr/ecuador/territory?territory=17")
        expect(page.locator("main")).to_contain_text("rien n'est perdu")
        assert page.locator("meta[http-equiv=refresh]").count() == 1
    finally:
        cluster.start()
    page.reload()
    expect(page.locator("h1")).to_contain_text("Pichincha")
    page.close()


def test_who_goes_on_elsewhere_is_not_called_back(address: str, browser: Browser, settings: Settings) -> None:
    page = browser.new_page()
    page.goto(f"{address}/es/ecuador/data")
    page.wait_for_selector(".sets")
    with away(settings):
        page.locator(".menu").get_by_role("link", name="Comparar").click()
        expect(page.get_by_role("alert")).to_contain_text("no se ha perdido nada")
    page.locator(".menu").get_by_role("link", name="Sobre el método").click()
    expect(page.locator("#alert")).to_be_empty()
    page.wait_for_timeout(3000)
    expect(page).to_have_url(re.compile("/method"))
    page.close()
