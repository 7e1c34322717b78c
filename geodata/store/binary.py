"""Columns to and from the database in its binary formats, numbers without a Python object for each.

Into a table by binary COPY; out of a query as one binary array a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from struct import Struct
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from psycopg import sql
from sqlalchemy import Connection, text

Numbers = NDArray[Any]
Fields = list[bytes]  # each with its size in front

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_SIZE = Struct(">i").pack
_NULL = _SIZE(-1)
_NUMBER = np.dtype([("size", ">i4"), ("value", ">f8")])
_FLOAT8 = 701  # the number of the type `double precision`, the same in every PostgreSQL
_ARRAY_HEADER = 20  # dimensions, flags, type, length and lower bound, four bytes each


def copy_columns(connection: Connection, table: str, columns: Mapping[str, Numbers | Fields]) -> None:
    """Append columns to a table.

    Parameters
    ----------
    columns : dict
        Column -> array, shape (n,), whose type has as many bytes as that of the table's column: bool, int16,
        int32 and int64 for boolean, smallint, integer and bigint, float64 for double precision; or column ->
        n fields from `fields_of_texts`, `fields_of_bytes` or `fields_of_numbers`.
    """
    numbers = {name: column for name, column in columns.items() if isinstance(column, np.ndarray)}
    fields = {name: column for name, column in columns.items() if not isinstance(column, np.ndarray)}
    names = sql.SQL(", ").join(sql.Identifier(name) for name in (*numbers, *fields))
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(table), names)
    rows = _rows(len(columns), list(numbers.values()))
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_HEADER)
        copy.write(_joined(rows, list(fields.values())) if fields else rows.tobytes())
        copy.write(_END)


def _rows(fields: int, columns: Sequence[Numbers]) -> NDArray[np.void]:
    """Lay numbers out as COPY wants rows: how many fields a row has, then each one's size and value."""
    sized = [
        field
        for at, column in enumerate(columns)
        for field in ((f"size{at}", ">i4"), (f"value{at}", column.dtype.newbyteorder(">")))
    ]
    rows = np.empty(len(columns[0]), np.dtype([("fields", ">i2"), *sized]))
    rows["fields"] = fields
    for at, column in enumerate(columns):
        rows[f"size{at}"], rows[f"value{at}"] = column.dtype.itemsize, column
    return rows


def _joined(rows: NDArray[np.void], columns: Sequence[Fields]) -> bytes:
    """Put the fields of other widths behind the numbers of each row."""
    starts: list[bytes] = rows.view(f"V{rows.itemsize}").tolist()
    return b"".join(chain.from_iterable(zip(starts, *columns, strict=True)))


def fields_of_texts(column: pd.Series[str]) -> Fields:
    """Write texts for `copy_columns`, what is missing as null; each different one is encoded once."""
    texts = column.to_numpy(dtype=object).tolist()
    met = [text for text in set(texts) if isinstance(text, str)]
    fields = dict(zip(met, fields_of_bytes([text.encode() for text in met]), strict=True))
    return [fields.get(text, _NULL) for text in texts]


def fields_of_bytes(values: Iterable[bytes | None]) -> Fields:
    """Write values for `copy_columns` as their type's receive function takes them, None as null."""
    return [_NULL if value is None else _SIZE(len(value)) + value for value in values]


def fields_of_numbers(numbers: NDArray[np.float64]) -> Fields:
    """Write numbers for `copy_columns`, NaN as null; those of a row as one array.

    Parameters
    ----------
    numbers : array, shape (n,) or (n, m)
        A row with any NaN is null.
    """
    count = len(numbers)
    if numbers.ndim == 1:
        sized = np.empty(count, _NUMBER)
        sized["size"], sized["value"] = 8, numbers
    else:
        width = numbers.shape[1]
        sized = np.empty(count, [("size", ">i4"), ("head", ">i4", 5), ("items", _NUMBER, width)])
        sized["size"], sized["head"] = sized.itemsize - 4, (1, 0, _FLOAT8, width, 1)
        sized["items"]["size"], sized["items"]["value"] = 8, numbers
    fields: Fields = sized.view(f"V{sized.itemsize}").tolist()
    missing = np.isnan(numbers) if numbers.ndim == 1 else np.isnan(numbers).any(axis=1)
    for at in np.flatnonzero(missing):
        fields[at] = _NULL
    return fields


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
    return {name: read_array(sent, of) for sent, (name, of) in zip(found, types.items(), strict=True)}


def read_array(sent: bytes | None, of: str) -> NDArray[Any]:
    """Read what `array_send` sends of numbers, none of them null.

    Parameters
    ----------
    of : str
        Numpy type of the same width, as in `copy_columns`.
    """
    if sent is None:
        return np.empty(0, of)
    element = np.dtype([("size", ">i4"), ("value", np.dtype(of).newbyteorder(">"))])
    return np.frombuffer(sent, element, offset=_ARRAY_HEADER)["value"].astype(of)
