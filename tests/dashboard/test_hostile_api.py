"""Inputs that nobody sends by accident, at every parameter that the API's own document names."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp

from dashboard.app import build, create_app
from dashboard.library import Library
from geodata.settings import Settings
from tests.dashboard.conftest import FakeReader
from tests.dashboard.hostile import INPUTS, MARK, SCRIPT, ask
from tests.dashboard.test_hostile import check, figures

AT = "/api/v1"
GOOD = {"observatory": "ecuador", "indicator": "gva_per_head"}
REFUSED = {400, 404, 406, 414, 422}
SCENARIO = f"{AT}/observatories/ecuador/scenarios"


@pytest.fixture(scope="module")
def app(address: str, settings: Settings, owner: Engine) -> Any:
    """The application on the loaded observatory; whatever is asked of it, the figures stay as they are."""
    del address  # which loads it
    before = figures(owner)
    yield create_app(settings.model_copy(update={"calls_per_minute": 1_000_000}), lambda: None)
    assert figures(owner) == before


@cache
def parameters() -> list[tuple[str, str, str]]:
    """Return every parameter of every GET: path, place, name."""
    return [
        (path, one["in"], one["name"])
        for path, methods in document()["paths"].items()
        for one in methods.get("get", {}).get("parameters", [])
    ]


@cache
def document() -> Any:
    """Return the API's document, which no observatory is needed for."""
    return json.loads(ask(build(Library(FakeReader()), lambda: None), f"{AT}/openapi.json").body)


def target(path: str, place: str, name: str, given: str) -> str:
    """Write an address with one parameter tampered with."""
    values = {**GOOD, name: given} if place == "path" else GOOD
    for key, value in values.items():
        path = path.replace(f"{{{key}}}", value)
    return f"{AT}{path}" + (f"?{name}={given}" if place == "query" else "")


@pytest.mark.parametrize(("path", "place", "name"), parameters(), ids=lambda part: part.strip("/"))
def test_fault_82_no_parameter_lets_anything_through(app: ASGIApp, path: str, place: str, name: str) -> None:
    for what, given in INPUTS.items():
        answer = ask(app, target(path, place, name, given))
        taken = {200} if place == "query" or what in ("text-empty", "raw-bare") else set()
        check(answer, REFUSED | taken)
        if answer.status != 200:
            assert answer.header("content-type") == "application/problem+json"
            assert json.loads(answer.body)["status"] == answer.status


@pytest.mark.parametrize("path", [path for path in document()["paths"] if "scenarios" not in path])
def test_unknown_parameters_are_refused_and_not_reflected_as_markup(app: ASGIApp, path: str) -> None:
    at = target(path, "", "", "")
    for name in (MARK, "__proto__", "release[]", "release[$ne]", "format%00", "%3Cscript%3E", "a" * 3000):
        answer = ask(app, f"{at}?{name}=1")
        check(answer, {400, 422})
        assert "html" not in answer.header("content-type")


@pytest.mark.parametrize("name", ["release", "format", "limit", "offset"])
def test_a_parameter_given_twice_or_a_thousand_times_is_refused(app: ASGIApp, name: str) -> None:
    for often in (2, 1000):
        query = "&".join([f"{name}=1"] * often)
        check(ask(app, f"{AT}/observatories/ecuador/indicators?{query}"), {409, *REFUSED})


BODIES = {
    "nothing": b"",
    "brace": b"{",
    "text": b'"hello"',
    "list": b"[]",
    "null": b"null",
    "not a number": b"NaN",
    "endless": b'{"recipe": {"damping": 1e999}}',
    "nan": b'{"recipe": {"damping": NaN}}',
    "wide": b'{"recipe": {"damping": ' + b"9" * 5000 + b"}}",
    "unknown": b'{"x": 1}',
    "prototype": b'{"__proto__": {"a": 1}, "constructor": {"prototype": {"b": 1}}}',
    "recipe text": b'{"recipe": "x"}',
    "recipe list": b'{"recipe": [1]}',
    "brackets": b"[" * 100_000,
    "objects": b'{"recipe":' * 20_000,
    "binary": bytes(range(256)),
    "surrogate": b'{"recipe": {"name": "\\ud800"}}',
    "nul": b'{"recipe": {"normalisation": "\\u0000"}}',
    "utf-16": '{"recipe": {}}'.encode("utf-16"),
    "twice": b'{"recipe": {}, "recipe": 1}',
    "code": b'{"recipe": {"weights": "__import__(\'os\').system(\'id\')"}}',
    "pickle": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "yaml": b"!!python/object/apply:os.system ['id']",
    "many": json.dumps({"recipe": {"dimension_weights": {f"d{n}": 1 for n in range(20_000)}}}).encode(),
    "negative": b'{"recipe": {"dimension_weights": {"economy": -1}}}',
    "huge": b'{"recipe": {"dimension_weights": {"economy": 1e308, "society": 1e308}}}',
    "script": json.dumps({"recipe": {"normalisation": SCRIPT["tag"]}}).encode(),
    "sql": json.dumps({"shocks": ["' OR 1=1 --"], "recipe": {}}).encode(),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_tampered_recipe_is_refused_or_scored(app: ASGIApp, name: str) -> None:
    answer = ask(app, SCENARIO, "POST", {"content-type": "application/json"}, BODIES[name])
    check(answer, {200, 400, 413, 415, 422})


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "",
    ],
)
def test_a_recipe_is_taken_as_json_only(app: ASGIApp, kind: str) -> None:
    check(ask(app, SCENARIO, "POST", {"content-type": kind}, b'{"recipe": {}}'), {415, 422})


def test_no_other_site_may_have_its_readers_post(app: ASGIApp) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = ask(app, SCENARIO, "OPTIONS", asked)
    assert "POST" not in answer.header("access-control-allow-methods")
    assert answer.header("access-control-allow-credentials") == ""
