"""The territories of an observatory, all levels in one frame, from its declaration and its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from geodata.flows import Flows
from geodata.folder import Folder
from geodata.hierarchy import NAMED, SIDES, Version
from geodata.history import fate_in, read_histories
from geodata.level import Tier
from geodata.observatory import Observatory
from geodata.tabular import Account
from geodata.tier import Reading, some
from geodata.zones import roles_by_grid
from indicators.errors import DataError

TEXTS = ["territory", "level", "parent", *(f"name_{language}" for language in NAMED), "role"]
COLUMNS = [*TEXTS, "role_derived", "enclave", "area_km2", *SIDES, "geometry"]
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
    others : GeoDataFrame
        The territories of other versions: the same columns, version, and fate (what became of it; empty
        where nothing did).
    histories : tuple of Flows
        The declared changes, then the crosswalks.
    files : DataFrame
        One row a file and what it was read for, columns of `tabular.Account`.
    """

    frame: GeoDataFrame
    notes: tuple[str, ...]
    others: GeoDataFrame
    histories: tuple[Flows, ...]
    files: pd.DataFrame


def assemble(observatory: Observatory, folder: Folder) -> Territories:
    """Read the territories of every level, of the present version and of the others.

    Roles are there where boundaries, attributes or a grid tell them; `typology.classify` gives the others.

    Parameters
    ----------
    folder : Folder
        What the declared paths are relative to.

    Raises
    ------
    DataError
        Where a file cannot be used, a code stands for two territories, a parent, an enclave or a territory
        of a target does not exist, or the boundaries lie where the declared map does not look.
    """
    hierarchy, typology = observatory.hierarchy, observatory.typology
    reading = Reading(folder, typology, typology.property if typology else None)
    frame = _frame(hierarchy.levels, reading)
    _require_tree(frame, observatory)
    _require_on_map(frame, observatory)
    if typology and typology.grid:
        frame["role"], told = roles_by_grid(frame, typology.level, typology.grid, folder)
        reading.notes.extend(told)
    frame["enclave"] = frame["territory"].isin(observatory.enclaves)
    histories = read_histories(hierarchy, folder, reading.accounts)
    others = [_other(version, reading, observatory, histories) for version in hierarchy.versions]
    return Territories(
        frame,
        tuple(reading.notes),
        GeoDataFrame(pd.concat([frame.head(0).assign(version="", fate=""), *others], ignore_index=True)),
        histories,
        pd.DataFrame(map(asdict, reading.accounts), columns=[field.name for field in fields(Account)]),
    )


def _frame(levels: Sequence[Tier], reading: Reading) -> GeoDataFrame:
    rows = [row for level in levels for row in reading.rows(level)]
    frame = GeoDataFrame(pd.DataFrame(rows).reindex(columns=COLUMNS), geometry="geometry", crs="EPSG:4326")
    frame["role_derived"] = frame["enclave"] = False
    frame["area_km2"] = frame["area_km2"].astype(float)
    frame[SIDES] = frame.geometry.bounds.to_numpy()
    _fill_from_members(frame, [level.code for level in levels])
    frame[TEXTS] = frame[TEXTS].astype(object).where(frame[TEXTS].notna(), None)
    return frame


def _other(
    version: Version, reading: Reading, observatory: Observatory, histories: Sequence[Flows]
) -> GeoDataFrame:
    frame = _frame(version.levels, replace(reading, classed_by=version.property, version=version.version))
    where = f"{observatory.observatory}, version {version.version}"
    _refuse(_twice(frame), where)
    lost = frame["parent"].notna() & ~frame["parent"].isin(frame["territory"])
    if lost.any():
        reading.notes.append(f"{where}: no territory above {some([*frame['territory'][lost]])}")
    frame["parent"] = frame["parent"].where(~lost, None)
    own = [history for history in histories if history.version == version.version]
    return frame.assign(version=version.version, fate=[fate_in(own, code) for code in frame["territory"]])


def _require_tree(frame: GeoDataFrame, observatory: Observatory) -> None:
    above: set[str] = set()
    faults = _twice(frame)
    for level in observatory.hierarchy.levels:
        rows = frame[frame["level"] == level.code]
        lost = rows[~rows["parent"].isin(above)] if above else rows[rows["parent"].notna()]
        faults += [
            f"{level.code} {row.territory}: no territory '{row.parent}' above it" for row in lost.itertuples()
        ]
        above |= set(rows["territory"])
    faults += [f"enclaves: no territory '{code}'" for code in observatory.enclaves if code not in above]
    named = [(target.code, code) for target in observatory.targets for code in target.territories]
    faults += [f"targets, {target}: no territory '{code}'" for target, code in named if code not in above]
    _refuse(faults, observatory.observatory)


def _twice(frame: GeoDataFrame) -> list[str]:
    codes = frame["territory"]
    return [f"two territories have the code {code}" for code in codes[codes.duplicated()].unique()]


def _refuse(faults: list[str], where: str) -> None:
    if faults:
        raise DataError(
            "\n  ".join(["the hierarchy does not hold together:", *faults[:SHOWN]]),
            where=where,
            mend="correct 'parent', 'enclaves', 'targets' or the boundaries",
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
                if np.isnan(frame.loc[at, "area_km2"]):
                    frame.loc[at, "area_km2"] = members["area_km2"].sum(skipna=False)
