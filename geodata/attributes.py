"""Official facts about territories, from a CSV beside the boundaries."""

from __future__ import annotations

import csv
import io

from geodata.folder import Folder
from geodata.hierarchy import Attributes
from indicators.errors import DataError


def read_areas(source: Attributes, folder: Folder) -> dict[str, float]:
    """Read the official areas: code -> km2; empty where the declaration names no such column.

    Raises
    ------
    DataError
        Where the file or a column is missing, a code is repeated, or an area is not a positive number.
    """
    if source.area_km2 is None:
        return {}
    path = folder / source.path
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError("no such file", where=str(path), mend="put it there, or correct the path") from None
    except UnicodeDecodeError as error:
        raise DataError(f"not UTF-8 text: {error}", where=str(path), mend="save it as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text))
    missing = {source.key, source.area_km2} - set(reader.fieldnames or ())
    if missing:
        raise DataError(
            f"no column {', '.join(sorted(missing))}",
            where=str(path),
            mend=f"there are: {', '.join(reader.fieldnames or ()) or 'none'}",
        )
    areas: dict[str, float] = {}
    for row in reader:
        where = f"{path}:{reader.line_num}"
        code = row[source.key]
        if code in areas:
            raise DataError(f"the code {code} is given twice", where=where, mend="keep one row")
        areas[code] = _area(row[source.area_km2], where)
    return areas


def _area(text: str | None, where: str) -> float:
    try:
        area = float(text or "")
    except ValueError:
        area = 0.0
    if not 0 < area < float("inf"):
        raise DataError(f"'{text}' is not an area", where=where, mend="write km2 as a number, like 8189.5")
    return area
