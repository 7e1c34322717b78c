"""Rows as JSON objects, a whole piece at a time."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.api.formats.texts import joined, texts

NULL = "null"
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def json_rows(piece: pa.RecordBatch) -> bytes:
    """Write rows as a list of objects; what is missing is null, moments are in ISO 8601.

    Examples
    --------
    >>> json_rows(pa.RecordBatch.from_pylist([{"a": "x", "b": 0.5}, {"a": None, "b": None}]))
    b'[{"a":"x","b":0.5},{"a":null,"b":null}]'
    """
    if not len(piece):
        return b"[]"
    cells: list[pa.Scalar | pa.Array] = []
    for number, name in enumerate(piece.schema.names):
        start = ("," if number else "{") + f"{_quoted(name)}:"
        cells += [pa.scalar(start), _values(piece.column(number))]
    return b"[" + joined(cells, "", "},")[:-1] + b"]"


def _values(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        written = pc.binary_join_element_wise('"', texts(column), '"', "")
    else:
        written = texts(column, _quoted)
    if pa.types.is_floating(column.type):  # whole ones too are read as floating-point numbers
        whole = pc.binary_join_element_wise(written, ".0", "")
        written = pc.if_else(pc.match_substring_regex(written, "[.e]"), written, whole)
    return pc.if_else(column.is_valid(), written, NULL) if column.null_count else written
