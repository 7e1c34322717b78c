"""Schemas of rows and pages for the OpenAPI document, made from the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.api.examples import EXAMPLES
from dashboard.api.negotiate import JSON, Format
from geodata.codebook import Column, Table, code_lists

Schema = dict[str, Any]
_TYPES: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
}
_ADDRESS = {"type": "string", "format": "uri-reference"}
_HEAD: Schema = {
    "observatory": {"type": "string", "description": "Code of the observatory."},
    "release": {"type": "integer", "minimum": 1, "description": "Number of the release that answers."},
    "published_at": {"type": "string", "format": "date-time", "description": "When it was published."},
    "next": {
        "anyOf": [_ADDRESS, {"type": "null"}],
        "description": "Address of the next page; null on the last one.",
    },
}


def reference(name: str) -> Schema:
    """Refer to a schema among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def column_schema(column: Column) -> Schema:
    """Describe what stands in a column: its type, or null where it may be missing; its codes."""
    schema = {**_TYPES[column.type], "description": _told(column)}
    if column.codes and not column.several:
        schema["enum"] = [*code_lists()[column.codes], *(["", None] if not column.required else [])]
    if not column.required:
        schema["type"] = [schema["type"], "null"]
    return schema


def _told(column: Column) -> str:
    text = column.description.en
    return f"{text} (unit: {column.unit.en})" if column.unit else text


def row_schema(table: Table) -> Schema:
    """Describe a row of a table."""
    return {
        "type": "object",
        "title": table.title.en,
        "description": table.description.en,
        "properties": {column.name: column_schema(column) for column in table.columns},
        "required": table.names,
        "additionalProperties": False,
        "examples": [EXAMPLES[table.table]] if table.table in EXAMPLES else [],
    }


def page_schema(table: Table) -> Schema:
    """Describe a page of rows."""
    rows = {"type": "array", "items": reference(table.table)}
    return {
        "type": "object",
        "title": f"{table.title.en}, a page",
        "properties": {**_HEAD, "rows": rows},
        "required": [*_HEAD, "rows"],
        "additionalProperties": False,
    }


def schemas(tables: Iterable[Table]) -> dict[str, Schema]:
    """Describe rows and pages of tables, each under the name by which `reference` knows it."""
    found: dict[str, Schema] = {}
    for table in tables:
        found |= {table.table: row_schema(table), f"{table.table}_page": page_schema(table)}
    return found


def offers(name: str, formats: Sequence[Format]) -> dict[int | str, Any]:
    """Describe the good answers of a resource.

    Parameters
    ----------
    name : str
        The schema of its JSON.
    formats : sequence of Format
    """
    content: dict[str, Any] = {one.media_type: {"schema": {}} for one in formats}
    content[JSON.media_type] = {"schema": reference(name)}
    for one in formats:
        if one.media_type.startswith("text/"):
            content[one.media_type] = {"schema": {"type": "string"}}
    known = {"description": "Not modified: the caller has this answer already.", "headers": _VALIDATORS}
    return {200: {"description": "The answer.", "content": content, "headers": _HEADERS}, 304: known}


_VALIDATORS: Schema = {
    "ETag": {
        "description": "Changes with the release, the call, the format and the software.",
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{32}"$'},
    },
    "Cache-Control": {"description": "How long it may be kept.", "schema": {"type": "string"}},
}
_HEADERS: Schema = {
    **_VALIDATORS,
    "Last-Modified": {"description": "When the release was published.", "schema": {"type": "string"}},
    "Link": {
        "description": "The address under which this very answer stays (rel=canonical).",
        "schema": {"type": "string"},
    },
}
