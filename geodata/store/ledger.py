"""The book of loads and releases: who brought what, what it replaced, and what readers see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from importlib.metadata import version

import pandas as pd
from sqlalchemy import Connection, func, insert, select, text, update

from geodata import tables as t
from geodata.observatory import Observatory
from geodata.store.copy import copy_frame, storable
from geodata.store.keys import keys_of
from geodata.store.records import DERIVED, TERRITORIES, Load

RETIRE = text("""
update observation set load_to = :load where load_to is null and data_set = any(:gone)
""")


def record_load(
    connection: Connection, observatory: int, load: Load, rows_loaded: int, rejects: pd.DataFrame
) -> int:
    """Enter a load and its rejects, and supersede the data set's last load; return the load's key."""
    data_set = keys_of(connection, t.data_set, [load.data_set], observatory=observatory)[load.data_set]
    given = {**asdict(load), "columns": [*load.columns]}
    values = {**given, "observatory": observatory, "data_set": data_set}
    counts = {"rows_loaded": rows_loaded, "rows_rejected": len(rejects)}
    number: int = connection.scalars(insert(t.load).values(**values, **counts).returning(t.load.c.id)).one()
    _supersede(connection, [data_set], number)
    kept = rejects.assign(load=number, line=rejects["line"].astype("Int64"))
    for column in ("path", "column", "code", "reason", "content"):
        kept[column] = [storable(str(cell)) for cell in kept[column]]
    copy_frame(connection, "reject", kept)
    return number


def retire(connection: Connection, observatory: int, declaration: Observatory, load: int) -> None:
    """Close the figures of the data sets that are not declared any more."""
    declared = {TERRITORIES, DERIVED, *(data_set.id for data_set in declaration.data)}
    known = keys_of(connection, t.data_set, [], observatory=observatory)
    gone = [key for code, key in known.items() if code not in declared]
    connection.execute(RETIRE, {"load": load, "gone": gone})
    _supersede(connection, gone, load)


def _supersede(connection: Connection, data_sets: Collection[int], load: int) -> None:
    old = t.load.c
    connection.execute(
        update(t.load)
        .where(old.data_set.in_(data_sets), old.id != load, old.superseded_by.is_(None))
        .values(superseded_by=load)
    )


def enter_release(connection: Connection, observatory: int, declaration: Observatory, load: int) -> int:
    """Enter the next release and make it the one readers see; return its key."""
    r = t.release.c
    last = select(func.coalesce(func.max(r.number), 0)).where(r.observatory == observatory)
    values = {
        "observatory": observatory,
        "number": last.scalar_subquery() + 1,
        "declaration": declaration.model_dump(mode="json"),
        "declaration_hash": declaration.hash,
        "software": version("territorial-recovery"),
        "recipe_hash": declaration.recipe.hash,
        "load_high": load,
    }
    key: int = connection.scalars(insert(t.release).values(**values).returning(r.id)).one()
    make_current(connection, observatory, key)
    return key


def make_current(connection: Connection, observatory: int, release: int) -> None:
    """Let readers see a release, by its key."""
    connection.execute(
        update(t.observatory).where(t.observatory.c.id == observatory).values(current_release=release)
    )
