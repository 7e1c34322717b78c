"""Find a release."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, Text, cast, select

from geodata import tables as t
from geodata.observatory import Observatory
from geodata.store.records import Release


def find_release(connection: Connection, observatory: str, number: int | None = None) -> Release | None:
    """Return a release of an observatory, the current one without a number; None where there is none."""
    r, o = t.release.c, t.observatory.c
    query = (
        select(
            *(r.id, r.number, r.published_at, r.software, r.load_high),
            r.observatory.label("observatory_id"),
            cast(r.declaration, Text).label("declaration"),
        )
        .join(t.observatory, r.observatory == o.id)
        .where(o.code == observatory, r.id == o.current_release if number is None else r.number == number)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    fields = {**row._mapping, "declaration": _declaration(row.declaration)}
    return Release(observatory=observatory, **fields)


@lru_cache(maxsize=16)
def _declaration(text: str) -> Observatory:
    return Observatory.model_validate_json(text)
