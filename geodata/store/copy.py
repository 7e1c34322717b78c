"""Frames into tables by COPY."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow
from psycopg import sql
from pyarrow import csv
from sqlalchemy import Connection

PIECE = 50_000


def copy_frame(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table, column by column of the same name; missing values become null.

    Runs inside the connection's transaction.
    """
    names = sql.SQL(", ").join(sql.Identifier(str(name)) for name in frame.columns)
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(sql.Identifier(table), names)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for start in range(0, len(frame), PIECE):
            copy.write(_csv(frame.iloc[start : start + PIECE]))


def _csv(frame: pd.DataFrame) -> bytes:
    """Write rows so that every text is quoted and nothing stands for what is missing."""
    columns = [pyarrow.array(frame[name], from_pandas=True) for name in frame.columns]
    table = pyarrow.table(columns, [str(name) for name in frame.columns])
    sink = pyarrow.BufferOutputStream()
    csv.write_csv(table, sink, csv.WriteOptions(include_header=False))
    return bytes(sink.getvalue())


def storable(text: str) -> str:
    """Show the characters that PostgreSQL cannot hold: NUL as ␀, lone surrogates by their number.

    Examples
    --------
    >>> storable("a\\0b")
    'a␀b'
    """
    return text.replace("\0", "␀").encode("utf-8", "backslashreplace").decode("utf-8")
