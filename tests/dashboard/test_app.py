"""The server's answers: pages, polygons, downloads, headers, faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from html import escape
from typing import Any

import httpx
import pytest
from dash import html
from starlette.types import ASGIApp

from dashboard.app import PAGES, build
from dashboard.desk import open_desk
from dashboard.library import Library
from indicators.errors import StoreError

Get = Callable[..., httpx.Response]


def getter(app: ASGIApp) -> Get:
    async def fetch(path: str, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
            return await client.get(path, headers=headers)

    return lambda path, **headers: asyncio.run(fetch(path, **headers))


@pytest.fixture(scope="module")
def get(library: Library) -> Get:
    return getter(build(library, lambda: None))


@pytest.mark.parametrize(("browser", "language"), [("fr-FR,fr;q=0.9", "fr"), ("es", "es"), ("de", "en")])
def test_the_front_page_speaks_the_language_of_the_browser(get: Get, browser: str, language: str) -> None:
    answer = get("/", **{"accept-language": browser})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert f'name="redirect" content="/{language}/small/map?v=1&amp;shock=flood' in answer.text


@pytest.mark.parametrize("page", ["map", "territory", "map?year=9999&indicator=<b>&weights=x:1"])
def test_pages_answer_whatever_the_view(get: Get, page: str) -> None:
    answer = get(f"/es/small/{page}")
    assert answer.status_code == 200
    assert '<html lang="es">' in answer.text


def test_the_very_first_page_has_its_style_and_scripts(library: Library) -> None:
    text = getter(build(library, lambda: None))("/en/small/map").text
    assert "/assets/site.css" in text
    assert "/assets/view.js" in text


def test_a_page_says_its_finding_without_scripts(get: Get) -> None:
    assert "Con todos los indicadores, " in get("/es/small/map").text.split("<noscript>")[1]


@pytest.mark.parametrize("path", ["/de/small/map", "/en/nowhere/map", "/en/small/x", "/x", "/en/small/map/y"])
def test_what_is_not_there_is_a_404_in_three_languages(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert all(text in answer.text for text in ("no such page", "no existe", "n&#x27;existe pas"))


def test_polygons_are_kept_for_ever_and_only_under_their_hash(get: Get, library: Library) -> None:
    name = library.edition("small").geometry_hash("province")
    answer = get(f"/geometry/small/province/{name}.geojson", **{"accept-encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert {feature["id"] for feature in answer.json()["features"]} == {"01", "02", "03", "04", "05", "06"}
    assert get("/geometry/small/province/other.geojson").status_code == 404
    assert get(f"/geometry/small/country/{name}.geojson").status_code == 404


def test_the_table_may_be_taken_along(get: Get) -> None:
    answer = get("/fr/small/map.csv?indicator=gva&show=change&year=2021")
    assert 'filename="small-gva-change-2021.csv"' in answer.headers["content-disposition"]
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("territory,name,level,shock,indicator,show,year,value,unit,rank")
    assert len(lines) == 1 + 6 + 1


def test_the_metadata_name_source_licence_release_and_view(get: Get) -> None:
    facts = get("/en/small/map.json?indicator=gva").json()
    assert facts["release"] == 1
    assert {source["licence"] for source in facts["sources"]} == {"CC BY 4.0"}
    assert facts["view"].startswith("/en/small/map?v=1&shock=flood&indicator=gva")


@pytest.mark.parametrize("page", ["territory", "compare", "urban-rural", "recovery", "sdgs", "data"])
def test_the_metadata_of_a_page_say_what_that_page_says(get: Get, library: Library, page: str) -> None:
    query = "territory=02&indicator=gva&year=2023"
    facts = get(f"/es/small/{page}.json?{query}").json()
    desk = open_desk(library, f"/es/small/{page}", query)
    [heading] = [part for part in _parts(PAGES[page].body(desk)) if isinstance(part, html.H1)]
    assert facts["finding"] == heading.children
    assert facts["title"] == desk.say(PAGES[page].TITLE)
    assert "measure" not in facts
    assert facts["sources"] or page == "data"
    assert escape(heading.children) in get(f"/es/small/{page}?{query}").text


def test_the_metadata_of_the_goals_explain_the_columns_of_the_table(get: Get) -> None:
    explained = get("/es/small/sdgs.json").json()["columns"]
    header = get("/es/small/sdgs.csv").text.lstrip("\ufeff").splitlines()[0].split(",")
    assert set(explained) <= set(header)
    assert explained["missing"] == "Parte de los indicadores que le falta a la media"


def _parts(node: object) -> list[object]:
    children = node if isinstance(node, list) else getattr(node, "children", None)
    inner = children if isinstance(children, list) else [] if children is None else [children]
    return [node, *(part for child in inner for part in _parts(child))]


def test_every_answer_keeps_to_its_origin(get: Get) -> None:
    for path in ("/", "/x", "/openapi.json"):
        headers = get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "http://" not in get("/en/small/map").text.split("_dash-config")[0]


def test_the_interactive_documents_of_the_framework_are_off(get: Get) -> None:
    assert get("/docs").status_code == get("/redoc").status_code == 404


def test_a_database_that_is_away_and_comes_back(library: Library) -> None:
    tries: list[str] = []

    class Flaky(Library):
        def edition(self, observatory: str) -> Any:
            if not tries:
                raise StoreError("the database does not answer")
            return super().edition(observatory)

    get = getter(build(Flaky(library.source), lambda: tries.append("revived")))
    away = get("/fr/small/map")
    assert away.status_code == 503
    assert away.headers["retry-after"]
    assert '<html lang="fr">' in away.text
    assert "rien n&#x27;est perdu" in away.text
    assert get("/fr/small/map").status_code == 200


def test_an_unexpected_error_shows_no_traceback(library: Library) -> None:
    class Broken(Library):
        def edition(self, observatory: str) -> Any:
            raise ZeroDivisionError("secret")

    answer = getter(build(Broken(library.source), lambda: None))("/en/small/map")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_house_without_observatories_says_how_to_begin(library: Library) -> None:
    class Empty(Library):
        def observatories(self) -> list[str]:
            return []

    answer = getter(build(Empty(library.source), lambda: None))("/")
    assert answer.status_code == 200
    assert "recovery load" in answer.text


def test_a_callback_that_was_tampered_with_is_refused(library: Library) -> None:
    async def post(body: bytes) -> int:
        transport = httpx.ASGITransport(build(library, lambda: None), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
            kind = {"content-type": "application/json"}
            return (await client.post("/_dash-update-component", content=body, headers=kind)).status_code

    for body in (b"{", json.dumps({"output": "x.y"}).encode()):
        assert asyncio.run(post(body)) >= 400


def test_what_a_callback_answers_is_json_and_compressed(library: Library) -> None:
    app, output = build(library, lambda: None), {"id": "page", "property": "children"}
    address = {"pathname": "/en/small/map", "search": ""}
    inputs = [{"id": "url", "property": name, "value": value} for name, value in address.items()]
    asked = {"output": "page.children", "outputs": output, "inputs": inputs, "changedPropIds": []}

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
            kinds = {"content-type": "application/json", "accept-encoding": "gzip"}
            return await client.post("/_dash-update-component", json=asked, headers=kinds)

    answer = asyncio.run(post())
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["response"].keys() == {"page"}


def test_only_embedded_pages_may_stand_in_a_frame_of_the_sites_named(library: Library) -> None:
    get = getter(build(library, lambda: None, ("https://news.example",)))
    framed = "frame-ancestors 'self' https://news.example"
    assert framed in get("/embed/en/small/map").headers["content-security-policy"]
    assert framed not in get("/en/small/map").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in get("/en/small/map").headers["content-security-policy"]


def test_an_embedded_page_offers_its_table_too(get: Get) -> None:
    assert get("/embed/es/small/map.csv?year=2021").status_code == 200
    assert get("/embed/de/small/map").status_code == 404


def test_a_page_without_a_table_says_where_there_is_one(get: Get) -> None:
    assert get("/en/small/method.csv").status_code == 404
    assert get("/en/small/data.csv").status_code == 200
