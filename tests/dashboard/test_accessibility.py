"""Every page in every language: nothing that axe finds, nothing that overflows, nothing left in English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import hypothesis
import pytest

from dashboard.app import PAGES
from dashboard.words import LANGUAGES
from tests.dashboard.browsing import Open, until

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESSES = [f"{page}?territory=17&pins=17,09,01" for page in PAGES]
# Texts cut off by their own box; what scrolls by design and what is kept for screen readers is not meant.
CUT_OFF = """() => [...document.querySelectorAll(
    "h1, h2, h3, .menu a, button, summary, legend, dt, dd, .legend li, .mantine-SegmentedControl-label")]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).overflowX !== "visible"
    && e.scrollWidth > e.clientWidth + 1 && !e.closest(".menu ul, .scroll, .table, .visually-hidden"))
  .map((e) => e.outerHTML.slice(0, 120))"""
VIOLATIONS = """rules => axe.run(document, { runOnly: rules }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html.slice(0, 160)])))"""
BEYOND = """() => [...document.querySelectorAll("main *, footer *")]
  .filter((e) => e.checkVisibility() && !e.closest(".scroll, .table, svg, .js-plotly-plot, .map"))
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120))"""


def settle(page: Any) -> None:
    """Wait until no part of the page is still on its way."""
    page.wait_for_timeout(1500)
    until(page, "!document.querySelector('[data-dash-is-loading=true]')")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_axe_finds_nothing_and_no_label_overflows(visit: Open, path: str, language: str) -> None:
    thorough = hypothesis.settings.get_current_profile_name() == "thorough"  # `make test-all`
    page = visit(f"/{language}/ecuador/{path}")
    settle(page)
    page.evaluate(AXE)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == [], width
        assert page.evaluate(BEYOND) == [], width
        if width == 390 or thorough:
            assert page.evaluate(VIOLATIONS, RULES) == [], width


def test_one_tab_leaves_the_table(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    page.locator("[row-id='17'] [col-id=name]").wait_for()
    settle(page)
    page.locator("#table .ag-header-cell").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(
        "!document.activeElement.closest('#table') && document.activeElement !== document.body"
    )


def test_another_page_begins_at_its_top_for_a_screen_reader(visit: Open) -> None:
    page = visit("/fr/ecuador/method")
    page.locator(".menu").get_by_role("link", name="Données et sources").click()
    page.wait_for_selector(".sets")
    until(page, "document.activeElement.id === 'content'")
    assert page.title() == "Données et sources · Équateur"


def test_the_drawing_of_the_map_is_named_in_the_language(visit: Open) -> None:
    page = visit("/es/ecuador/map")
    page.locator(".maplibregl-canvas").first.wait_for()
    until(page, "document.querySelector('.maplibregl-canvas').ariaLabel.startsWith('Mapa;')")
    assert page.locator(".maplibregl-canvas[aria-label=Map]").count() == 0
