"""A population grid as arrays: read, checked, and one layer laid onto another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from geodata.archive import GZIP, ZIP
from geodata.geotiff import TIFF, read_geotiff
from geodata.grid_cells import PARQUET, read_cells
from geodata.grid_layers import GridLayer
from geodata.lattice import CLOSE, Bounds, Lattice
from geodata.text import read_bytes
from geodata.vector import GEOPACKAGE
from indicators.arrays import Floats
from indicators.errors import DataError

HEAD = 16


@dataclass(frozen=True)
class Grid:
    """Figures of cells.

    Attributes
    ----------
    figures : (R, C) array
        NaN where there is no figure.
    """

    figures: Floats
    lattice: Lattice

    def onto(self, other: Self, where: str) -> Floats:
        """Return the figures on another grid's cells, (R, C); NaN where this grid has none.

        Raises
        ------
        DataError
            Where the cells of the two do not coincide.
        """
        mine, theirs = self.lattice, other.lattice
        row, column = (theirs.north - mine.north) / -mine.size, (theirs.west - mine.west) / mine.size
        apart = max(abs(row - round(row)), abs(column - round(column)))
        same = mine.crs.equals(theirs.crs, ignore_axis_order=True) and abs(mine.size - theirs.size) < CLOSE
        if not same or apart > CLOSE:
            raise DataError(
                "its cells are not those of the population",
                where=where,
                mend="bring both onto one grid: gdalwarp with the same -t_srs, -te and -tr",
            )
        found = np.full(other.figures.shape, np.nan)
        starts = zip((round(row), round(column)), self.figures.shape, other.figures.shape, strict=True)
        overlaps = [_overlap(start, mine_n, their_n) for start, mine_n, their_n in starts]
        found[tuple(there for _, there in overlaps)] = self.figures[tuple(here for here, _ in overlaps)]
        return found


def _overlap(start: int, mine: int, theirs: int) -> tuple[slice, slice]:
    """Return which of my cells, and which of theirs, are the same, where theirs begin at my `start`."""
    first, last = max(start, 0), max(min(start + theirs, mine), start, 0)
    return slice(first, last), slice(first - start, last - start)


def read_grid(path: Path, declared: GridLayer, degrees: Bounds, most: float = math.inf) -> Grid:
    """Read one layer around territories.

    Parameters
    ----------
    path : Path
        GeoTIFF, or a GeoPackage or GeoParquet of cells; the bytes tell which.
    degrees : Bounds
        Of the territories, in longitude and latitude; 100 cells around them are read too.
    most : float
        The largest figure that there can be: 1 for shares.

    Returns
    -------
    Grid
        In people or shares; NaN where the file has no figure.

    Raises
    ------
    DataError
        Where the file cannot be read; its reference system is not known or not of equal area; its cells are
        not squares of 1 km2; figures are below 0 or above the largest; or there are none, or too many.
    """
    head = read_bytes(path)[:HEAD]
    reader = read_geotiff if head.startswith(TIFF) else read_cells
    if not head.startswith((*TIFF, PARQUET, GEOPACKAGE)):
        what = "a packed file" if head.startswith((GZIP, ZIP)) else "no GeoTIFF, GeoPackage or GeoParquet"
        raise DataError(what, where=str(path), mend="unpack it, or export it as a GeoTIFF")
    stored, lattice = reader(path, declared, degrees)
    figures = np.where(stored == declared.nodata, np.nan, stored)
    _require_figures(figures, most / declared.scale, str(path))
    return Grid(np.minimum(figures * declared.scale, most), lattice)


def _require_figures(figures: Floats, most: float, where: str) -> None:
    """Refuse what no cell can hold, as the file has it, and a grid without any figure above 0."""
    low, high = figures < 0, np.isinf(figures) | (figures > most * (1 + CLOSE))
    if low.any():
        raise DataError(
            f"{low.sum():,} cells below 0, the first {figures[low][0]:g}",
            where=where,
            mend=f"if that stands for no figure, declare it: nodata: {figures[low][0]:g}",
        )
    if high.any():
        raise DataError(
            f"{high.sum():,} cells above {most:g}, up to {np.nanmax(figures):g}",
            where=where,
            mend="declare 'scale': 0.01 for percent, 0.000001 for m2",
        )
    if not (figures > 0).any():
        raise DataError(
            "no figure above 0 around the territories",
            where=where,
            mend="take a grid of their region, and correct 'column' or 'nodata'",
        )
