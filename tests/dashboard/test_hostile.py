"""Inputs that nobody sends by accident, at every address: pages, downloads, polygons, callbacks, files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, text
from starlette.types import ASGIApp

from dashboard.app import create_app
from dashboard.guard import ADDRESS_BYTES
from geodata.settings import Settings
from tests.dashboard.hostile import HEADER, INPUTS, MARK, SCRIPT, Answer, ask, call_back
from tests.dashboard.serving import ROOT

VIEW = (
    "v",
    "shock",
    "indicator",
    "show",
    "level",
    "year",
    "territory",
    "weights",
    "pins",
    "goal",
    "classes",
    "size",
)
QUERY = "&".join(f"{key}={{x}}" for key in VIEW)
PLACES = (
    "/{x}",
    "/{x}/ecuador/map",
    "/en/{x}/map",
    "/en/ecuador/{x}",
    "/en/ecuador/{x}.csv",
    "/en/ecuador/map/{x}",
    "/embed/es/{x}/map.json",
    "/geometry/{x}/province/{x}.geojson",
    "/geometry/ecuador/{x}/{x}.geojson",
    "/geometry/ecuador/province/{x}.geojson",
    "/assets/{x}",
    "/assets/leaflet/{x}",
    "/_dash-component-suites/{x}/{x}",
    "/_dash-component-suites/dash/{x}",
    "/_dash-component-suites/dash/deps/{x}",
    "/health/{x}",
    "/api/{x}",
    "/api/v1/{x}",
    "/api/v1/observatories/{x}",
)
VIEWS = (f"/en/ecuador/map?{QUERY}", f"/fr/ecuador/map.csv?{QUERY}", f"/embed/es/ecuador/map.json?{QUERY}")
OTHERS = ("territory", "compare", "urban-rural", "recovery", "sdgs", "data", "method")
MET = ("Traceback", "psycopg", "sqlalchemy", "root:x:0", str(ROOT), "62615533", "recovery_reader")


@pytest.fixture(scope="module")
def app(address: str, settings: Settings, owner: Engine) -> Iterator[ASGIApp]:
    """The application on the loaded observatory; whatever is asked of it, the figures stay as they are."""
    del address  # which loads it
    before = figures(owner)
    yield create_app(settings, lambda: None)
    assert figures(owner) == before


def figures(owner: Engine) -> object:
    counts = "select count(*), sum(value), max(id) from observation cross join release"
    tables = "select relname, relacl::text from pg_class where relkind in ('r', 'p') order by 1"
    with owner.connect() as connection:
        return [connection.execute(text(question)).all() for question in (counts, tables)]


def check(answer: Answer, statuses: set[int]) -> None:
    """See that an answer is one of those that fit, gives nothing away, and runs nothing."""
    assert answer.status in statuses
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert answer.header(name)
    for name, value in answer.headers:
        assert name not in ("x-injected", "set-cookie")
        assert not {"\r", "\n"} & set(value)
    assert answer.header("location")[:1] in ("", "/")
    assert not answer.header("location").startswith(("//", "/\\"))
    said = answer.body.decode("utf-8", "replace")
    assert [word for word in MET if word in said] == []
    if "html" in answer.header("content-type"):
        assert [script for script in SCRIPT.values() if "<" in script and script in said] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", INPUTS)
def test_fault_82_85_91_a_hostile_step_leads_nowhere(app: ASGIApp, place: str, name: str) -> None:
    found = {200} if name in ("text-empty", "raw-bare") else set()
    check(ask(app, place.replace("{x}", INPUTS[name])), {400, 404, 414, 422, 307} | found)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", INPUTS)
def test_fault_82_85_91_a_tampered_link_shows_what_there_is(app: ASGIApp, view: str, name: str) -> None:
    at = view.replace("{x}", INPUTS[name])
    answer = ask(app, at)
    check(answer, {400 if "%00" in at else 414 if len(at) > ADDRESS_BYTES else 200})
    if ".csv" in view and answer.status == 200:
        cells = [
            cell.strip('"')
            for line in answer.body.decode("utf-8-sig").split("\r\n")
            for cell in line.split(",")
        ]
        assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []


@pytest.mark.parametrize("page", OTHERS)
@pytest.mark.parametrize("name", ["sql-sleep", "script-tag", "header-crlf", "number-endless", "raw-latin"])
def test_every_page_bears_a_tampered_link(app: ASGIApp, page: str, name: str) -> None:
    for ending in ("", ".csv", ".json"):
        check(ask(app, f"/es/ecuador/{page}{ending}?{QUERY.replace('{x}', INPUTS[name])}"), {200, 404})


def calls(app: ASGIApp) -> list[dict[str, Any]]:
    """Return every callback that runs here, as a browser calls it."""
    found = []
    for known in json.loads(ask(app, "/_dash-dependencies").body):
        if not known["clientside_function"]:
            parts = [one.rpartition(".") for one in known["output"].strip(".").split("...")]
            outputs = [alike({"id": name, "property": part}) for name, _, part in parts]
            call = {"output": known["output"], "outputs": outputs if len(outputs) > 1 else outputs[0]}
            sides = {side: [alike(one, filled=True) for one in known[side]] for side in ("inputs", "state")}
            found.append({**call, **sides, "changedPropIds": []})
    return found


VALUES = {"pathname": "/en/ecuador/map", "search": "", "view.data": "", "n_clicks": 1, "asked.data": ""}


def alike(one: dict[str, str], filled: bool = False) -> Any:
    """Spell a property as a browser does: of components that are alike, as a list of one."""
    name = json.loads(one["id"]) if one["id"].startswith("{") else one["id"]
    first = name if isinstance(name, str) else next(iter(name))
    value = VALUES.get(f"{first}.{one['property']}", VALUES.get(one["property"]))
    if "ALL" in one["id"]:
        name = {first: "economy"}
    given = {"id": name, "property": one["property"], **({"value": value} if filled else {})}
    return [given] if "ALL" in one["id"] else given


def test_callbacks_are_called_here_as_a_browser_does(app: ASGIApp) -> None:
    found = calls(app)
    assert len(found) > 10
    for call in found:
        check(call_back(app, call), {200, 204})


@pytest.mark.parametrize("kind", ["text", "number", "list", "object", "null", "true", "deep"])
def test_fault_89_every_callback_bears_values_of_any_kind(app: ASGIApp, kind: str) -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    value: Any = {
        "text": f"/en/ecuador/map?{MARK}=' OR 1=1 --<script>{MARK}()</script>\u202e",
        "number": -(2**70),
        "list": ["x", 1, None],
        "object": {"points": [{}]},
        "null": None,
        "true": True,
        "deep": deep,
    }[kind]
    for call in calls(app):
        for part in [*call["inputs"], *call["state"]]:
            check(call_back(app, tampered(call, part, value)), {200, 204, 400})


def tampered(call: dict[str, Any], part: Any, value: object) -> dict[str, Any]:
    """Return a callback with one value changed."""

    def change(one: Any) -> Any:
        if one is not part:
            return one
        return [{**one[0], "value": value}] if isinstance(one, list) else {**one, "value": value}

    return {**call, **{side: [change(one) for one in call[side]] for side in ("inputs", "state")}}


@pytest.mark.parametrize("name", INPUTS)
def test_fault_82_91_a_callback_for_a_tampered_link_is_answered(app: ASGIApp, name: str) -> None:
    call = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/en/ecuador/map"},
            {"id": "url", "property": "search", "value": "?" + QUERY.replace("{x}", INPUTS[name])},
        ],
        "changedPropIds": ["url.search"],
    }
    check(call_back(app, call), {200, 400})
    call["inputs"][0]["value"] = f"/en/{INPUTS[name]}/map"
    check(call_back(app, call), {200, 400})


MALFORMED = {
    "nothing": b"",
    "brace": b"{",
    "text": b"hello",
    "null": b"null",
    "list": b"[]",
    "number": b"1e999",
    "empty": b"{}",
    "no inputs": b'{"output": "page.children"}',
    "unknown": b'{"output": "x.y", "inputs": []}',
    "builtin": b'{"output": "__class__.__init__", "inputs": []}',
    "output list": b'{"output": [], "inputs": []}',
    "too few": b'{"output": "page.children", "inputs": []}',
    "other": b'{"output": "page.children", "inputs": [{"id": "a", "property": "b"}]}',
    "inputs text": b'{"output": "page.children", "inputs": "x"}',
    "id list": b'{"output": "page.children", "inputs": [{"id": [], "property": "b"}]}',
    "brackets": b"[" * 200_000,
    "objects": b'{"a":' * 50_000,
    "binary": bytes(range(256)),
    "utf-16": '{"output": "page.children"}'.encode("utf-16"),
    "surrogate": b'{"output": "\\ud800", "inputs": []}',
    "nul": b'{"output": "page.children\\u0000", "inputs": []}',
    "twice": b'{"output": "x.y", "output": "page.children", "inputs": []}',
    "prototype": b'{"__proto__": {"output": "page.children"}, "inputs": []}',
    "wide": b'{"output": "page.children", "inputs": [' + b'{"id": "a", "property": "b"},' * 5000 + b"1]}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_fault_89_a_malformed_callback_is_refused(app: ASGIApp, name: str) -> None:
    check(call_back(app, MALFORMED[name]), {400})


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "x" * 200, ""]
)
def test_a_callback_is_read_as_json_whatever_it_is_called(app: ASGIApp, kind: str) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    check(call_back(app, body, **{"content-type": kind}), {400})


HEADERS = (
    "accept-language", "accept", "if-none-match", "if-modified-since", "range", "cookie", "user-agent",
    "referer", "origin", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-request-id",
    "authorization", "content-type", "accept-encoding", "x-http-method-override", "x-original-url",
)  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_fault_92_no_header_does_harm(app: ASGIApp, header: str) -> None:
    for value in (
        *HEADER.values(),
        *SCRIPT.values(),
        "9" * 400,
        "a,b;q=x;q=-1," * 50,
        "bytes=0-,-1,99999999999999999999-",
    ):
        for path in ("/", "/es/ecuador/map.csv", "/x", "/api/v1/observatories", "/assets/site.css"):
            check(ask(app, path, headers={header: value}), {200, 206, 304, 400, 404, 406, 416})


@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "<B>"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/ecuador/map",
        "/en/ecuador/map.csv",
        "/assets/site.css",
        "/_dash-layout",
        "/api/v1/observatories",
        "/x",
    ],
)
def test_other_methods_change_nothing(app: ASGIApp, method: str, path: str) -> None:
    check(ask(app, path, method), {200, 204, 404, 405})


@pytest.mark.parametrize("name", HEADER)
def test_fault_88_no_text_gets_out_of_the_disposition(app: ASGIApp, name: str) -> None:
    text = quote(HEADER[name], safe="")
    for page in ("map", "territory", "compare"):
        answer = ask(app, f"/en/ecuador/{page}.csv?indicator={text}&show={text}&year={text}&territory={text}")
        check(answer, {200, 404})
        assert answer.header("content-disposition").count('"') == (2 if answer.status == 200 else 0)
        assert MARK not in answer.header("content-disposition")
