"""What people come for, from the first page to the answer: find, compare, keep, take along, embed, return."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.app import PAGES
from dashboard.figures.scale import SEQUENTIAL
from geodata.settings import Settings
from tests.dashboard.browsing import NO_WEBGL, Open, until, until_asked
from tests.dashboard.serving import serve
from tests.dashboard.test_browser import COUNT_COLOURS

pytestmark = pytest.mark.browser
Framing = Callable[..., Page]


def test_a_mayor_finds_her_territory_and_whether_it_is_back(visit: Open) -> None:
    page = visit("/", locale="en-US")
    page.get_by_placeholder("Find a territory").fill("tungurahua")
    page.get_by_role("option", name="Tungurahua").click()
    until_asked(page, "territory=18")
    page.locator("#selection").get_by_role("link", name="How Tungurahua came through it").click()
    page.wait_for_selector("#territory h1")
    said = page.inner_text("h1")
    assert re.search(r"Tungurahua, gross value added.*: .*back at its 2019 level.* 20\d\d", said), said


def test_two_are_compared_by_their_names(visit: Open) -> None:
    page = visit("/es/ecuador/map")
    page.locator(".menu").get_by_role("link", name="Comparar").click()
    chooser = page.get_by_role("textbox", name="Territorios")
    for typed, name in (("canar", "Cañar"), ("azuay", "Azuay")):
        chooser.fill(typed)
        page.get_by_role("option", name=name).click()
        expect(page.locator("h1")).to_contain_text(name)  # until then, the answer may end what is typed
    until_asked(page, "pins=03,01")
    expect(page.locator("h1")).to_contain_text("Cañar")
    heads = page.locator("#compare table").last.locator("thead a")
    expect(heads).to_have_text(["Cañar", "Azuay"])


def test_one_is_compared_with_those_most_like_it(visit: Open) -> None:
    page = visit("/en/ecuador/territory?territory=17")
    page.get_by_role("link", name="with those most like it before the shock").click()
    page.wait_for_selector("#compare h1")
    until_asked(page, "pins=17,")
    assert page.locator("#compare table").last.locator("thead a").count() == 6


def test_what_is_kept_on_the_map_is_compared_and_let_go(visit: Open) -> None:
    page = visit("/en/ecuador/map?territory=17")
    page.get_by_role("button", name="Keep to compare").click()
    until_asked(page, "pins=17")
    page.locator("[row-id='01'] [col-id=name]").click()
    until_asked(page, "territory=01")
    page.get_by_role("button", name="Keep to compare").click()
    until_asked(page, "pins=17,01")
    page.locator(".menu").get_by_role("link", name="Compare").click()
    expect(page.locator("#compare table").last.locator("thead a")).to_have_text(["Pichincha", "Azuay"])
    page.go_back()
    chip = page.locator(".pins").get_by_text("Pichincha")
    chip.click()
    expect(chip).to_have_count(0)
    until(page, "() => /pins=01(&|$)/.test(location.search)")


def test_going_back_over_several_pages_and_changes(visit: Open) -> None:
    page = visit("/en/ecuador/map?indicator=gva_per_head&show=change&year=2021")
    said = [page.inner_text("h1")]
    page.locator("[row-id='17'] [col-id=name]").click()
    until_asked(page, "territory=17")
    for name, place in (("Territory", "#territory h1"), ("Recovery", "#recovery h1")):
        page.locator(".menu").get_by_role("link", name=name).click()
        page.wait_for_selector(place)
        said.append(page.inner_text(place))
    page.get_by_placeholder("Find a territory").fill("loja")
    page.get_by_role("option", name="Loja").click()
    until_asked(page, "territory=11")
    page.locator(".menu").get_by_role("link", name="About the method").click()
    page.wait_for_selector(".method")
    page.go_back()
    expect(page.locator("#recovery h1")).to_have_text(said[2])
    until_asked(page, "territory=11")
    page.go_back()
    expect(page.locator("#territory h1")).to_have_text(said[1])
    page.go_back()
    expect(page.locator("#finding")).to_have_text(said[0])
    until_asked(page, "territory=17")
    page.go_forward()
    expect(page.locator("#territory h1")).to_have_text(said[1])


def numbers(text: str) -> set[tuple[float, int]]:
    """Numbers written in a text in English, each with its decimals; years are none."""
    written = re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", text.replace("\u2212", "-"))
    plain = [number.replace(",", "") for number in written]
    return {(float(n), len(n.partition(".")[2])) for n in plain if not re.fullmatch(r"(19|20)\d\d", n)}


@pytest.mark.parametrize(
    ("path", "table", "cells"),
    [
        ("territory?territory=17", "#territory", ".bars strong"),
        ("compare?pins=17,01", "#compare section:not(.chart) table", "tbody strong"),
        ("urban-rural", ".twin-table table", "td"),
        ("recovery", ".twin-table table", "td"),
        ("sdgs?territory=17", "#sdgs table", "td:nth-of-type(4)"),
        ("data", ".sets", "td.count"),
    ],
)
def test_the_numbers_on_the_screen_are_in_the_download(
    visit: Open, path: str, table: str, cells: str
) -> None:
    page = visit(f"/en/ecuador/{path}")
    shown = numbers(" · ".join(page.locator(table).first.locator(cells).all_text_contents()))
    with page.expect_download() as waiting:
        page.locator(".downloads a", has_text="CSV").first.click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    held = {float(cell) for row in rows for cell in row if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)}
    there = [
        (number, decimals)
        for number, decimals in shown
        if any(
            abs(abs(factor * one) - abs(number)) <= 0.5001 * 10**-decimals
            for one in held
            for factor in (1, 100)
        )
    ]
    assert len(shown) > 3
    assert set(there) == shown


def test_the_map_is_taken_along_as_a_picture(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    until(page, "!!document.querySelector('#map .js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded()")
    page.wait_for_timeout(800)
    with page.expect_download() as waiting:
        page.locator("[data-image=png]").first.click()
    assert waiting.value.suggested_filename.endswith(".png")
    picture = base64.b64encode(waiting.value.path().read_bytes()).decode()
    pixels = page.evaluate(COUNT_COLOURS, picture)
    assert sum(pixels.get(colour, 0) for colour in SEQUENTIAL[7]) > 20_000


class Article(BaseHTTPRequestHandler):
    """A page of another site, which frames what its address asks for."""

    def do_GET(self) -> None:
        sources = parse_qs(urlsplit(self.path).query).get("src", [])
        frames = "".join(f'<iframe src="{escape(s)}" width="700" height="400"></iframe>' for s in sources)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(frames.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def news() -> Iterator[str]:
    """Another site: its origin by number is let in, its origin by name is not."""
    with HTTPServer(("127.0.0.1", 0), Article) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def framed(address: str, settings: Settings, news: str) -> Iterator[str]:
    """The same observatory, served by somebody who lets one site embed it."""
    environment = {"RECOVERY_HOME": str(settings.home), "RECOVERY_DURABLE": "0", "RECOVERY_FRAMED_BY": news}
    with serve(environment) as at:
        yield at


@pytest.fixture
def article(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of another site that frames ours."""
    context = browser.new_context()
    context.add_init_script(NO_WEBGL)  # many maps at once are slow to draw
    page = context.new_page()

    def open_article(site: str, *sources: str) -> Page:
        page.goto(f"{site}/?{urlencode({'src': sources}, doseq=True)}")
        return page

    yield open_article
    context.close()


def test_every_page_stands_in_a_frame_of_the_site_that_may(framed: str, news: str, article: Framing) -> None:
    page = article(news, *(f"{framed}/embed/en/ecuador/{name}?territory=17" for name in PAGES))
    for number, name in enumerate(PAGES):
        inside = page.frame_locator("iframe").nth(number)
        expect(inside.locator("#content h1")).to_be_visible()
        expect(inside.locator("header, .menu")).to_have_count(0)
        expect(inside.get_by_role("link", name="Open the whole page")).to_have_attribute(
            "href", re.compile(f"^/en/ecuador/{name}")
        )


@pytest.mark.parametrize(
    ("host", "path"), [("localhost", "/embed/en/ecuador/map"), ("127.0.0.1", "/en/ecuador/map")]
)
def test_no_other_site_and_no_other_page_is_framed(
    framed: str, news: str, article: Framing, host: str, path: str
) -> None:
    page = article(news.replace("127.0.0.1", host), framed + path)
    page.wait_for_timeout(800)
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
