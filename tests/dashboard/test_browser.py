"""The dashboard in a real Chromium, on the built-in observatory from the real database."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.callbacks import ADDRESS
from dashboard.figures.scale import SEQUENTIAL
from geodata.settings import Settings
from tests.dashboard.browsing import NO_WEBGL, Open, until, until_asked
from tests.dashboard.serving import ROOT, recovery

pytestmark = pytest.mark.browser
PLOT = "document.querySelector('#map .js-plotly-plot')"
COUNT_COLOURS = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const colour = "#" + [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join("");
    counts[colour] = (counts[colour] || 0) + 1;
  }
  return counts;
}"""


def drawn(page: Page) -> list[int]:
    """Classes that the map was given, once it has drawn them."""
    until(page, f"{PLOT}?._fullLayout?.map?._subplot?.map?.loaded() === true")
    page.wait_for_timeout(500)
    classes: list[int] = page.evaluate(f"{PLOT}.data.filter(t => t.name === 'areas').flatMap(t => [...t.z])")
    return classes


def colours(page: Page) -> dict[str, int]:
    """Colours of the map's pixels and how often each occurs."""
    picture = base64.b64encode(page.locator("#map").screenshot()).decode()
    return page.evaluate(COUNT_COLOURS, picture)


def asked(page: Page) -> dict[str, str]:
    """The view in the address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def set_year(page: Page, key: str) -> None:
    """Move the year slider by keyboard and wait for the address to follow."""
    before = page.url
    page.locator(".years [role=slider]").focus()
    page.keyboard.press(key)
    until(page, "before => location.href !== before", before)
    page.wait_for_timeout(600)


def test_the_front_page_shows_24_provinces_filled_by_their_classes(visit: Open) -> None:
    page = visit("/", locale="en-US")
    classes = drawn(page)
    assert len(classes) == 24
    assert min(classes) >= 0
    pixels = colours(page)
    shown = {SEQUENTIAL[7][k] for k in classes}
    assert all(pixels.get(colour, 0) > 50 for colour in shown), pixels
    assert sum(pixels.get(colour, 0) for colour in shown) > 0.1 * sum(pixels.values())
    expect(page.locator("h1")).to_contain_text("recovered least")


def test_galapagos_is_drawn_in_its_inset(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    drawn(page)
    inset = page.evaluate(f"{PLOT}.data.find(t => t.subplot === 'map2').locations")
    assert list(inset) == ["20"]
    box = page.locator("#map").bounding_box()
    assert box is not None
    corner = {
        "x": box["x"],
        "y": box["y"] + 0.78 * box["height"],
        "width": 150,
        "height": 0.22 * box["height"],
    }
    picture = base64.b64encode(page.screenshot(clip=corner, full_page=True)).decode()
    assert sum(page.evaluate(COUNT_COLOURS, picture).get(c, 0) for c in SEQUENTIAL[7]) > 100


def test_another_year_recolours_the_map_and_says_so(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    before, picture, title = drawn(page), colours(page), page.inner_text("h1")
    set_year(page, "Home")
    assert asked(page)["year"] == "2020"
    after = drawn(page)
    assert after != before
    assert colours(page) != picture
    assert page.inner_text("h1") != title
    expect(page.locator("#heading")).to_contain_text("2020")


def test_another_year_of_the_same_needs_no_answer_of_the_server(visit: Open) -> None:
    page, calls = visit("/en/ecuador/map?indicator=gva_per_head&show=change&year=2021"), []
    page.on("request", lambda r: calls.append(r.post_data_json["output"]) if ADDRESS in r.url else None)
    drawn(page)
    set_year(page, "ArrowLeft")
    until_asked(page, "year=2020")
    expect(page.locator("h1")).to_contain_text("2020")
    assert calls
    assert "view.data" not in calls
    page.locator("[row-id='17'] [col-id=name]").click()
    until_asked(page, "territory=17")
    assert "view.data" in calls


def test_a_link_reproduces_the_view(visit: Open) -> None:
    first = visit("/es/ecuador/map?indicator=gva_per_head&show=change")
    drawn(first)
    set_year(first, "ArrowLeft")
    first.locator("[row-id='17'] [col-id=name]").click()
    until_asked(first, "territory=17")
    first.wait_for_timeout(500)
    second = visit(first.url.removeprefix(first.url.split("/es/")[0]))
    assert drawn(second) == drawn(first)
    assert second.inner_text("h1") == first.inner_text("h1")
    assert second.inner_text("#selection") == first.inner_text("#selection")


def test_the_language_changes_and_the_view_stays(visit: Open) -> None:
    page = visit("/en/ecuador/map?indicator=gva_per_head&show=change&year=2021")
    page.click(".languages >> text=FR")
    page.wait_for_selector("html[lang=fr] h1")
    assert asked(page) | {"indicator": "gva_per_head", "show": "change", "year": "2021"} == asked(page)
    expect(page.locator("h1")).to_contain_text("En 2021")
    expect(page.locator("#heading")).to_contain_text("Valeur ajoutée brute par habitant")


def test_a_territory_is_found_without_its_accents(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    page.get_by_placeholder("Find a territory").fill("canar")
    page.get_by_role("option", name="Cañar").click()
    until_asked(page, "territory=03")
    expect(page.locator("#selection")).to_contain_text("Cañar")
    page.click("#selection a")
    page.wait_for_selector("#territory h1")
    expect(page.locator("h1")).to_contain_text("Cañar")


def test_a_click_on_the_map_selects(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    drawn(page)
    page.locator("#map").click(position={"x": 320, "y": 300})
    until_asked(page, "territory=")
    code = asked(page)["territory"]
    found = f"{PLOT}._fullLayout.map._subplot.map.querySourceFeatures('chosen')"
    until(page, f"code => {found}.some((f) => f.properties.code === code)", code)


def test_the_map_zooms_by_keyboard_and_keeps_its_view_through_the_years(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    drawn(page)
    zoom = f"{PLOT}._fullLayout.map._subplot.map.getZoom()"
    whole = page.evaluate(zoom)
    page.get_by_role("button", name="Zoom in").press("Enter")
    until(page, f"whole => Math.abs({zoom} - whole - 1) < 0.01", whole)
    page.wait_for_timeout(500)
    set_year(page, "Home")
    drawn(page)
    assert page.evaluate(zoom) == pytest.approx(whole + 1, abs=0.01)
    page.get_by_role("button", name="Whole map").press("Enter")
    until(page, f"whole => Math.abs({zoom} - whole) < 0.01", whole)


def test_the_table_selects_by_keyboard(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    page.locator("[row-id='17'] [col-id=name]").wait_for()
    page.locator("#table .ag-header-cell").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until_asked(page, "territory=")


def test_weights_are_scored_anew_and_kept_in_the_address(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    title = page.inner_text("h1")
    page.click("text=Weigh the dimensions")
    page.locator(".weight [role=slider]").first.focus()
    page.keyboard.press("End")
    until_asked(page, "weights=economy:5")
    expect(page.locator("h1")).not_to_have_text(title)


def test_another_shock_brings_its_own_choices(visit: Open) -> None:
    page = visit("/en/ecuador/map?weights=economy:5")
    page.get_by_role("textbox", name="Shock").click()
    page.get_by_role("option", name="Rise of violence since 2021").click()
    until_asked(page, "shock=violence2021")
    expect(page.locator("h1")).to_contain_text("homicides")
    expect(page.locator("#weights")).to_be_empty()
    assert "weights" not in asked(page)


def test_the_years_play_and_stop_for_who_wants_calm(visit: Open) -> None:
    page = visit("/en/ecuador/map?year=2020", reduced_motion="reduce")
    drawn(page)
    page.click("#play")
    until_asked(page, "year=2021")
    page.wait_for_timeout(2500)
    assert asked(page)["year"] == "2021"
    moving = visit("/en/ecuador/map?year=2020")
    drawn(moving)
    moving.click("#play")
    until_asked(moving, "year=2022")


@pytest.mark.parametrize(
    "path", ["/en/ecuador/map", "/fr/ecuador/map?territory=23", "/es/ecuador/territory?territory=17"]
)
def test_a_phone_scrolls_in_one_direction(visit: Open, path: str) -> None:
    page = visit(path, 390, 844)
    page.wait_for_timeout(1500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_controls_wait_in_a_drawer(visit: Open) -> None:
    page = visit("/en/ecuador/map", 390, 844)
    expect(page.locator("#controls")).to_be_hidden()
    page.click("#open-controls")
    expect(page.locator("#controls")).to_be_visible()
    assert page.locator("#open-controls").get_attribute("aria-expanded") == "true"


def test_fault_95_without_webgl_the_table_stands_in(address: str, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(NO_WEBGL)
    page = context.new_page()
    page.goto(f"{address}/en/ecuador/map")
    expect(page.locator(".no-map")).to_be_visible()
    expect(page.locator("[row-id='17']")).to_be_attached()
    context.close()


def test_page_and_command_show_the_same_numbers(visit: Open, settings: Settings) -> None:
    page = visit("/en/ecuador/territory?territory=17&year=2023")
    shown = " ".join(page.locator("[aria-label^='Gross value added per inhabitant']").all_inner_texts())
    printed = subprocess.run(
        recovery("show", "ecuador", "--territory", "17", "--indicator", "gva_per_head", "--shock", "covid19"),
        cwd=ROOT,
        env=os.environ | {"RECOVERY_HOME": str(settings.home), "COLUMNS": "200", "RECOVERY_DURABLE": "0"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for line in (
        "Change",
        "Drop",
        "Rebound",
        "Gap to the expected",
        "Resistance",
        "Recovery",
        "Renewal",
        "Score",
    ):
        found = re.search(rf"^{line} +[+−]?([\d.,]+)", printed, re.MULTILINE)
        assert found, printed
        assert found[1] in shown, (line, found[1], shown)
