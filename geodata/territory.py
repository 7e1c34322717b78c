"""The territories of an observatory, all levels in one frame, from its declaration and its folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import Geod

from geodata.attributes import read_areas
from geodata.boundaries import read_boundaries
from geodata.folder import Folder
from geodata.hierarchy import NAMED, SIDES, Level
from geodata.observatory import Observatory
from indicators.errors import DataError

TEXTS = ["territory", "level", "parent", *(f"name_{language}" for language in NAMED), "role"]
COLUMNS = [*TEXTS, "role_derived", "enclave", "area_km2", *SIDES, "geometry"]
GEOD = Geod(ellps="WGS84")
SHOWN = 10


@dataclass(frozen=True)
class Territories:
    """Territories, and what a person should know of how they were read.

    Attributes
    ----------
    frame : GeoDataFrame
        One row a territory, largest level first: territory, level, parent, name_en, name_es, name_fr,
        name_local (None where not given), role, role_derived, enclave, area_km2, west, south, east, north
        (degrees), geometry (MultiPolygon in EPSG:4326, or None).
    notes : tuple of str
        Shapes that were repaired, areas that had to be measured, places that the source does not class.
    """

    frame: GeoDataFrame
    notes: tuple[str, ...]


def assemble(observatory: Observatory, folder: Folder) -> Territories:
    """Read the territories of every level.

    Roles are there where the boundaries carry them; `typology.classify` gives the others.

    Parameters
    ----------
    folder : Folder
        What the declared paths are relative to.

    Raises
    ------
    DataError
        Where a file cannot be used, a code stands for two territories, a parent or an enclave does not
        exist, or the boundaries lie where the declared map does not look.
    """
    notes: list[str] = []
    rows = [row for level in observatory.hierarchy.levels for row in _rows(level, observatory, folder, notes)]
    frame = GeoDataFrame(pd.DataFrame(rows).reindex(columns=COLUMNS), geometry="geometry", crs="EPSG:4326")
    _require_tree(frame, observatory)
    _require_on_map(frame, observatory)
    frame["enclave"] = frame["territory"].isin(observatory.enclaves)
    frame["role_derived"] = False
    frame[SIDES] = frame.geometry.bounds.to_numpy()
    _fill_from_members(frame, [level.code for level in observatory.hierarchy.levels])
    frame[TEXTS] = frame[TEXTS].astype(object).where(frame[TEXTS].notna(), None)
    return Territories(frame, tuple(notes))


def area_km2(shape: shapely.Geometry) -> float:
    """Geodesic area on the WGS 84 ellipsoid (Karney 2013, J. Geodesy 87), in km2.

    Examples
    --------
    >>> round(area_km2(shapely.box(0, 0, 1, 1)))
    12309
    """
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(area) / 1e6


def _rows(level: Level, observatory: Observatory, folder: Folder, notes: list[str]) -> list[dict[str, Any]]:
    placed = [
        {
            "territory": place.code,
            "level": level.code,
            "parent": place.parent or level.parent_of(place.code),
            **{f"name_{language}": name for language, name in place.name.model_dump().items()},
        }
        for place in level.places
    ]
    return placed + _drawn(level, observatory, folder, notes)


def _drawn(level: Level, observatory: Observatory, folder: Folder, notes: list[str]) -> list[dict[str, Any]]:
    source, typology = level.boundaries, observatory.typology
    if source is None:
        return []
    classed_by = typology.property if typology and typology.level == level.code else None
    wanted = {*source.name.values(), *filter(None, [classed_by])}
    shapes, repairs = read_boundaries(folder / source.path, source, wanted)
    areas = read_areas(level.attributes, folder) if level.attributes else {}
    measured = [code for code in shapes["code"] if code not in areas]
    if areas and measured:
        notes.append(f"{level.code}: no official area, measured on the boundary: {_some(measured)}")
    rows = [
        {
            "territory": code,
            "level": level.code,
            "parent": level.parent_of(code),
            **{f"name_{language}": row[name] for language, name in source.name.items()},
            "role": typology.role_of(row[classed_by]) if typology and classed_by else None,
            "area_km2": areas[code] if code in areas else area_km2(row["geometry"]),
            "geometry": row["geometry"],
        }
        for code, row in zip(shapes["code"], shapes.to_dict("records"), strict=True)
    ]
    unclassed = [row["territory"] for row in rows if classed_by and row["role"] is None]
    if unclassed:
        notes.append(f"{level.code}: no class in the boundary file: {_some(unclassed)}")
    notes += repairs
    return rows


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:SHOWN]) + (f" ... ({len(codes)})" if len(codes) > SHOWN else "")


def _require_tree(frame: GeoDataFrame, observatory: Observatory) -> None:
    codes = frame["territory"]
    above: set[str] = set()
    faults = [f"two territories have the code {code}" for code in codes[codes.duplicated()].unique()]
    for level in observatory.hierarchy.levels:
        rows = frame[frame["level"] == level.code]
        lost = rows[~rows["parent"].isin(above)] if above else rows[rows["parent"].notna()]
        faults += [
            f"{level.code} {row.territory}: no territory '{row.parent}' above it" for row in lost.itertuples()
        ]
        above |= set(rows["territory"])
    faults += [f"enclaves: no territory '{code}'" for code in observatory.enclaves if code not in above]
    if faults:
        raise DataError(
            "\n  ".join(["the hierarchy does not hold together:", *faults[:SHOWN]]),
            where=observatory.observatory,
            mend="correct 'parent', 'enclaves' or the boundaries",
        )


def _require_on_map(frame: GeoDataFrame, observatory: Observatory) -> None:
    windows = [observatory.map.extent, *(inset.extent for inset in observatory.map.insets)]
    bounds = frame.geometry.dropna().bounds.to_numpy()
    if not len(bounds) or _meet(bounds, windows):
        return
    swapped = _meet(bounds[:, [1, 0, 3, 2]], windows)
    raise DataError(
        "no boundary lies inside the declared map"
        + (", but they do with their axes swapped" if swapped else ""),
        where=observatory.observatory,
        mend="write longitude before latitude" if swapped else "correct 'map: extent' or the boundaries",
    )


def _meet(bounds: NDArray[np.float64], windows: list[tuple[float, float, float, float]]) -> bool:
    west, south, east, north = bounds.T
    return any(((west < e) & (east > w) & (south < n) & (north > s)).any() for w, s, e, n in windows)


def _fill_from_members(frame: GeoDataFrame, levels: list[str]) -> None:
    """Give places without a boundary the extent of their members, and the area where every member has one."""
    for level in reversed(levels[:-1]):
        places = frame.loc[(frame["level"] == level) & frame.geometry.isna(), "territory"]
        for at, code in places.items():
            members = frame[frame["parent"] == code]
            if len(members):
                frame.loc[at, SIDES] = [*members[SIDES[:2]].min(), *members[SIDES[2:]].max()]
                frame.loc[at, "area_km2"] = members["area_km2"].sum(skipna=False)
