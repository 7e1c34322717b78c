"""GeoJSON text into features, strictly: what common readers take in silence is refused or said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.blocks import decode
from geodata.json_text import parse
from geodata.topojson import features_of
from indicators.errors import DataError

DEGREES = re.compile(r"(^|:)(EPSG:+4326|CRS:?84)$", re.IGNORECASE)


def read_features(raw: bytes, layer: str | None, path: Path) -> list[dict[str, Any]]:
    """Read the features of a GeoJSON (RFC 7946) or TopoJSON file in longitude and latitude.

    Parameters
    ----------
    layer : str, optional
        Of a TopoJSON.
    path : Path
        Stands in messages.

    Raises
    ------
    DataError
        Where the file is cut off, is no GeoJSON, holds nothing, or is in another reference system.
    """
    data = parse(decode(raw, str(path)), str(path), kind="GeoJSON", number=None)
    if isinstance(data, dict) and data.get("type") == "Topology":
        data["features"] = features_of(data, layer, str(path))
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(map(_is_feature, features)):
        raise DataError("no FeatureCollection", where=str(path), mend="export it as GeoJSON")
    _require_degrees(data, path)
    if not features:
        raise DataError("holds no feature", where=str(path), mend="download it again, or correct the filter")
    return features


def _is_feature(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("properties"), dict | None)


def _require_degrees(data: Mapping[str, Any], path: Path) -> None:
    crs = data.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is not None and not DEGREES.search(str(name)):
        raise DataError(
            f"coordinates are in {name or crs!r}, not in EPSG:4326",
            where=str(path),
            mend="convert it: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson in.geojson",
        )


def polygons(geometry: Any) -> shapely.MultiPolygon:
    """Build the polygons of a GeoJSON geometry, two-dimensional.

    Raises
    ------
    ValueError
        Saying what is wrong with it: no polygon, a ring that is not closed, a position outside the world.
    """
    if not isinstance(geometry, dict):
        raise ValueError("no geometry")
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {kind}, not a polygon")
    return shapely.MultiPolygon(
        [_polygon(rings) for rings in _filled([parts] if kind == "Polygon" else parts)]
    )


def _polygon(rings: Any) -> shapely.Polygon:
    shell, *holes = (_ring(ring) for ring in _filled(rings))
    return shapely.Polygon(shell, holes)


def _filled(parts: Any) -> list[Any]:
    if not isinstance(parts, list) or not parts:
        raise ValueError("an empty geometry")
    return parts


def _ring(ring: Any) -> NDArray[np.float64]:
    try:
        positions = np.array(ring)
    except ValueError:  # rows of different length
        positions = np.array(())
    if positions.dtype.kind not in "if" or not positions.size:
        raise ValueError("positions that are not pairs of numbers")
    if positions.ndim != 2 or positions.shape[1] not in (2, 3, 4) or len(positions) < 4:
        raise ValueError("a ring of fewer than four positions")
    if not (positions[0] == positions[-1]).all():
        raise ValueError("a ring that is not closed: its last position must be its first")
    flat = positions[:, :2]
    beyond = ~(np.abs(flat) <= (180, 90)).all(axis=1)
    if beyond.any():
        lon, lat = flat[beyond][0]
        raise ValueError(f"a position outside the world: longitude {lon:g}, latitude {lat:g}")
    return flat
