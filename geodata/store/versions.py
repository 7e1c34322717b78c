"""Versions of territories: close what changed or vanished, add what is new or changed.

Nothing is updated in place or deleted, so that every release can be read again.
"""

from __future__ import annotations

from hashlib import md5

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from sqlalchemy import Connection, select, text

from geodata import tables as t
from geodata.hierarchy import NAMED, SIDES
from geodata.store.binary import (
    Fields,
    Numbers,
    copy_columns,
    fields_of_bytes,
    fields_of_numbers,
    fields_of_texts,
)
from geodata.store.frames import read_frame
from geodata.store.keys import keys_of

NAMES = [f"name_{language}" for language in NAMED]
TEXTS = ["level", "parent", *NAMES, "role", "fate"]
FACTS = [*TEXTS, "role_derived", "enclave", "area_km2", *SIDES, "geom_hash"]
CLOSE = text("""
update territory_version set load_to = :load where load_to is null and territory = any(:gone)
""")


def together(frame: GeoDataFrame, version: str, others: GeoDataFrame | None) -> GeoDataFrame:
    """Put the present territories and those of other versions into one frame, with version and fate."""
    present = frame.assign(version=version, fate="")
    if others is None or others.empty:
        return present
    return GeoDataFrame(pd.concat([present, others], ignore_index=True), geometry="geometry", crs=frame.crs)


def replace_territories(connection: Connection, frame: GeoDataFrame, observatory: int, load: int) -> int:
    """Make a frame the territories of an observatory, all versions of its hierarchy at once.

    Parameters
    ----------
    frame : GeoDataFrame
        Columns of `Reader.territories`, version, fate and `geometry`.

    Returns
    -------
    int
        How many territories are new or changed.
    """
    shapes = shapely.to_wkb(frame.geometry.to_numpy(), byte_order=1)
    hashes = pd.Series([_hash(shape) for shape in shapes], frame.index, dtype=object)
    keys = _keys(connection, frame, observatory)
    given = pd.DataFrame(frame).assign(territory=keys, geom=shapes, geom_hash=hashes)
    given[NAMES] = given[NAMES].where(given[NAMES] != "", None)
    given = given.set_index("territory").sort_index()
    present = _present(connection, observatory)
    same = _same(given, present)
    gone = present.index.difference(same)
    connection.execute(CLOSE, {"load": load, "gone": gone.tolist()})
    new = given.drop(same)
    _add(connection, new, load)
    return len(new)


def _keys(connection: Connection, frame: GeoDataFrame, observatory: int) -> pd.Series[int]:
    """Return the key of each row; in another version the same code is another territory."""
    parts = [
        codes.map(keys_of(connection, t.territory, codes, observatory=observatory, hierarchy_version=version))
        for version, codes in frame.groupby("version")["territory"]
    ]
    keys: pd.Series[int] = pd.concat(parts).reindex(frame.index)
    return keys


def _hash(shape: bytes | None) -> str | None:
    return None if shape is None else md5(shape, usedforsecurity=False).hexdigest()


def _present(connection: Connection, observatory: int) -> pd.DataFrame:
    """Return `FACTS` by the key of the territory."""
    fact = t.territory_version.c
    sides = [fact.extent[at + 1].label(side) for at, side in enumerate(SIDES)]
    plain = [fact[name] for name in FACTS if name not in SIDES]
    query = (
        select(fact.territory, *plain, *sides)
        .join(t.territory, t.territory.c.id == fact.territory)
        .where(t.territory.c.observatory == observatory, fact.load_to.is_(None))
    )
    return read_frame(connection, query).set_index("territory")


def _same(given: pd.DataFrame, present: pd.DataFrame) -> pd.Index[int]:
    """Return the territories of which nothing changed."""
    both = given.index.intersection(present.index)
    now, before = given.loc[both, FACTS].astype(object), present.loc[both, FACTS].astype(object)
    return both[((now == before) | (now.isna() & before.isna())).all(axis=1)]


def _add(connection: Connection, new: pd.DataFrame, load: int) -> None:
    columns: dict[str, Numbers | Fields] = {
        "territory": new.index.to_numpy(np.int32),
        "load_from": np.full(len(new), load, np.int32),
        "role_derived": new["role_derived"].to_numpy(bool),
        "enclave": new["enclave"].to_numpy(bool),
        "area_km2": fields_of_numbers(new["area_km2"].to_numpy(float)),
        "extent": fields_of_numbers(new[SIDES].to_numpy(float)),
        "geom": fields_of_bytes(new["geom"]),
        **{name: fields_of_texts(new[name]) for name in [*TEXTS, "geom_hash"]},
    }
    copy_columns(connection, t.territory_version.name, columns)
