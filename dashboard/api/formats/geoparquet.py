"""GeoParquet 1.1: Parquet whose geometry any reader of the format finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyarrow.parquet import ParquetWriter
from pyproj import CRS

from dashboard.api.formats.geojson import GEOMETRY
from dashboard.api.formats.sink import Sink
from geodata.codebook import Table


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write one row group a piece; the title of the table stands among the metadata."""
    sink, writer = Sink(), None
    for piece in pieces:
        if writer is None:
            told = {b"geo": _geo(), b"title": table.title.en.encode()}
            schema = piece.schema.with_metadata(told)
            writer = ParquetWriter(sink, schema, compression="zstd")
        if piece.num_rows:
            writer.write_batch(piece.replace_schema_metadata(schema.metadata))
            yield sink.take()
    if writer is not None:
        writer.close()
    yield sink.take()


def _geo() -> bytes:
    """Write the metadata of the geometry as the format wants them."""
    column = {
        "encoding": "WKB",
        "geometry_types": ["MultiPolygon"],
        "crs": CRS.from_epsg(4326).to_json_dict(),
    }
    said = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    return json.dumps(said).encode()
