"""Rows of the database as frames of plain types, and what a frame must hold to become rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, ColumnElement, Connection, Double, Integer, Label, Select, String

from indicators.errors import DataError


def read_frame(connection: Connection, query: Select[Any]) -> pd.DataFrame:
    """Run a query into a frame of plain types, the same ones when there is no row.

    Numbers that may be missing are float64 with NaN, texts that may be missing are objects with None.
    """
    columns = list(query.selected_columns)
    rows = connection.execute(query).all()
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    known: dict[str, str] = {}
    return pd.DataFrame(
        {
            column.name: pd.Series(_once(value, known) if _is_text(column) else value, dtype=_dtype(column))
            for column, value in zip(columns, values, strict=True)
        }
    )


def _once(texts: Sequence[str], known: dict[str, str]) -> list[str]:
    """Hold a code that stands in many rows once: the database's library makes a text of its own for each."""
    return [known.setdefault(text, text) for text in texts]


def _is_text(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, String)


def _dtype(column: ColumnElement[Any]) -> str:
    source = column.element if isinstance(column, Label) else column
    required = not getattr(source, "nullable", True)
    if isinstance(column.type, Boolean):
        return "bool" if required else "object"
    if isinstance(column.type, Integer):
        return "int64" if required else "float64"
    return "float64" if isinstance(column.type, Double) else "object"


def require(frame: pd.DataFrame, columns: Sequence[str], where: str) -> pd.DataFrame:
    """Return the columns of a frame in order.

    Raises
    ------
    DataError
        Where one is missing.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise DataError(f"the frame lacks {', '.join(missing)}", where=where)
    return frame[list(columns)]
