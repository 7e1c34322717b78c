"""A view passed on: shared, embedded, downloaded, projected, gone back to."""

from __future__ import annotations

import csv
import io
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.dashboard.browsing import Open, until, until_asked

pytestmark = pytest.mark.browser


def test_a_shared_link_opens_the_same_in_french_on_a_phone(visit: Open) -> None:
    page = visit("/fr/ecuador/map?indicator=gva_per_head&show=change&year=2021&territory=17")
    page.click(".share summary")
    until(page, "document.getElementById('share-link').textContent.includes('territory=17')")
    link = urlsplit(page.inner_text("#share-link"))
    phone = visit(f"{link.path}?{link.query}", 390, 844)
    expect(phone.locator("h1")).to_have_text(page.inner_text("h1"))
    expect(phone.locator("#selection")).to_contain_text("Pichincha")


def test_the_code_to_embed_shows_the_view_without_the_site_around_it(visit: Open) -> None:
    page = visit("/en/ecuador/map?indicator=gva_per_head&show=change&year=2021")
    page.click(".share summary")
    until(page, "document.getElementById('share-embed').textContent.includes('year=2021')")
    code = page.inner_text("#share-embed")
    source = urlsplit(unescape(code.split('src="')[1].split('"')[0]))
    assert source.path == "/embed/en/ecuador/map"
    framed = visit(f"{source.path}?{source.query}")
    expect(framed.locator("h1")).to_have_text(page.inner_text("h1"))
    expect(framed.locator("header, .menu, .share")).to_have_count(0)
    framed.locator("[row-id='17'] [col-id=name]").click()
    until_asked(framed, "territory=17")
    expect(framed.get_by_role("link", name="Open the whole page")).to_have_attribute(
        "href", f"/en/ecuador/map?{urlsplit(framed.url).query}"
    )


def test_what_is_downloaded_holds_the_numbers_on_the_screen(visit: Open) -> None:
    page = visit("/en/ecuador/map?indicator=gva_per_head&show=value&year=2021")
    shown = page.locator("[row-id='17'] [col-id=value]").inner_text()
    with page.expect_download() as waiting:
        page.locator(".downloads a", has_text="CSV").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    value = next(row["value"] for row in rows if row["territory"] == "17")
    assert f"{float(value):,.0f}" == shown.strip().split(".")[0] or f"{float(value):,.1f}" == shown.strip()


def test_a_search_leads_from_any_page_to_the_territory(visit: Open) -> None:
    page = visit("/es/ecuador/method")
    page.get_by_placeholder("Buscar un territorio").fill("tsachilas santo")
    page.get_by_role("option", name="Santo Domingo de los Tsáchilas").click()
    page.wait_for_selector("#territory h1")
    expect(page.locator("h1")).to_contain_text("Santo Domingo de los Tsáchilas")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("¿Cuánto cayó")


def test_going_back_brings_the_last_page_and_its_view(visit: Open) -> None:
    page = visit("/en/ecuador/map?indicator=gva_per_head&show=change&year=2021&territory=17")
    title = page.inner_text("h1")
    page.locator(".menu").get_by_role("link", name="Territory").click()
    page.wait_for_selector("#territory h1")
    page.go_back()
    expect(page.locator("h1")).to_have_text(title)
    assert parse_qs(urlsplit(page.url).query)["year"] == ["2021"]


def test_the_projector_enlarges_the_type_and_is_kept_in_the_address(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = page.evaluate(size)
    page.click(".share summary")
    page.locator(".share").get_by_text("Projector").click()
    until_asked(page, "size=projector")
    assert page.evaluate(size) == pytest.approx(1.5 * before)
    again = visit("/en/ecuador/method?size=projector")
    assert again.evaluate(size) == pytest.approx(1.5 * before)


def test_a_print_leaves_out_what_paper_cannot_do(visit: Open) -> None:
    page = visit("/en/ecuador/map")
    page.emulate_media(media="print")
    for name in ("header", ".menu", ".share", ".toolbar", ".zoom"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
