"""GeoJSON (RFC 7946): one feature a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from dashboard.api.page import write_json
from geodata.codebook import Table

DECIMALS = 5  # of a degree: about a metre
GEOMETRY = "geometry"


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write a collection; a row has an id where one column is the key of the table."""
    [key, *more] = table.key
    start = b'{"type":"FeatureCollection","features":[\n'
    for piece in pieces:
        drawn = _shapes(piece.column(GEOMETRY))
        for row, shape in zip(piece.drop_columns([GEOMETRY]).to_pylist(), drawn, strict=True):
            named = {} if more else {"id": row[key]}
            yield start + write_json({"type": "Feature", **named, "properties": row, GEOMETRY: shape})
            start = b",\n"
    yield (b"" if start == b",\n" else start) + b"\n]}\n"


def _shapes(column: pa.Array) -> list[Any]:
    """Read shapes, outer rings counterclockwise, as GeoJSON objects; none where there is none."""
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    drawn: NDArray[Any] = shapely.to_geojson(
        shapely.transform(shapely.orient_polygons(shapes), lambda at: np.round(at, DECIMALS))
    )
    return [None if text is None else json.loads(text) for text in drawn]
