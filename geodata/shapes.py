"""One territory's shape: polygons only, flat, on the globe, valid; what is mended is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geodata.geojson import polygons

WEST, EAST = shapely.box(0, -90, 180, 90), shapely.box(180, -90, 360, 90)
GEOD = Geod(ellps="WGS84")
NARROW_DEGREES = 1e-4  # about ten metres
METRES = " (metres? declare 'crs')"


def shape_of(geometry: Any) -> tuple[shapely.MultiPolygon, list[str]]:
    """Make the valid MultiPolygon of a GeoJSON or shapely geometry, and say what had to be mended.

    Raises
    ------
    ValueError
        Saying what is wrong with it: no polygon, a ring that is not closed, a position outside the world.

    Examples
    --------
    >>> shape_of(shapely.box(179, 0, 181, 1))[0]
    Traceback (most recent call last):
    ValueError: a position outside the world: longitude 181, latitude 0 (metres? declare 'crs')
    """
    high = _has_height(geometry)
    shape = _flat(geometry) if isinstance(geometry, shapely.Geometry) else polygons(geometry)
    notes = ["its heights are left out"] if high else []
    west, _, east, _ = shape.bounds
    if east - west > 180 and any(_jumps(part) for part in shape.geoms):
        shape = shapely.MultiPolygon([piece for part in shape.geoms for piece in _cut(part)])
        notes.append("crosses the antimeridian: cut there")
    if not shape.is_valid:
        notes.append(f"repaired: {shapely.is_valid_reason(shape)}")
        shape = _mend(shape)
    return shape, notes


def mismatched(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which shapes of a level overlap a neighbour, or leave a gap of less than ten metres to it.

    Parameters
    ----------
    shapes : ndarray of MultiPolygon, shape (N,)

    Returns
    -------
    ndarray of bool, shape (N,)
        Also true where two shapes share an edge of which only one has a corner in the middle.

    Examples
    --------
    >>> squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(1.9, 0, 3, 1)]
    >>> mismatched(np.array(squares)).tolist()
    [False, True, True]
    """
    edges = shapely.coverage_invalid_edges(shapes, gap_width=NARROW_DEGREES)
    return np.asarray(~shapely.is_empty(edges))


def _has_height(geometry: Any) -> bool:
    if isinstance(geometry, shapely.Geometry):
        return bool(geometry.has_z or geometry.has_m)
    position = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(position, list) and position and isinstance(position[0], list):
        position = position[0]
    return isinstance(position, list) and len(position) > 2


def _flat(shape: shapely.Geometry) -> shapely.MultiPolygon:
    if not isinstance(shape, (shapely.Polygon, shapely.MultiPolygon)):
        raise ValueError(f"a {shape.geom_type}, not a polygon")
    if shape.is_empty:
        raise ValueError("an empty geometry")
    positions = shapely.get_coordinates(shape)
    beyond = ~(np.abs(positions) <= (180 + 1e-9, 90 + 1e-9)).all(axis=1)
    if beyond.any():
        lon, lat = positions[beyond][0]
        raise ValueError(f"a position outside the world: longitude {lon:g}, latitude {lat:g}{METRES}")
    flat = shapely.force_2d(shape)
    return shapely.MultiPolygon([flat]) if isinstance(flat, shapely.Polygon) else flat


def _jumps(polygon: shapely.Polygon) -> bool:
    """Tell whether an edge spans more than half the globe; a whole turn is an edge along a pole."""
    rings = [polygon.exterior, *polygon.interiors]
    spans = np.concatenate([np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) for ring in rings])
    return bool(((spans > 180) & (spans < 360)).any())


def _cut(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    if not _jumps(polygon):
        return [polygon]
    turned = shapely.transform(polygon, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))
    turned = shapely.make_valid(turned, method="structure", keep_collapsed=False)
    east = shapely.transform(turned & EAST, lambda xy: xy - (360, 0))
    return [*_polygons(turned & WEST), *_polygons(east)]


def _mend(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    parts = _polygons(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    if not parts:
        raise ValueError(f"a shape without area: {shapely.is_valid_reason(shape)}")
    return shapely.MultiPolygon(parts)


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon) and not p.is_empty]


def area_km2(shape: shapely.Geometry) -> float:
    """Geodesic area on the WGS 84 ellipsoid (Karney 2013, J. Geodesy 87), in km2.

    Examples
    --------
    >>> round(area_km2(shapely.box(0, 0, 1, 1)))
    12309
    """
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(area) / 1e6
