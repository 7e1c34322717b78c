"""Texts that want to be more than text stay text: on every page, in every drawing and in every download."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import hypothesis
import pytest
from playwright.sync_api import Page, expect

from dashboard.app import PAGES
from dashboard.words import LANGUAGES
from geodata.cluster import Cluster
from geodata.settings import Settings
from geodata.spreadsheet import FORMULA_STARTS
from tests.dashboard import hostile_texts as hostile
from tests.dashboard.browsing import Open, until, until_asked
from tests.dashboard.serving import ROOT, recovery, serve

pytestmark = pytest.mark.browser
VIEW = "territory=02&pins=01,02,03"
DRAWN = {"g", "path", "text", "tspan", "rect", "line", "clippath"}
HOVERED = """() => [...document.querySelectorAll(".js-plotly-plot")].flatMap((plot) => {
  if (!plot._fullLayout?._plots?.xy) return [];
  return plot.data.slice(0, 6).flatMap(({ type }, curveNumber) => {
    if (!["scatter", "bar"].includes(type)) return [];
    Plotly.Fx.hover(plot, [{ curveNumber, pointNumber: 0 }]);
    return [...plot.querySelectorAll(".hoverlayer *")].map((e) => e.tagName.toLowerCase());
  });
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The hostile observatory, served from a database of its own: its names stand in the header of others."""
    folder, home = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("home")
    environment = {"RECOVERY_HOME": str(home), "RECOVERY_DURABLE": "0"}
    load = recovery("load", str(hostile.write(folder)))
    try:
        subprocess.run(load, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)
        with serve(environment) as at:
            yield at
    finally:
        Cluster(Settings(home=home)).reset()


@pytest.fixture
def look(visit: Open) -> Iterator[Open]:
    """Open a page on which no dialog may open."""
    asked: list[str] = []

    def open_page(path: str, **options: object) -> Page:
        page = visit(path, **options)
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.wait_for_timeout(800)
        until(page, "!document.querySelector('[data-dash-is-loading=true]')")
        return page

    yield open_page
    assert asked == []


def inert(page: Page) -> None:
    """Nothing that a text asked for is there, and nothing reaches beyond the screen."""
    assert page.locator(hostile.DANGERS).count() == 0
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page_name", PAGES)
def test_every_page_shows_them_as_they_are(look: Open, page_name: str) -> None:
    thorough = hypothesis.settings.get_current_profile_name() == "thorough"  # `make test-all`
    turn = list(PAGES).index(page_name)
    for language in LANGUAGES if thorough else [LANGUAGES[turn % len(LANGUAGES)]]:
        page = look(f"/{language}/{hostile.CODE}/{page_name}?{VIEW}")
        inert(page)
        assert set(page.evaluate(HOVERED)) <= DRAWN
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(400)
        inert(page)
        text = page.inner_text("body")
        assert any(evil in text for evil in hostile.EVIL[:5])


def test_a_frame_and_the_wall_show_them_as_they_are(look: Open) -> None:
    for path in (f"/embed/fr/{hostile.CODE}/compare?{VIEW}", f"/es/{hostile.CODE}/map?{VIEW}&size=projector"):
        inert(look(path))


def test_the_map_names_what_is_under_the_pointer(look: Open) -> None:
    page = look(f"/en/{hostile.CODE}/map?{VIEW}")
    page.locator("#map canvas").first.wait_for()
    page.wait_for_timeout(1500)
    page.locator("#map").hover(position={"x": 250, "y": 120})
    expect(page.locator("#map .hoverlayer text").first).to_be_attached()
    assert any(evil[:20] in str(page.locator("#map .hoverlayer").text_content()) for evil in hostile.EVIL)
    inert(page)


def test_they_are_found_and_chosen(look: Open) -> None:
    page = look(f"/en/{hostile.CODE}/method")
    page.get_by_placeholder("Find a territory").fill("alert 1")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("<img src=x onerror=alert(1)>")
    option.click()
    page.wait_for_selector("#territory h1")
    inert(page)


def test_what_lies_inside_is_looked_into_and_left_again(look: Open) -> None:
    page = look(f"/en/{hostile.CODE}/map?territory=02")
    outside = page.inner_text("h1")
    page.locator(".trail").get_by_role("link", name="Look inside").click()
    until_asked(page, "level=district")
    expect(page.locator("h1")).to_contain_text("Inside ")
    expect(page.locator("#table [role=row][row-id]")).to_have_count(2)
    inert(page)
    page.go_back()
    until_asked(page, "level=province")
    expect(page.locator("h1")).to_have_text(outside)


@pytest.mark.parametrize("page_name", PAGES)
def test_a_spreadsheet_runs_nothing_of_what_is_taken_along(address: str, page_name: str) -> None:
    for language in LANGUAGES:
        at = f"{address}/{language}/{hostile.CODE}/{page_name}"
        table = httpx.get(f"{at}.csv?{VIEW}")
        if page_name == "method":
            assert table.status_code == 404
            continue
        name = table.headers["content-disposition"]
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', name), name
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1 and len(rows) > 1
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(FORMULA_STARTS) or re.fullmatch(r"-?[\d.e+-]+", cell), cell
        assert httpx.get(f"{at}.json?{VIEW}").json()["observatory"] == hostile.CODE


def test_a_picture_holds_letters_only(look: Open, tmp_path: Path) -> None:
    page = look(f"/en/{hostile.CODE}/territory?{VIEW}")
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    with page.expect_download() as drawn:
        page.locator("[data-image=svg]:visible").first.click()
    assert re.fullmatch(r"[\w.-]+\.svg", drawn.value.suggested_filename)
    drawing = ElementTree.parse(drawn.value.path())
    tags = {element.tag.rpartition("}")[2].lower() for element in drawing.iter()}
    assert not tags & {"script", "foreignobject", "iframe", "img", "a"}
    assert not [name for element in drawing.iter() for name in element.attrib if name.startswith("on")]
    with page.expect_download() as painted:
        page.locator("[data-image=png]:visible").first.click()
    assert re.fullmatch(r"[\w.-]+\.png", painted.value.suggested_filename)
