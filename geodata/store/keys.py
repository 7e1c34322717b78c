"""Codes and the integer keys that stand for them in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, cast, select
from sqlalchemy.dialects.postgresql import JSONB

from geodata import tables as t
from geodata.store.binary import read_columns
from geodata.store.copy import copy_frame
from indicators.errors import DataError

# The sequence is looked up once, not for each key.
NEXT = """
select nextval(s.sequence) as id
from (select cast(pg_get_serial_sequence(:table, 'id') as regclass) as sequence offset 0) s,
    generate_series(1, :count)
"""


def keys_of(connection: Connection, table: Table, codes: Iterable[str], **owner: str | int) -> dict[str, int]:
    """Return code -> key of everything in a table, entering the codes that are missing.

    Parameters
    ----------
    owner : str or int
        The other columns that make a code unique (`observatory`, `hierarchy_version`).
    """
    query = select(table.c.code, table.c.id).where(*(table.c[name] == value for name, value in owner.items()))
    known = {row.code: row.id for row in connection.execute(query)}
    missing = sorted(set(codes) - known.keys())
    if not missing:
        return known
    # Nobody else enters any: whoever writes an observatory holds its lock.
    taken = read_columns(connection, NEXT, {"id": "int64"}, table=table.name, count=len(missing))["id"]
    copy_frame(connection, table.name, pd.DataFrame({"id": taken, "code": missing, **owner}))
    return known | dict(zip(missing, taken.tolist(), strict=True))


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
    refuse_unknown(str(column.name), set(column), keys)
    return column.map(keys)


def refuse_unknown(what: str, codes: Iterable[str], keys: Mapping[str, int]) -> None:
    """Refuse codes that have no key.

    Raises
    ------
    DataError
        Naming the first of them.
    """
    unknown = sorted(set(codes) - keys.keys())
    if unknown:
        raise DataError(
            f"unknown {what}: {', '.join(unknown[:5])}" + (" ..." if len(unknown) > 5 else ""),
            mend="load the territories first, and reject what is not among them",
        )


class Book:
    """Code -> key of one observatory's territories, indicators and groupings, kept for a transaction.

    Parameters
    ----------
    observatory : int
        Its key.
    """

    def __init__(self, connection: Connection, observatory: int) -> None:
        self._connection, self._observatory = connection, observatory
        self._known: dict[str, dict[str, int]] = {}
        self._version: str | None = None

    def keys(self, table: Table, codes: Iterable[str]) -> dict[str, int]:
        """Return code -> key of a table, entering those codes that are missing."""
        known = self._known.get(table.name)
        if known is None or not known.keys() >= set(codes):
            known = keys_of(self._connection, table, codes, observatory=self._observatory)
            self._known[table.name] = known
        return known

    def territories(self, codes: Iterable[str] = ()) -> dict[str, int]:
        """Return code -> key of the territories: those entered in this transaction, else the present ones.

        Raises
        ------
        DataError
            Where a code asked for is not among them.
        """
        if t.territory.name not in self._known:
            version = self._version or present_version(self._connection, self._observatory)
            self._known[t.territory.name] = territory_keys(self._connection, self._observatory, version)
        known = self._known[t.territory.name]
        refuse_unknown("territory", codes, known)
        return known

    def enter_territories(self, codes: Iterable[str], version: str) -> dict[str, int]:
        """Make those the territories of this transaction; return code -> key."""
        codes = set(codes)
        keys = keys_of(
            self._connection, t.territory, codes, observatory=self._observatory, hierarchy_version=version
        )
        self._known[t.territory.name] = {code: keys[code] for code in codes}
        return self._known[t.territory.name]

    def forget_territories(self, version: str) -> None:
        """Look those of a version up anew at the next question: others were written."""
        self._version = version
        self._known.pop(t.territory.name, None)
