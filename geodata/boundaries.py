"""Boundaries of one level: codes checked, shapes repaired and the repairs reported."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from geopandas import GeoDataFrame

from geodata.geojson import polygons, read_features
from indicators.errors import DataError

SHOWN = 10


def read_boundaries(path: Path, key: str, properties: Collection[str] = ()) -> tuple[GeoDataFrame, list[str]]:
    """Read the polygons of one level from GeoJSON.

    Parameters
    ----------
    path : Path
        GeoJSON in longitude and latitude.
    key : str
        The property that holds the territory's code.
    properties : collection of str
        Further properties to keep, as text; None where a feature has none.

    Returns
    -------
    frame : GeoDataFrame
        Columns ``code``, those of `properties`, ``geometry`` (valid MultiPolygons, EPSG:4326).
    repairs : list of str
        What was mended, one line a territory.

    Raises
    ------
    DataError
        With every feature that cannot be used: no geometry, no polygon, an open ring, a position outside
        the world; a code that is missing, repeated or not text.
    """
    features = read_features(path)
    _require_properties(features, {key, *properties}, path)
    rows, faults, repairs = [], list[str](), list[str]()
    seen: set[str] = set()
    for i, feature in enumerate(features, start=1):
        values = feature.get("properties") or {}
        try:
            code = _code(values.get(key), seen)
            shape, repair = _valid(polygons(feature.get("geometry")))
            rows.append(
                {"code": code, **{name: _text(values.get(name)) for name in properties}, "geometry": shape}
            )
        except ValueError as error:
            faults.append(f"feature {i} ({values.get(key)!r}): {error}")
            continue
        if repair:
            repairs.append(f"{path}: {code}: {repair}")
    if faults:
        more = [f"... and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise DataError(
            "\n  ".join([f"{len(faults)} unusable feature(s):", *faults[:SHOWN], *more]),
            where=str(path),
            mend="correct them at the source; nothing was stored",
        )
    return GeoDataFrame(pd.DataFrame(rows, dtype=object), geometry="geometry", crs="EPSG:4326"), repairs


def _require_properties(features: list[dict[str, Any]], wanted: set[str], path: Path) -> None:
    there = set[str]().union(*(feature.get("properties") or {} for feature in features))
    missing = sorted(wanted - there)
    if missing:
        raise DataError(
            f"no feature has the property {', '.join(missing)}",
            where=str(path),
            mend=f"there are: {', '.join(sorted(there)) or 'none'}",
        )


def _code(value: Any, seen: set[str]) -> str:
    if value is None or value == "":
        raise ValueError("no code")
    if not isinstance(value, str):
        raise ValueError("a code that is no text: put it in quotes, or a leading zero is lost")
    if value != value.strip():
        raise ValueError("a code with spaces around it")
    if value in seen:
        raise ValueError("a code that an earlier feature has")
    seen.add(value)
    return _storable(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} where a text or a number is asked for")
    return _storable(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a text with a NUL or half a character")
    return text


def _valid(shape: shapely.MultiPolygon) -> tuple[shapely.MultiPolygon, str]:
    if shape.is_valid:
        return shape, ""
    reason = shapely.is_valid_reason(shape)
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [
        part for part in shapely.get_parts(mended) if isinstance(part, shapely.Polygon) and not part.is_empty
    ]
    if not parts:
        raise ValueError(f"a shape without area: {reason}")
    return shapely.MultiPolygon(parts), f"repaired: {reason}"
