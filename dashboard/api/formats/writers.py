"""Which function writes which format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyarrow as pa

from dashboard.api.formats import csv, geojson, geopackage, geoparquet, parquet, sdmx_csv, xlsx
from dashboard.api.negotiate import CSV, GEOJSON, GEOPACKAGE, GEOPARQUET, PARQUET, SDMX_CSV, XLSX, Format
from geodata.codebook import Table

Writer = Callable[[Iterable[pa.RecordBatch], Table], Iterator[bytes]]
WRITERS: Mapping[Format, Writer] = {
    CSV: csv.write,
    PARQUET: parquet.write,
    XLSX: xlsx.write,
    SDMX_CSV: sdmx_csv.write,
    GEOJSON: geojson.write,
    GEOPACKAGE: geopackage.write,
    GEOPARQUET: geoparquet.write,
}


def pieces_of(rows: pa.Table) -> Iterator[pa.RecordBatch]:
    """Cut a table into pieces; one that has no rows is a piece too."""
    yield from rows.to_batches() or [pa.RecordBatch.from_pylist([], rows.schema)]
