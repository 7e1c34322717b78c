"""Small population grids in the formats that offices publish, written by the tests themselves."""

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.transform import Affine

WEST, NORTH, SIZE = 4_000_000, 3_000_000, 1000  # in EPSG:3035: southern Germany
LAEA = "EPSG:3035"


def at(west: float, north: float, width: float = SIZE, height: float = SIZE) -> Affine:
    """Where a raster lies, by the corner of its first cell."""
    return Affine(width, 0, west, 0, -height, north)


def write_tif(path: Path, figures, *, crs=LAEA, transform=None, **profile) -> Path:
    """A GeoTIFF of one band, or of as many as the figures have."""
    bands = np.atleast_3d(np.asarray(figures, dtype=profile.pop("dtype", "float64")).T).T
    count, height, width = bands.shape
    options = {
        "driver": "GTiff",
        "height": height,
        "width": width,
        "count": count,
        "dtype": bands.dtype,
        "crs": crs,
        "transform": transform or at(WEST, NORTH),
        **profile,
    }
    with rasterio.open(path, "w", **options) as file:
        file.write(bands)
    return path


def cells(figures, *, size=SIZE, crs=LAEA) -> geopandas.GeoDataFrame:
    """One square a figure, but for those that are NaN, the last first: files keep no order."""
    rows, columns = (places[::-1] for places in np.nonzero(~np.isnan(figures)))
    west, north = WEST + columns * size, NORTH - rows * size
    shapes = shapely.box(west, north - size, west + size, north)
    names = [f"N{y}E{x}" for x, y in zip(west, north, strict=True)]
    columns_ = {"id": names, "people": np.asarray(figures)[rows, columns]}
    return geopandas.GeoDataFrame(columns_, geometry=shapes, crs=crs)


def write_cells(path: Path, frame: geopandas.GeoDataFrame, **options) -> Path:
    """A GeoPackage or a GeoParquet."""
    if path.suffix == ".gpkg":
        pyogrio.write_dataframe(frame, path, **options)
    else:
        frame.to_parquet(path)
    return path


def degrees(first: tuple[int, int], last: tuple[int, int]) -> shapely.Geometry:
    """The polygon, in longitude and latitude, that covers the cells from one to the other."""
    west, north = WEST + first[1] * SIZE, NORTH - first[0] * SIZE
    east, south = WEST + (last[1] + 1) * SIZE, NORTH - (last[0] + 1) * SIZE
    outline = shapely.segmentize(shapely.box(west, south, east, north), SIZE)
    return geopandas.GeoSeries([outline], crs=LAEA).to_crs(4326).iloc[0]
