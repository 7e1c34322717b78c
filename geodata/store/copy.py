"""Frames into tables by COPY."""

from __future__ import annotations

from typing import Any

import pandas as pd
from psycopg import sql
from sqlalchemy import Connection


def copy_frame(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table, column by column of the same name; missing values become null.

    Runs inside the connection's transaction.
    """
    columns = [without_missing(frame[name]) for name in frame.columns]
    names = sql.SQL(", ").join(sql.Identifier(str(name)) for name in frame.columns)
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)


def without_missing(column: pd.Series[Any]) -> list[Any]:
    """Values as plain Python objects, None where one is missing."""
    plain = column.astype(object)
    return list(plain.where(plain.notna(), None))


def storable(text: str) -> str:
    """Show the characters that PostgreSQL cannot hold: NUL as ␀, lone surrogates by their number.

    Examples
    --------
    >>> storable("a\\0b")
    'a␀b'
    """
    return text.replace("\0", "␀").encode("utf-8", "backslashreplace").decode("utf-8")
