"""GeoTIFF: the cells of a window, as they are stored."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from geodata.grid_layers import GridLayer
from geodata.lattice import Bounds, Lattice, require_cells, window_around
from geodata.reference_system import choose_system
from indicators.arrays import Floats
from indicators.errors import DataError

TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
ALONE = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
EXPORT = "export it again as a GeoTIFF of one band, north up"


def read_geotiff(path: Path, declared: GridLayer, degrees: Bounds) -> tuple[Floats, Lattice]:
    """Read the cells around territories.

    Parameters
    ----------
    degrees : Bounds
        Of the territories, in longitude and latitude.

    Returns
    -------
    values : (R, C) array
        NaN where the file has no data.
    lattice : Lattice
        Of these cells.

    Raises
    ------
    DataError
        Where the file is damaged, has several bands, is turned, or its cells cannot carry the method.
    """
    import rasterio  # takes a while: only those who read a grid wait for it
    from rasterio.errors import RasterioError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)  # told by _lattice
            # no files beside it, which nobody hashed; and no other driver: some follow addresses
            with rasterio.Env(**ALONE), rasterio.open(path, driver="GTiff") as file:
                lattice = _lattice(file, declared, str(path))
                return _window(file, lattice, degrees, str(path))
    except RasterioError as error:
        what = f"a GeoTIFF that cannot be read: {str(error)[:200]}"
        raise DataError(what, where=str(path), mend="fetch or export it again") from None


def _lattice(file: Any, declared: GridLayer, where: str) -> Lattice:
    if file.count != 1:
        raise DataError(f"{file.count} bands, not one", where=where, mend=EXPORT)
    crs = choose_system(file.crs.to_wkt() if file.crs else None, declared.crs, where)
    width, turned, west, turned_too, height, north = tuple(file.transform)[:6]
    if turned or turned_too or width <= 0 or height >= 0:
        raise DataError("a raster without a place, or turned", where=where, mend=EXPORT)
    middle = west + width * file.width / 2, north + height * file.height / 2
    require_cells(crs, width, -height, middle, where)
    return Lattice(crs, width, west, north)


def _window(file: Any, lattice: Lattice, degrees: Bounds, where: str) -> tuple[Floats, Lattice]:
    row, column, rows, columns = window_around(degrees, lattice, where)
    first, left = min(max(row, 0), file.height), min(max(column, 0), file.width)
    last, right = max(min(row + rows, file.height), first), max(min(column + columns, file.width), left)
    if first == last or left == right:
        raise DataError("no cell near the territories", where=where, mend="take a grid of their region")
    stored = file.read(1, window=((first, last), (left, right)), masked=True)
    values = stored.astype(np.float64).filled(np.nan) * file.scales[0] + file.offsets[0]
    return values, lattice.moved(first, left)
