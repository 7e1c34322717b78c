"""Versions of territories: stage what holds now, close what changed or vanished, add what is new or changed.

Nothing is updated in place or deleted, so that every release can be read again.
"""

from __future__ import annotations

import pandas as pd
from geopandas import GeoDataFrame
from sqlalchemy import Connection, text

from geodata.hierarchy import NAMED, SIDES
from geodata.store.copy import copy_frame

PLAIN = ["level", "parent", "role", "role_derived", "enclave", "area_km2"]

STAGE = text("""
create temp table staged_territory (
    code text, level text, parent text, role text, role_derived boolean, enclave boolean,
    area_km2 double precision, geom geometry(MultiPolygon, 4326),
    west double precision, south double precision, east double precision, north double precision,
    name_en text, name_es text, name_fr text, name_local text
) on commit drop
""")
ENTER = text("""
insert into territory (observatory, hierarchy_version, code)
select :observatory, :version, s.code from staged_territory s
where not exists (
    select from territory t
    where t.observatory = :observatory and t.hierarchy_version = :version and t.code = s.code
)
order by s.code
""")
SETTLED = """
    select t.id as territory, s.level, s.parent,
        jsonb_strip_nulls(jsonb_build_object(
            'local', nullif(s.name_local, ''), 'en', nullif(s.name_en, ''), 'es', nullif(s.name_es, ''),
            'fr', nullif(s.name_fr, '')
        )) as names,
        s.role, s.role_derived, s.enclave, s.area_km2,
        case when s.west + s.south + s.east + s.north is not null
            then array[s.west, s.south, s.east, s.north]
        end as extent,
        s.geom
    from staged_territory s
    join territory t on t.observatory = :observatory and t.hierarchy_version = :version and t.code = s.code
"""
CLOSE = """
update territory_version v set load_to = :load
from territory t
where v.territory = t.id and t.observatory = :observatory and v.load_to is null and not exists (
    select from ({settled}) s
    where s.territory = v.territory
        and (s.level, s.parent, s.names, s.role, s.role_derived, s.enclave, s.area_km2, s.extent)
            is not distinct from
            (v.level, v.parent, v.names, v.role, v.role_derived, v.enclave, v.area_km2, v.extent)
        and md5(st_asbinary(s.geom)) is not distinct from v.geom_hash
)
"""
ADD = """
insert into territory_version (
    territory, level, parent, names, role, role_derived, enclave, area_km2, extent, geom, load_from
)
select s.*, :load from ({settled}) s
where not exists (select from territory_version v where v.territory = s.territory and v.load_to is null)
order by s.territory
"""


def replace_territories(
    connection: Connection, frame: GeoDataFrame, version: str, observatory: int, load: int
) -> int:
    """Make a frame the present territories of an observatory.

    Parameters
    ----------
    frame : GeoDataFrame
        Columns of `Reader.territories` and `geometry`.
    version : str
        Hierarchy version.

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
    keys = {"observatory": observatory, "version": version, "load": load}
    connection.execute(ENTER, keys)
    connection.execute(text(CLOSE.replace("{settled}", SETTLED)), keys)
    added = connection.execute(text(ADD.replace("{settled}", SETTLED)), keys).rowcount
    connection.execute(text("drop table staged_territory"))
    return added
