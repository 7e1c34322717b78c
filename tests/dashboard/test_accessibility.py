"""Every page in every language: nothing that axe finds, nothing that overflows, nothing left in English."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import axe_playwright_python
import hypothesis
import pytest

from dashboard.app import PAGES
from dashboard.words import LANGUAGES
from geodata.settings import Settings
from tests.dashboard.browsing import Open, until
from tests.dashboard.serving import ROOT, recovery

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


def examine(page: Any, widths: Mapping[int, bool]) -> None:
    """Find nothing cut off, beyond the screen or (at the widths for which it is asked) against the rules."""
    settle(page)
    page.evaluate(AXE)
    for width, ruled in widths.items():
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == [], width
        assert page.evaluate(BEYOND) == [], width
        if ruled:
            assert page.evaluate(VIOLATIONS, RULES) == [], width


def thorough() -> bool:
    """Tell whether this is `make test-all`."""
    return hypothesis.settings.get_current_profile_name() == "thorough"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_axe_finds_nothing_and_no_label_overflows(visit: Open, path: str, language: str) -> None:
    examine(visit(f"/{language}/ecuador/{path}"), {1280: thorough(), 390: True})


@pytest.mark.parametrize(
    "path",
    [
        "/embed/fr/ecuador/map?territory=17",
        "/embed/es/ecuador/territory?territory=17",
        "/en/ecuador/map?size=projector&territory=17",
        "/es/ecuador/compare?size=projector&pins=17,09,01",
    ],
)
def test_nor_in_a_frame_nor_on_the_wall(visit: Open, path: str) -> None:
    examine(visit(path), {1280: True})


@pytest.fixture(scope="module")
def europe(address: str, settings: Settings) -> None:
    """The European observatory in the same database, where its files are there and there is time."""
    files = ROOT.parent / "shared" / "data" / "eu"
    if not (thorough() and files.is_dir()):
        pytest.skip("only in `make test-all`, where ../shared/data/eu is")
    environment = {"RECOVERY_HOME": str(settings.home), "RECOVERY_DURABLE": "0"}
    load = recovery("load", "eu", "--from", str(files))
    subprocess.run(load, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)


@pytest.mark.usefixtures("europe")
@pytest.mark.parametrize(("path", "language"), list(zip(PAGES, cycle(LANGUAGES), strict=False)))
def test_nor_for_a_whole_continent(visit: Open, path: str, language: str) -> None:
    page = visit(f"/{language}/eu/{path}?territory=DE30&pins=DE30,FR10,ES30", 390, 844)
    examine(page, {390: True})


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
