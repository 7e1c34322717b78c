"""GeoPackage and GeoParquet of cells: every feature a square with a figure, laid out as an array."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from geodata.grid_layers import GridLayer
from geodata.lattice import CLOSE, Bounds, Lattice, require_cells, window_around
from geodata.reference_system import choose_system
from geodata.vector import GEOPACKAGE, choose_layer
from indicators.arrays import Floats
from indicators.errors import DataError

PARQUET = b"PAR1"
WGS84 = "OGC:CRS84"  # what GeoParquet means where it names no reference system
BATCH = 1 << 16
MEND = "export it again, one square polygon a cell"


def read_cells(path: Path, declared: GridLayer, degrees: Bounds) -> tuple[Floats, Lattice]:
    """Read the cells around territories; see `geotiff.read_geotiff` for what is returned.

    Raises
    ------
    DataError
        Where the file is damaged, a feature is no square cell, two stand in one place or off the lattice, or
        the column is not there or holds no numbers.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(GEOPACKAGE)) == GEOPACKAGE
        with (_geopackage if packed else _geoparquet)(path, declared) as (crs, batches):
            return _lay_out(crs, batches, degrees, str(path))
    except (pa.ArrowException, DataSourceError, DataLayerError, shapely.GEOSException) as error:
        what = f"a grid that cannot be read: {str(error)[:200]}"
        raise DataError(what, where=str(path), mend=MEND) from None


@contextmanager
def _geopackage(path: Path, declared: GridLayer) -> Iterator[tuple[CRS, Iterator[pa.RecordBatch]]]:
    where = str(path)
    layer = choose_layer(
        [str(name) for name, kind in pyogrio.list_layers(path) if kind], declared.layer, where
    )
    info = pyogrio.read_info(path, layer=layer)
    column = _column(declared, [str(name) for name in info["fields"]], where)
    crs = choose_system(info["crs"], declared.crs, where)
    options = {"layer": layer, "columns": [column], "batch_size": BATCH, "use_pyarrow": True}
    with pyogrio.raw.open_arrow(path, **options) as (meta, reader):
        geometry = meta["geometry_name"] or "wkb_geometry"
        yield crs, (batch.select([geometry, column]) for batch in reader)


@contextmanager
def _geoparquet(path: Path, declared: GridLayer) -> Iterator[tuple[CRS, Iterator[pa.RecordBatch]]]:
    where = str(path)
    with pq.ParquetFile(path) as file:
        told = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        geometry = told.get("primary_column")
        if not geometry or told["columns"][geometry].get("encoding") != "WKB":
            raise DataError("no GeoParquet with shapes as WKB", where=where, mend=MEND)
        system = told["columns"][geometry].get("crs", WGS84)
        found = json.dumps(system) if isinstance(system, dict) else system
        crs = choose_system(found, declared.crs, where)
        names = [name for name in file.schema_arrow.names if name != geometry]
        column = _column(declared, names, where)
        yield crs, file.iter_batches(BATCH, columns=[geometry, column])


def _column(declared: GridLayer, there: list[str], where: str) -> str:
    if declared.column in there:
        return str(declared.column)
    what = f"no column '{declared.column}'" if declared.column else "no column is declared"
    raise DataError(what, where=where, mend=f"declare 'column'; there are: {', '.join(there) or 'none'}")


def _lay_out(
    crs: CRS, batches: Iterator[pa.RecordBatch], degrees: Bounds, where: str
) -> tuple[Floats, Lattice]:
    """Put every cell in its place; the first tells the lattice, which the others must keep to."""
    values, lattice = np.empty((0, 0)), None
    seen = np.empty((0, 0), dtype=bool)
    for batch in batches:
        corners, figures = _corners(batch.column(0), where), _figures(batch, where)
        if lattice is None and len(corners):
            lattice, shape = _lattice(crs, corners[0], degrees, where)
            values, seen = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
        if lattice is not None:
            inside, rows, columns = _places(corners, lattice, values.shape, where)
            if seen[rows, columns].any() or len(np.unique(rows * values.shape[1] + columns)) < len(rows):
                raise DataError("two features are the same cell", where=where, mend=MEND)
            seen[rows, columns] = True
            values[rows, columns] = figures[inside]
    if lattice is None or not seen.any():
        raise DataError("no cell near the territories", where=where, mend="take a grid of their region")
    return values, lattice


def _lattice(crs: CRS, first: Floats, degrees: Bounds, where: str) -> tuple[Lattice, tuple[int, int]]:
    west, south, east, north = first
    require_cells(crs, east - west, north - south, ((west + east) / 2, (south + north) / 2), where)
    lattice = Lattice(crs, east - west, west, north)
    row, column, rows, columns = window_around(degrees, lattice, where)
    return lattice.moved(row, column), (rows, columns)


def _corners(shapes: Any, where: str) -> Floats:
    """Return west, south, east and north of each cell, (N, 4)."""
    cells = shapely.from_wkb(shapes.to_numpy(zero_copy_only=False))
    corners: Floats = shapely.bounds(cells)
    area = (corners[:, 2] - corners[:, 0]) * (corners[:, 3] - corners[:, 1])
    odd = ~(np.abs(shapely.area(cells) / np.where(area > 0, area, np.nan) - 1) < CLOSE)
    if odd.any():
        shown = shapely.to_wkt(cells[odd][0], rounding_precision=0) if cells[odd][0] else "none at all"
        raise DataError(f"a shape that is no square cell: {shown[:120]}", where=where, mend=MEND)
    return corners


def _figures(batch: pa.RecordBatch, where: str) -> Floats:
    column, name = batch.column(1), batch.schema.names[1]
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        what = f"the column '{name}' holds {column.type}, no numbers"
        raise DataError(what, where=where, mend="export it as a number, or declare another 'column'")
    figures: Floats = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return figures


def _places(
    corners: Floats, lattice: Lattice, shape: tuple[int, ...], where: str
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Return which cells lie in the window, and the row and column of each of those."""
    west, _, _, north = corners.T
    sizes = corners[:, 2:] - corners[:, :2]
    exact = np.column_stack([lattice.north - north, west - lattice.west]) / lattice.size
    places = np.rint(exact).astype(np.int64)
    off = np.abs(exact - places).max(axis=1) + np.abs(sizes / lattice.size - 1).max(axis=1) > CLOSE
    if off.any():
        at = ", ".join(f"{corner:.10g}" for corner in corners[off][0])
        raise DataError(f"a cell that is not on the lattice of the others: {at}", where=where, mend=MEND)
    inside = np.all((places >= 0) & (places < shape), axis=1)
    rows, columns = places[inside].T
    return np.asarray(inside), rows, columns
