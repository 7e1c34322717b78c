"""Columns of numbers to and from the database, without a Python object for each.

Into a table by binary COPY, whose rows are of one width; out of a query as one binary array a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import sql
from sqlalchemy import Connection, text

Columns = Mapping[str, NDArray[Any]]

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_ARRAY_HEADER = 20  # dimensions, flags, type, length and lower bound, four bytes each


def copy_columns(connection: Connection, table: str, columns: Columns) -> None:
    """Append columns of numbers to a table.

    Parameters
    ----------
    columns : dict
        Column -> array, shape (n,), whose type has as many bytes as that of the table's column:
        int16, int32 and int64 for smallint, integer and bigint, float64 for double precision.
    """
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(table), names)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_HEADER)
        copy.write(_rows(columns).tobytes())
        copy.write(_END)


def _rows(columns: Columns) -> NDArray[np.void]:
    """Lay columns out as COPY wants rows: the number of fields, then each field's size and value."""
    fields = [
        field
        for at, column in enumerate(columns.values())
        for field in ((f"size{at}", ">i4"), (f"value{at}", column.dtype.newbyteorder(">")))
    ]
    count = len(next(iter(columns.values())))
    rows = np.empty(count, np.dtype([("fields", ">i2"), *fields]))
    rows["fields"] = len(columns)
    for at, column in enumerate(columns.values()):
        rows[f"size{at}"], rows[f"value{at}"] = column.dtype.itemsize, column
    return rows


def read_columns(
    connection: Connection, query: str, types: Mapping[str, str], **given: object
) -> dict[str, NDArray[Any]]:
    """Read a query that has numbers only, none of them null.

    Parameters
    ----------
    types : dict
        Column of the query -> numpy type of the same width, as in `copy_columns`.
    given
        The query's parameters.
    """
    parts = ", ".join(f"array_send(array_agg(made.{name}))" for name in types)
    asked = " ".join(("select", parts, "from (", query, ") as made"))
    found = connection.execute(text(asked), given).one()
    return {name: _numbers(sent, of) for sent, (name, of) in zip(found, types.items(), strict=True)}


def _numbers(sent: bytes | None, of: str) -> NDArray[Any]:
    if sent is None:
        return np.empty(0, of)
    element = np.dtype([("size", ">i4"), ("value", np.dtype(of).newbyteorder(">"))])
    return np.frombuffer(sent, element, offset=_ARRAY_HEADER)["value"].astype(of)
