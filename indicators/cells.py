"""Grids as they are handed in: of rows and columns, alike in shape, in the units that are asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.arrays import Floats
from indicators.errors import DataError

PLANE = 2


def check_people(cells: ArrayLike, name: str = "population") -> Floats:
    """Return a grid of what is counted in each cell, NaN where missing.

    Raises
    ------
    DataError
        Where it is not a grid, or a count is negative or infinite.

    Examples
    --------
    >>> check_people([[3, None]])
    array([[ 3., nan]])
    """
    grid = np.asarray(cells, dtype=float)
    if grid.ndim != PLANE:
        raise DataError(
            f"the grid of {name} has {grid.ndim} dimension(s)", mend="give one of rows and columns"
        )
    if (grid < 0).any() or np.isinf(grid).any():
        raise DataError(
            f"the grid of {name} has cells that are negative or infinite",
            mend="is it a number that stands for no data, such as -200? Make that missing (NaN)",
        )
    return grid


def check_share(name: str, cells: ArrayLike, population: Floats) -> Floats:
    """Return a grid of shares of each cell, 0 to 1, NaN where missing.

    Raises
    ------
    DataError
        Where it is not a grid of the population's shape, or a share is not between 0 and 1.

    Examples
    --------
    >>> check_share("land", [[0.5]], np.array([[10.0]]))
    array([[0.5]])
    """
    grid = check_people(cells, name)
    check_shape(name, grid, population)
    if (grid > 1).any():
        raise DataError(
            f"the grid of {name} goes up to {np.nanmax(grid):g}, more than the whole cell",
            mend="give shares of the cell, 0 to 1: divide square metres by the area of a cell",
        )
    return grid


def check_shape(name: str, grid: NDArray[Any], population: Floats) -> None:
    """Refuse a grid that does not lie on the population's.

    Raises
    ------
    DataError
        Where the shapes differ.
    """
    if grid.shape != population.shape:
        raise DataError(
            f"the grid of {name} is {grid.shape}, that of population {population.shape}",
            mend="cut or resample both to the same rows and columns",
        )
