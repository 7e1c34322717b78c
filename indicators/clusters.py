"""Clusters of cells on a grid: find them, smooth their edges, fill their gaps (METHODS 2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from indicators.arrays import Floats, Mask

Labels = NDArray[np.int32]

ROOK = ndimage.generate_binary_structure(2, 1)
QUEEN = ndimage.generate_binary_structure(2, 2)


def find_clusters(chosen: Mask, size: Floats, least: float, *, diagonal: bool) -> Labels:
    """Group neighbouring cells, and keep the groups that are large enough.

    Parameters
    ----------
    chosen : ndarray of bool, shape (H, W)
        The cells to group.
    size : ndarray, shape (H, W)
        What a group adds up, usually people.
    least : float
        Sum that a group needs at least.
    diagonal : bool
        Whether cells that share only a corner are neighbours.

    Returns
    -------
    ndarray of int32, shape (H, W)
        The number of each cell's cluster from 1 on, with gaps; 0 outside.

    Examples
    --------
    >>> grid = np.array([[1.0, 2, 3], [1, 2, 3], [2, 1, 0]])
    >>> find_clusters(grid >= 2, grid, 9, diagonal=False).tolist()
    [[0, 1, 1], [0, 1, 1], [0, 0, 0]]
    """
    labels, count = ndimage.label(chosen, QUEEN if diagonal else ROOK)
    sizes = np.bincount(labels.ravel(), weights=size.ravel(), minlength=count + 1)
    large = sizes >= least
    large[0] = False
    return np.where(large[labels], labels, 0).astype(np.int32)


def smooth_edges(labels: Labels, voters: Mask | None = None, joining: Mask | None = None) -> Labels:
    """Give a cell to a cluster that holds most of its eight neighbours, until none changes.

    Cells beyond the edge of the grid vote, for no cluster. Without `voters` and `joining` this is the rule of
    GHSL Data Package 2022 (five of eight).

    Parameters
    ----------
    labels : ndarray of int, shape (H, W)
        As from `find_clusters`.
    voters : ndarray of bool, shape (H, W), optional
        The neighbours that count; those in a cluster always do. All unless given.
    joining : ndarray of bool, shape (H, W), optional
        The cells that may join a cluster. All unless given.

    Returns
    -------
    ndarray of int32, shape (H, W)

    References
    ----------
    Schiavina, M. et al. (2022, 2023), GHSL Data Package 2022 (R2022A) and 2023 (R2023A), European
    Commission JRC.

    Examples
    --------
    >>> smooth_edges(np.array([[1, 1, 1], [1, 0, 0], [1, 1, 1]])).tolist()
    [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    """
    everywhere = np.ones(labels.shape, dtype=bool)
    votes = np.pad(everywhere if voters is None else voters, 1, constant_values=True).ravel()
    free = np.pad(everywhere if joining is None else joining, 1, constant_values=False).ravel()
    grid = np.pad(labels, 1).astype(np.int32).ravel()
    row = labels.shape[1] + 2
    around = np.array([-row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1])
    beside = ndimage.binary_dilation(grid.reshape(-1, row) > 0, QUEEN).ravel()
    near = np.flatnonzero(beside & free & (grid == 0))
    while near.size:
        neighbours = near[:, None] + around
        held = grid[neighbours]
        alike = ((held[:, :, None] == held[:, None, :]) & (held > 0)[:, None, :]).sum(axis=2)
        most = alike.argmax(axis=1, keepdims=True)
        counted = (votes[neighbours] | (held > 0)).sum(axis=1)
        joins = 2 * np.take_along_axis(alike, most, axis=1)[:, 0] > counted
        grid[near[joins]] = np.take_along_axis(held, most, axis=1)[joins, 0]
        # Only who lies beside a cell that joined can see anything new.
        near = np.unique(near[joins, None] + around)
        near = near[free[near] & (grid[near] == 0)]
    return grid.reshape(-1, row)[1:-1, 1:-1]


def fill_gaps(labels: Labels, less_than: float) -> Labels:
    """Fill what a cluster encloses on all sides, where it is small; corners do not open a gap.

    Parameters
    ----------
    labels : ndarray of int, shape (H, W)
    less_than : float
        Number of cells; gaps of as many or more stay.

    Returns
    -------
    ndarray of int32, shape (H, W)

    Examples
    --------
    >>> fill_gaps(np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]]), 15).tolist()
    [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    """
    filled = labels.astype(np.int32)
    for number, box in enumerate(ndimage.find_objects(filled), start=1):
        if box is None:
            continue
        outside = np.pad(labels[box] != number, 1, constant_values=True)
        patches, _ = ndimage.label(outside, ROOK)
        small = np.bincount(patches.ravel()) < less_than
        # Patch 0 is the cluster itself; patch 1 holds the corner, and so all that is open to the outside.
        small[:2] = False
        filled[box][small[patches][1:-1, 1:-1]] = number
    return filled
