"""Where the cells of a grid lie, and a refusal where they cannot carry the Degree of Urbanisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError

from indicators.errors import DataError

MOST_CELLS = 50_000_000
MARGIN = 100  # cells kept around the territories, so that a city which crosses their border stays whole
SIZE_M = 1000.0
CLOSE = 1e-3  # of a cell: how exactly cells must lie on one lattice
DISTORTION = 0.02
WARP = "warp it to an equal-area system: gdalwarp -t_srs ESRI:54009 -tr 1000 1000 -r sum"


class Bounds(NamedTuple):
    """West, south, east and north, in the units of a reference system."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Lattice:
    """Where cells lie: rows go south, columns go east.

    Attributes
    ----------
    size : float
        Edge of a cell in metres.
    west, north : float
        Of the first cell of the first row, in metres.
    """

    crs: CRS
    size: float
    west: float
    north: float

    def window(self, bounds: Bounds) -> tuple[int, int, int, int]:
        """Return first row, first column, rows and columns of the cells that bounds touch.

        Examples
        --------
        >>> Lattice(CRS(3035), 1000, 0, 9000).window(Bounds(1500, 5000, 4000, 8500))
        (0, 1, 4, 3)
        """
        top, left = (self.north - bounds.north) // self.size, (bounds.west - self.west) // self.size
        bottom, right = -((bounds.south - self.north) // self.size), -((self.west - bounds.east) // self.size)
        return int(top), int(left), int(bottom - top), int(right - left)

    def moved(self, row: int, column: int) -> Lattice:
        """Return the lattice that begins at another cell."""
        return Lattice(self.crs, self.size, self.west + column * self.size, self.north - row * self.size)


def window_around(degrees: Bounds, lattice: Lattice, where: str) -> tuple[int, int, int, int]:
    """Choose the cells around territories, with a margin for what reaches over their border.

    Parameters
    ----------
    degrees : Bounds
        Of the territories, in longitude and latitude.

    Returns
    -------
    tuple of int
        As of `Lattice.window`; it may reach beyond the file.

    Raises
    ------
    DataError
        Where that is more cells than fit into memory.
    """
    turn = Transformer.from_crs(4326, lattice.crs, always_xy=True)
    found = Bounds(*turn.transform_bounds(*degrees, densify_pts=21))
    if not np.isfinite(found).all():
        raise DataError(
            f"the territories lie outside {lattice.crs.name}", where=where, mend="take a grid of their region"
        )
    more = MARGIN * lattice.size
    wider = Bounds(found.west - more, found.south - more, found.east + more, found.north + more)
    window = lattice.window(wider)
    if window[2] * window[3] > MOST_CELLS:
        raise DataError(
            f"the territories span {window[2]:,} x {window[3]:,} cells, more than {MOST_CELLS:,}",
            where=where,
            mend="class them in parts, or declare the class as a property of the boundaries",
        )
    return window


def require_cells(crs: CRS, width: float, height: float, at: tuple[float, float], where: str) -> None:
    """Let only square cells of 1 km2 in an equal-area system through, as the method is defined for.

    Parameters
    ----------
    width, height : float
        Of a cell, in the units of `crs`.
    at : tuple of float
        A place in the middle of the grid.

    Raises
    ------
    DataError
    """
    if not crs.is_projected or crs.axis_info[0].unit_name not in ("metre", "meter"):
        raise DataError(f"cells in {crs.name}, not in metres", where=where, mend=WARP)
    if abs(width / height - 1) > CLOSE:
        raise DataError(f"cells of {width:g} x {height:g} m, not square", where=where, mend=WARP)
    if abs(width / SIZE_M - 1) > DISTORTION:
        raise DataError(
            f"cells of {width:g} m, and the Degree of Urbanisation is defined on cells of 1 km2",
            where=where,
            mend="sum smaller cells up: gdalwarp -tr 1000 1000 -r sum; there is no way from larger ones",
        )
    larger = _area_scale(crs, at, where)
    if abs(larger - 1) > DISTORTION:
        raise DataError(
            f"in {crs.name} areas there are drawn {larger:.2f} times their size", where=where, mend=WARP
        )


def _area_scale(crs: CRS, at: tuple[float, float], where: str) -> float:
    try:
        longitude, latitude = Transformer.from_crs(crs, 4326, always_xy=True).transform(*at)
        return float(Proj(crs).get_factors(longitude, latitude, errcheck=True).areal_scale)
    except CRSError as error:
        raise DataError(f"cells outside {crs.name}: {error}", where=where, mend=WARP) from None
