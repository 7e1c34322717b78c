"""Official facts about territories, from a CSV beside the boundaries."""

from __future__ import annotations

from geodata.folder import Folder
from geodata.hierarchy import Attributes
from geodata.text import read_rows
from indicators.errors import DataError


def read_areas(source: Attributes, folder: Folder) -> dict[str, float]:
    """Read the official areas: code -> km2; empty where the declaration names no such column.

    Raises
    ------
    DataError
        Where the file or a column is missing, a row does not fit the header, a code is repeated, or an area
        is not a positive number.
    """
    if source.area_km2 is None:
        return {}
    path = folder / source.path
    areas: dict[str, float] = {}
    for where, row in read_rows(path, source.delimiter, [source.key, source.area_km2]):
        code = row[source.key]
        if code in areas:
            raise DataError(f"the code {code} is given twice", where=where, mend="keep one row")
        areas[code] = _area(row[source.area_km2], where)
    return areas


def _area(text: str, where: str) -> float:
    try:
        area = float(text)
    except ValueError:
        area = 0.0
    if not 0 < area < float("inf"):
        raise DataError(f"'{text}' is not an area", where=where, mend="write km2 as a number, like 8189.5")
    return area
