"""The page that documents the API: the OpenAPI document as plain HTML, without any script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from http import HTTPStatus
from typing import Any

from dashboard.api.problems import KINDS, MEDIA_TYPE

Described = Mapping[str, Any]
HEADINGS = {
    "resources": "Resources · Recursos · Ressources",
    "tables": "Tables and columns · Tablas y columnas · Tables et colonnes",
    "problems": "Problems · Problemas · Problèmes",
}
STYLE = """
main{max-width:60rem;margin:0 auto;padding:1rem}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #ccc}
section.scroll{overflow-x:auto}pre{overflow-x:auto;padding:.5rem;background:#f3f3f3;color:#111}
h3{margin-top:2rem}
"""


def write_reference(document: Described) -> str:
    """Write the page.

    Parameters
    ----------
    document : mapping
        As it is served.
    """
    info, at = document["info"], document["servers"][0]["url"]
    parts = [
        f"<h1>{escape(info['title'])} · API {escape(info['version'])}</h1>",
        *(f"<p>{escape(text)}</p>" for text in info["description"].split("\n\n")),
        f'<p><a href="{at}/openapi.json">OpenAPI 3.1</a></p>',
        *_resources(document, at),
        *_tables(document["components"]["schemas"]),
        *_problems(),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>API · {escape(info['title'])}</title>"
        f'<link rel="stylesheet" href="/assets/site.css"><style>{STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>"
    )


def _heading(name: str) -> str:
    return f'<h2 id="{name}">{escape(HEADINGS[name])}</h2>'


def _resources(document: Described, at: str) -> Iterable[str]:
    yield _heading("resources")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            call = escape(f"{method.upper()} {at}{path}")
            yield f'<h3 id="{operation["operationId"]}"><code>{call}</code></h3>'
            yield f"<p>{escape(operation['description'])}</p>"
            yield from _parameters(operation.get("parameters", []))
            yield from _sent(operation.get("requestBody"))
            yield from _answered(operation["responses"]["200"])


def _parameters(parameters: Iterable[Described]) -> Iterable[str]:
    rows = [(one["name"], one["in"], _kind(one["schema"]), one.get("description", "")) for one in parameters]
    if rows:
        yield _table(("Parameter", "In", "Value", "Meaning"), rows)


def _sent(body: Described | None) -> Iterable[str]:
    if body is not None:
        [content] = body["content"].values()
        yield f"<p>Body: {_link(content['schema'])}, for example</p>{_code(content['example'])}"


def _answered(answer: Described) -> Iterable[str]:
    formats = ", ".join(f"<code>{escape(media)}</code>" for media in answer["content"])
    said = answer["content"].get("application/json", {})
    schemas = said.get("schema", {}).get("anyOf", [said.get("schema", {})])
    links = ", ".join(_link(schema) for schema in schemas if "$ref" in schema)
    yield f"<p>Answers {formats}{f' ({links})' if links else ''}</p>"


def _tables(schemas: Described) -> Iterable[str]:
    yield _heading("tables")
    for name, schema in schemas.items():
        rows = [
            (field, _kind(described), described.get("description", ""))
            for field, described in schema.get("properties", {}).items()
        ]
        yield f'<h3 id="schema-{escape(name)}">{escape(schema.get("title", name))}</h3>'
        yield f"<p>{escape(schema.get('description', ''))}</p>"
        yield _table(("Field", "Value", "Meaning"), rows)
        yield from (_code(example) for example in schema.get("examples", []))


def _problems() -> Iterable[str]:
    """Give every kind of problem the place that its `type` points at."""
    yield _heading("problems")
    yield f'<p>Every error is <code>{MEDIA_TYPE}</code>: <a href="#schema-Problem">Problem</a>.</p><dl>'
    for status, meaning in KINDS.items():
        title = f"{status} {HTTPStatus(status).phrase}"
        yield f'<dt id="problem-{status}">{title}</dt><dd>{escape(meaning)}</dd>'
    yield "</dl>"


def _kind(schema: Described) -> str:
    """Say in a few words what a value may be."""
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join("null" if code is None else str(code) or '""' for code in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "anything")
    said = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if "items" in schema:
        said = f"list of {_kind(schema['items'])}"
    bounds = {"minimum": "from", "maximum": "to", "pattern": "like", "default": "else"}
    limits = [f"{word} {schema[key]}" for key, word in bounds.items() if schema.get(key) not in (None, [])]
    return ", ".join([said, *limits])


def _name(schema: Described) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _link(schema: Described) -> str:
    return f'<a href="#schema-{escape(_name(schema))}">{escape(_name(schema))}</a>'


def _code(example: Any) -> str:
    return f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<section class="scroll" tabindex="0">{table}</section>'
