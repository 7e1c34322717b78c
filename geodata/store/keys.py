"""Codes and the integer keys that stand for them in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ARRAY, Connection, Table, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from geodata import tables as t
from indicators.errors import DataError


def keys_of(connection: Connection, table: Table, codes: Iterable[str], **owner: str | int) -> dict[str, int]:
    """Return code -> key of everything in a table, entering the codes that are missing.

    Parameters
    ----------
    owner : str or int
        The other columns that make a code unique (`observatory`, `hierarchy_version`).
    """
    given = sorted(set(codes))
    if given:
        # One array, not one parameter a code: a hundred thousand territories are entered in a second.
        rows = select(func.unnest(cast(given, ARRAY(Text))), *(literal(value) for value in owner.values()))
        connection.execute(insert(table).from_select(["code", *owner], rows).on_conflict_do_nothing())
    query = select(table.c.code, table.c.id).where(*(table.c[name] == value for name, value in owner.items()))
    return {row.code: row.id for row in connection.execute(query)}


def territory_keys(connection: Connection, observatory: int, version: str) -> dict[str, int]:
    """Return code -> key of the territories that a version of the hierarchy has now."""
    query = (
        select(t.territory.c.code, t.territory.c.id)
        .join(t.territory_version, t.territory_version.c.territory == t.territory.c.id)
        .where(t.territory.c.observatory == observatory, t.territory.c.hierarchy_version == version)
        .where(t.territory_version.c.load_to.is_(None))
    )
    return {row.code: row.id for row in connection.execute(query)}


def present_version(connection: Connection, observatory: int) -> str:
    """Return the version of the hierarchy that was published last; nothing where none ever was."""
    r = t.release.c
    version = cast(r.declaration, JSONB)["hierarchy"]["version"].astext
    query = select(version).where(r.observatory == observatory).order_by(r.number.desc()).limit(1)
    return connection.scalar(query) or ""


def to_keys(column: pd.Series[Any], keys: Mapping[str, int]) -> pd.Series[Any]:
    """Replace codes by keys.

    Raises
    ------
    DataError
        Where a code has none.
    """
    unknown = sorted(set(column) - set(keys))
    if unknown:
        raise DataError(
            f"unknown {column.name}: {', '.join(unknown[:5])}" + (" ..." if len(unknown) > 5 else ""),
            mend="load the territories first, and reject what is not among them",
        )
    return column.map(keys)
