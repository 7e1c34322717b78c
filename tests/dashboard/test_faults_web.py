"""Faults of the web, by their number: those of addresses, callbacks and headers are in `test_hostile.py`.

The reader role (83) is tried in `tests/geodata/test_database.py`, long bodies (90) and forged hosts (92) in
`test_guard.py`, what a browser does (85, 94, 95) in `test_faults_browser.py` and `test_browser.py`.
`benchmarks/` measures 96 and 97.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import Engine, create_engine, text
from starlette.types import ASGIApp

from dashboard.app import PAGES, build
from dashboard.guard import Admission
from dashboard.library import Library
from geodata.store import Reader
from tests.dashboard.hostile import MARK, Answer, ask, call_back
from tests.dashboard.poisoned import FORMULA, RUN, Poisoned


@pytest.fixture(scope="module")
def scripted() -> ASGIApp:
    return build(Library(Poisoned(RUN)), lambda: None)


def whole(app: ASGIApp, path: str) -> Answer:
    """Return a page as the browser asks dash for it."""
    address, _, search = path.partition("?")
    call = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "url", "property": "pathname", "value": address},
            {"id": "url", "property": "search", "value": f"?{search}"},
        ],
        "changedPropIds": [],
    }
    return call_back(app, call)


def properties(node: Any) -> Iterator[tuple[str, Any]]:
    """Walk through all components of a page."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from properties(value)
    elif isinstance(node, list):
        for part in node:
            yield from properties(part)


@pytest.mark.parametrize("page", PAGES)
def test_fault_85_a_script_in_every_name_is_text(scripted: ASGIApp, page: str) -> None:
    html = ask(scripted, f"/en/small/{page}?territory=01").body.decode()
    assert f"<script>{MARK}" not in html
    assert "<img" not in html
    answer = whole(scripted, f"/en/small/{page}?territory=01")
    assert answer.status == 200
    found = list(properties(json.loads(answer.body)))
    assert any(MARK in str(value) for _, value in found)
    assert {key for key, _ in found} & {
        "dangerously_allow_html",
        "dangerouslySetInnerHTML",
        "srcDoc",
    } == set()
    links = [value for key, value in found if key in ("href", "src") and isinstance(value, str)]
    assert [link for link in links if not link.startswith(("/", "#", "https://"))] == []


def test_fault_84_a_question_that_takes_too_long_is_cut_and_the_page_says_so(
    address: str, reader: Engine, owner: Engine
) -> None:
    del address  # which loads the observatory
    quick = create_engine(reader.url, connect_args={"options": "-c statement_timeout=1000"})
    app = build(Library(Reader(quick)), lambda: None)
    with owner.begin() as connection:
        connection.execute(text("LOCK TABLE release IN ACCESS EXCLUSIVE MODE"))
        for path in ("/en/ecuador/map", "/api/v1/observatories/ecuador/loads"):
            answer = ask(app, path)
            assert answer.status == 503
            assert int(answer.header("retry-after")) > 0
            assert b"statement" not in answer.body
    assert ask(app, "/api/v1/observatories/ecuador/loads").status == 200
    quick.dispose()


@pytest.fixture(scope="module")
def formulas() -> ASGIApp:
    return build(Library(Poisoned(FORMULA)), lambda: None)


def test_fault_86_no_cell_of_a_workbook_is_a_formula(formulas: ASGIApp) -> None:
    answer = ask(formulas, "/api/v1/observatories/small/loads?format=xlsx")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(FORMULA in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b", "inlineStr"}


@pytest.mark.parametrize(
    "path", ["/en/small/map.csv", "/fr/small/data.csv", "/api/v1/observatories/small/loads?format=csv"]
)
def test_fault_87_no_cell_of_a_csv_is_a_formula(formulas: ASGIApp, path: str) -> None:
    answer = ask(formulas, path)
    assert answer.status == 200
    cells = [cell for row in csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))) for cell in row]
    assert any(f"'{FORMULA}" in cell for cell in cells)
    numbers = re.compile(r"-\d+(\.\d+)?(e-?\d+)?")
    assert [
        c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r")) and not numbers.fullmatch(c)
    ] == []


def test_fault_93_a_flood_is_held_off_and_pages_are_still_served(library: Library) -> None:
    app = build(library, lambda: None, admission=Admission(("*",), 10))

    async def flood() -> tuple[list[int], list[int]]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.93", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://house", timeout=60) as client:
            post = [client.post("/api/v1/observatories/small/scenarios", json={}) for _ in range(300)]
            get = [client.get("/en/small/map") for _ in range(60)]
            answers = await asyncio.gather(*post, *get)
        return [a.status_code for a in answers[:300]], [a.status_code for a in answers[300:]]

    posts, pages = asyncio.run(flood())
    assert posts.count(429) >= 285
    assert set(pages) == {200}


ASSETS = ("/assets/site.css", "/assets/view.js", "/assets/image.js", "/assets/map-image.js")


@pytest.mark.parametrize(
    "path", ["/", *(f"/en/small/{page}" for page in PAGES), *ASSETS, "/x", "/api/v1/docs"]
)
def test_fault_94_nothing_that_is_served_asks_another_origin(library: Library, path: str) -> None:
    said = ask(build(library, lambda: None), path)
    policy = said.header("content-security-policy")
    assert "default-src 'self'" in policy
    assert "http" not in policy
    loaded = r"""(?:src|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//"""
    assert (
        re.findall(rf"{loaded}|@import|url\(\s*['\"]?(?:https?:)?//|fetch\(\s*['\"]http", said.body.decode())
        == []
    )


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_fault_99_no_cache_gives_a_page_in_the_wrong_language(library: Library, language: str) -> None:
    app = build(library, lambda: None)
    for path in ("/", "/nowhere", f"/{language}/small/map"):
        answer = ask(app, path, headers={"accept-language": language})
        assert answer.header("content-language") == language
        assert f'lang="{language}"' in answer.body.decode()
        assert "accept-language" in answer.header("vary").lower() or f"/{language}/" in path
        assert "no-store" in answer.header("cache-control") or "no-cache" in answer.header("cache-control")
    other = "es" if language == "fr" else "fr"
    page = ask(app, f"/{language}/small/map", headers={"accept-language": other})
    assert page.header("content-language") == language


def test_fault_99_what_is_kept_for_long_is_the_same_in_every_language(library: Library) -> None:
    app = build(library, lambda: None)
    name = library.edition("small").geometry_hash("province")
    for path in (f"/geometry/small/province/{name}.geojson", "/api/v1/observatories/small/indicators"):
        answers = [ask(app, path, headers={"accept-language": language}) for language in ("es", "fr")]
        assert answers[0].status == 200
        assert answers[0].body == answers[1].body
        assert answers[0].header("etag") == answers[1].header("etag")
