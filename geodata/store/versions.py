"""Versioned writing: stage what holds now, close what changed or vanished, add what is new or changed.

Nothing is updated in place or deleted, so that every release can be read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from sqlalchemy import Connection, text

from geodata.hierarchy import NAMED, SIDES
from geodata.store.copy import copy_frame, without_missing
from indicators.observations import frequency, period_start

PLAIN = ["territory", "level", "parent", "role", "role_derived", "enclave", "area_km2", "fate"]

SORT_IN_MEMORY = text("set local work_mem = '256MB'")
STAGE_OBSERVATIONS = text("""
create temp table staged_observation (
    indicator integer, territory integer, frequency char(1), period_start date, grouping integer,
    value double precision, status text
) on commit drop
""")
CLOSE_OBSERVATIONS = text("""
update observation o set load_to = :load
where o.data_set = :data_set and o.load_to is null and not exists (
    select from staged_observation s
    where (s.indicator, s.territory, s.frequency, s.period_start, s.grouping)
        = (o.indicator, o.territory, o.frequency, o.period_start, o.grouping)
        and s.value is not distinct from o.value and s.status = o.status
)
""")
ADD_OBSERVATIONS = text("""
insert into observation
select :observatory, s.*, :data_set, :load from staged_observation s
where not exists (
    select from observation o
    where o.data_set = :data_set and o.load_to is null
        and (s.indicator, s.territory, s.frequency, s.period_start, s.grouping)
            = (o.indicator, o.territory, o.frequency, o.period_start, o.grouping)
)
order by s.indicator, s.territory, s.grouping, s.frequency, s.period_start
""")

STAGE_TERRITORIES = text("""
create temp table staged_territory (
    territory integer, level text, parent text, names jsonb, role text, role_derived boolean, enclave boolean,
    area_km2 double precision, fate text, extent double precision[], geom geometry(MultiPolygon, 4326)
) on commit drop
""")
CLOSE_TERRITORIES = text("""
update territory_version v set load_to = :load
from territory t
where v.territory = t.id and t.observatory = :observatory and v.load_to is null and not exists (
    select from staged_territory s
    where s.territory = v.territory
        and (s.level, s.parent, s.names, s.role, s.role_derived, s.enclave, s.area_km2, s.fate, s.extent)
            is not distinct from
            (v.level, v.parent, v.names, v.role, v.role_derived, v.enclave, v.area_km2, v.fate, v.extent)
        and md5(st_asbinary(s.geom)) is not distinct from v.geom_hash
)
""")
ADD_TERRITORIES = text("""
insert into territory_version (
    territory, level, parent, names, role, role_derived, enclave, area_km2, fate, extent, geom, load_from
)
select s.*, :load from staged_territory s
where not exists (select from territory_version v where v.territory = s.territory and v.load_to is null)
""")


def replace_observations(
    connection: Connection, frame: pd.DataFrame, observatory: int, data_set: int, load: int
) -> int:
    """Make a frame the present figures of a data set.

    Parameters
    ----------
    frame : DataFrame
        Columns `COLUMNS`, with `indicator`, `territory` and `group` as keys of their tables.

    Returns
    -------
    int
        How many figures are new or changed.
    """
    periods = frame["period"].unique()
    staged = pd.DataFrame(
        {
            "indicator": frame["indicator"],
            "territory": frame["territory"],
            "frequency": frame["period"].map({period: frequency(period) for period in periods}),
            "period_start": frame["period"].map({period: period_start(period) for period in periods}),
            "grouping": frame["group"],
            "value": frame["value"],
            "status": frame["status"],
        }
    )
    connection.execute(SORT_IN_MEMORY)
    connection.execute(STAGE_OBSERVATIONS)
    copy_frame(connection, "staged_observation", staged)
    connection.execute(text("analyze staged_observation"))
    keys = {"observatory": observatory, "data_set": data_set, "load": load}
    connection.execute(CLOSE_OBSERVATIONS, keys)
    added = connection.execute(ADD_OBSERVATIONS, keys).rowcount
    connection.execute(text("drop table staged_observation"))
    return added


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
        Columns of `Reader.territories`, with `territory` as key of its table, `fate` and `geometry`.

    Returns
    -------
    int
        How many territories are new or changed.
    """
    names = [without_missing(frame[f"name_{language}"]) for language in NAMED]
    extents = frame[SIDES].to_numpy(dtype=float)
    staged = pd.DataFrame(frame[PLAIN])
    staged["names"] = [_names(row) for row in zip(*names, strict=True)]
    staged["extent"] = [None if np.isnan(extent).any() else extent.tolist() for extent in extents]
    staged["geom"] = frame.geometry.to_wkb(hex=True)
    connection.execute(STAGE_TERRITORIES)
    copy_frame(connection, "staged_territory", staged)
    keys = {"observatory": observatory, "load": load}
    connection.execute(CLOSE_TERRITORIES, keys)
    added = connection.execute(ADD_TERRITORIES, keys).rowcount
    connection.execute(text("drop table staged_territory"))
    return added


def _names(row: Iterable[str | None]) -> str:
    return json.dumps({language: name for language, name in zip(NAMED, row, strict=True) if name})
