"""Versions of territories: stage what holds now, close what changed or vanished, add what is new or changed.

Nothing is updated in place or deleted, so that every release can be read again.
"""

from __future__ import annotations

import pandas as pd
from geopandas import GeoDataFrame
from sqlalchemy import Connection, text

from geodata.hierarchy import NAMED, SIDES
from geodata.store.copy import copy_frame

PLAIN = ["version", "level", "parent", "role", "role_derived", "enclave", "area_km2", "fate"]

STAGE = text("""
create temp table staged_territory (
    version text, code text, level text, parent text, role text, role_derived boolean, enclave boolean,
    area_km2 double precision, fate text, geom geometry(MultiPolygon, 4326),
    west double precision, south double precision, east double precision, north double precision,
    name_en text, name_es text, name_fr text, name_local text
) on commit drop
""")
ENTER = text("""
insert into territory (observatory, hierarchy_version, code)
select :observatory, s.version, s.code from staged_territory s
where not exists (
    select from territory t
    where t.observatory = :observatory and t.hierarchy_version = s.version and t.code = s.code
)
order by s.version, s.code
""")
SETTLED = """
    select t.id as territory, s.level, s.parent,
        jsonb_strip_nulls(jsonb_build_object(
            'local', nullif(s.name_local, ''), 'en', nullif(s.name_en, ''), 'es', nullif(s.name_es, ''),
            'fr', nullif(s.name_fr, '')
        )) as names,
        s.role, s.role_derived, s.enclave, s.area_km2, s.fate,
        case when s.west + s.south + s.east + s.north is not null
            then array[s.west, s.south, s.east, s.north]
        end as extent,
        s.geom
    from staged_territory s
    join territory t on t.observatory = :observatory and t.hierarchy_version = s.version and t.code = s.code
"""
CLOSE = """
update territory_version v set load_to = :load
from territory t
where v.territory = t.id and t.observatory = :observatory and v.load_to is null and not exists (
    select from ({settled}) s
    where s.territory = v.territory
        and (s.level, s.parent, s.names, s.role, s.role_derived, s.enclave, s.area_km2, s.fate, s.extent)
            is not distinct from
            (v.level, v.parent, v.names, v.role, v.role_derived, v.enclave, v.area_km2, v.fate, v.extent)
        and md5(st_asbinary(s.geom)) is not distinct from v.geom_hash
)
"""
ADD = """
insert into territory_version (
    territory, level, parent, names, role, role_derived, enclave, area_km2, fate, extent, geom, load_from
)
select s.*, :load from ({settled}) s
where not exists (select from territory_version v where v.territory = s.territory and v.load_to is null)
order by s.territory
"""


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
    languages = [f"name_{language}" for language in NAMED]
    staged = pd.DataFrame(frame[[*PLAIN, *SIDES, *languages]])
    staged = staged.assign(code=frame["territory"], geom=frame.geometry.to_wkb(hex=True))
    connection.execute(STAGE)
    copy_frame(connection, "staged_territory", staged)
    keys = {"observatory": observatory, "load": load}
    connection.execute(ENTER, keys)
    connection.execute(text(CLOSE.replace("{settled}", SETTLED)), keys)
    added = connection.execute(text(ADD.replace("{settled}", SETTLED)), keys).rowcount
    connection.execute(text("drop table staged_territory"))
    return added
