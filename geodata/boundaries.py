"""Boundaries of one level: codes checked, shapes repaired and the repairs reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from geodata.archive import ZIP
from geodata.geojson import read_features
from geodata.level import Boundaries
from geodata.shapes import mismatched, shape_of
from geodata.text import read_bytes
from geodata.vector import GEOPACKAGE, read_geopackage, read_shapefile
from indicators.errors import DataError

SHOWN = 10
EXAMPLES = 3
SHAPEFILE = b"\x00\x00\x27\x0a"


class Drawn(NamedTuple):
    """The polygons of one level.

    Attributes
    ----------
    frame : GeoDataFrame
        Columns ``code``, the properties asked for, ``geometry`` (valid MultiPolygons, EPSG:4326).
    notes : list of str
        What was mended, one line a territory, and other things to know of the file.
    out_of_scope : int
        Features that the declared filter leaves out.
    """

    frame: GeoDataFrame
    notes: list[str]
    out_of_scope: int


def read_boundaries(path: Path, source: Boundaries, properties: Collection[str] = ()) -> Drawn:
    """Read the polygons of one level.

    Parameters
    ----------
    path : Path
        GeoJSON, TopoJSON, GeoPackage or a zipped Shapefile; its bytes tell which.
    source : Boundaries
        Declares the property that holds the territory's code, and how the file is read.
    properties : collection of str
        Further properties to keep, as text; None where a feature has none.

    Raises
    ------
    DataError
        With every feature that cannot be used: no geometry, no polygon, an open ring, a position outside
        the world; a code that is missing, repeated or not text; and where the filter leaves none.
    """
    there, notes = _features(path, source)
    _require_properties(there, {source.key, *source.filter, *properties}, path)
    features = _filtered(there, source, path)
    rows, faults = [], list[str]()
    seen: set[str] = set()
    for i, feature in enumerate(features, start=1):
        values = _properties(feature)
        try:
            code = _code(values.get(source.key), source.code_width, seen)
            shape, mended = shape_of(feature.get("geometry"))
            texts = {name: _text(values.get(name)) for name in properties}
        except ValueError as error:
            faults.append(f"feature {i} ({values.get(source.key)!r}): {error}")
            continue
        rows.append({"code": code, **texts, "geometry": shape})
        notes += [f"{path}: {code}: {what}" for what in mended]
    if faults:
        more = [f"... and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise DataError(
            "\n  ".join([f"{len(faults)} unusable feature(s):", *faults[:SHOWN], *more]),
            where=str(path),
            mend="correct them at the source; nothing was stored",
        )
    frame = GeoDataFrame(pd.DataFrame(rows, dtype=object), geometry="geometry", crs="EPSG:4326")
    return Drawn(frame, [*notes, *_mismatches(frame, source.path)], len(there) - len(features))


def _filtered(features: list[dict[str, Any]], source: Boundaries, path: Path) -> list[dict[str, Any]]:
    """Keep the features whose properties are among the codes of the filter."""
    kept = [
        feature
        for feature in features
        if all(_plain(_properties(feature).get(name)) in codes for name, codes in source.filter.items())
    ]
    if not kept:
        wanted = "; ".join(f"{name} {' or '.join(codes)}" for name, codes in source.filter.items())
        raise DataError(f"no feature has {wanted}", where=str(path), mend="correct 'filter'")
    return kept


def _features(path: Path, source: Boundaries) -> tuple[list[dict[str, Any]], list[str]]:
    raw = read_bytes(path)
    if raw.startswith(SHAPEFILE):
        raise DataError(
            "a Shapefile without its other parts", where=str(path), mend="zip .shp, .shx, .dbf, .prj and .cpg"
        )
    if raw.startswith(ZIP):
        return read_shapefile(raw, source, str(path))
    if raw.startswith(GEOPACKAGE):
        return read_geopackage(path, source)
    return read_features(raw, source.layer, path), []


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    own = {"id": feature["id"]} if "id" in feature else {}
    return {**own, **(feature.get("properties") or {})}


def _mismatches(frame: GeoDataFrame, path: str) -> Iterator[str]:
    codes = frame.loc[mismatched(np.asarray(frame.geometry)), "code"].tolist()
    if codes:
        first = f"{', '.join(codes[:EXAMPLES])}{' ...' * (len(codes) > EXAMPLES)}"
        yield f"{path}: {len(codes)} of {len(frame)} shapes do not meet their neighbours' edges: {first}"


def _require_properties(features: list[dict[str, Any]], wanted: set[str], path: Path) -> None:
    there = set[str]().union(*(_properties(feature) for feature in features))
    missing = sorted(wanted - there)
    if missing:
        raise DataError(
            f"no feature has the property {', '.join(missing)}",
            where=str(path),
            mend=f"there are: {', '.join(sorted(there)) or 'none'}",
        )


def _code(value: Any, width: int | None, seen: set[str]) -> str:
    if value is None or value == "":
        raise ValueError("no code")
    if width is not None and isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:0{width}}"
    if not isinstance(value, str):
        raise ValueError(
            "a code that is no text: write it as text, or declare 'code_width', or a leading zero is lost"
        )
    code = _storable(value)
    if code != code.strip():
        raise ValueError("a code with spaces around it")
    if code in seen:
        raise ValueError("a code that an earlier feature has")
    seen.add(code)
    return code


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} where a text or a number is asked for")
    return _storable(_plain(value))


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a text with a NUL or half a character")
    return unicodedata.normalize("NFC", text)
