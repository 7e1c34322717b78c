"""Find a release."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Connection, Text, cast, select

from geodata import tables as t
from geodata.observatory import Observatory
from geodata.store.records import Release

KEPT = 16
_declarations: OrderedDict[str, Observatory] = OrderedDict()
_lock = Lock()


def find_release(connection: Connection, observatory: str, number: int | None = None) -> Release | None:
    """Return a release of an observatory, the current one without a number; None where there is none."""
    r, o = t.release.c, t.observatory.c
    query = (
        select(
            *(r.id, r.number, r.published_at, r.software, r.load_high),
            *(r.observatory.label("observatory_id"), r.declaration_hash),
        )
        .join(t.observatory, r.observatory == o.id)
        .where(o.code == observatory, r.id == o.current_release if number is None else r.number == number)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    fields = dict(row._mapping)
    declaration = _declaration(connection, row.id, fields.pop("declaration_hash"))
    return Release(observatory=observatory, declaration=declaration, **fields)


def _declaration(connection: Connection, release: int, hashed: str) -> Observatory:
    """Read a declaration, which is long, the first time that its hash is met."""
    with _lock:
        known = _declarations.get(hashed)
    if known is None:
        written = select(cast(t.release.c.declaration, Text)).where(t.release.c.id == release)
        known = Observatory.model_validate_json(connection.execute(written).scalar_one())
    with _lock:
        _declarations[hashed] = known
        _declarations.move_to_end(hashed)
        while len(_declarations) > KEPT:
            _declarations.popitem(last=False)
    return known
