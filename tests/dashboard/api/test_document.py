"""The OpenAPI document is whole, and its page shows all of it without a script."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest
from jsonschema import Draft202012Validator

METHODS = ("get", "post")


@pytest.fixture(scope="module")
def document(api):
    """As it is served."""
    return api.get("/openapi.json").json()


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_of_the_version_that_was_promised(document):
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": "/api/v1"}]


def test_every_resource_says_what_it_is_and_how_it_fails(document):
    named = [operation["operationId"] for *_, operation in operations(document)]
    assert len(named) == len({*named})
    for path, method, operation in operations(document):
        assert method in METHODS
        assert operation["description"].endswith("."), path
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert [*answer["content"]] == ["application/problem+json"]
            assert "HTTPValidationError" not in str(answer)


def test_everything_is_bounded(document):
    def bounded(schema):
        kinds = {"integer": "maximum", "number": "maximum", "array": "maxItems"}
        if schema.get("type") == "array" and not bounded(schema["items"]):
            return False
        if schema.get("type") == "string":
            return {"pattern", "enum", "const", "maxLength", "format"} & schema.keys()
        return schema.get("type") not in kinds or kinds[schema["type"]] in schema

    for path, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            assert bounded(parameter["schema"]), (path, parameter["name"])


def references(part):
    """Find every reference inside a document."""
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = [*part.values()]
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_every_reference_leads_somewhere(document):
    known = document["components"]["schemas"]
    met = {reference.removeprefix("#/components/schemas/") for reference in references(document)}
    assert met <= known.keys()


def test_schemas_are_schemas_and_examples_are_of_them(document):
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object", name
        for example in schema.get("examples", []):
            whole = {**schema, "components": document["components"]}
            assert [*Draft202012Validator(whole).iter_errors(example)] == [], name
    sent = document["paths"]["/observatories/{observatory}/scenarios"]["post"]["requestBody"]
    content = sent["content"]["application/json"]
    whole = {**content["schema"], "components": document["components"]}
    assert [*Draft202012Validator(whole).iter_errors(content["example"])] == []


def test_every_row_has_an_example(document):
    schemas = document["components"]["schemas"]
    rows = [
        schema["properties"]["rows"]["items"] for schema in schemas.values() if "rows" in schema["properties"]
    ]
    for reference in rows:
        if "$ref" in reference:
            assert schemas[reference["$ref"].rpartition("/")[2]]["examples"], reference


def test_the_page_shows_every_resource_parameter_and_problem(api, document):
    page = api.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    text = unescape(page.text)
    for path, method, operation in operations(document):
        assert f"<code>{method.upper()} /api/v1{path}</code>" in text
        for parameter in operation.get("parameters", []):
            assert parameter["description"] in text
        for status in operation["responses"]:
            assert int(status) < 400 or f'id="problem-{status}"' in text
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in text


def test_the_page_asks_for_nothing_elsewhere_and_runs_no_script(api):
    text = api.get("/docs").text
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!/|#)', text)
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert anchors <= set(re.findall(r'id="([^"]+)"', text))


@pytest.mark.parametrize("path", ["/api", "/api/v1"])
def test_the_way_to_the_page_is_short(address, path):
    answer = httpx.get(address + path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/api/v1/docs")


def test_a_problem_leads_to_its_kind(api):
    kind = api.get("/observatories/atlantis").json()["type"]
    page, _, anchor = kind.partition("#")
    assert f'id="{anchor}"' in api.get(page.removeprefix("/api/v1")).text
