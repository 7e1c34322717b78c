"""GeoPackage: one layer, with the name of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from pyogrio import write_arrow

from dashboard.api.formats.geojson import GEOMETRY
from geodata.codebook import Table

CRS = "EPSG:4326"
BLOCK = 1 << 16


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write a layer to a file on disk, piece by piece, and read it out."""
    found = iter(pieces)
    first = next(found)
    with TemporaryDirectory(prefix="recovery-") as folder:
        path = Path(folder) / "layer.gpkg"
        write_arrow(
            pa.RecordBatchReader.from_batches(first.schema, chain([first], found)),
            path,
            layer=table.table,
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="MultiPolygon",
            crs=CRS,
        )
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
