"""What chance alone would give: values dealt out anew over the territories (METHODS 7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indicators.arrays import Floats

Counts = NDArray[np.int64]

# Sums of the same values in another order differ by rounding only: that is a tie.
TIE = 1e-12
CELLS_AT_ONCE = 50_000  # what a processor's cache holds


def deal_out(z: Floats, weights: sparse.csr_array, permutations: int, seed: int) -> Floats:
    """Sum of z_i times its lag, over all territories, for values dealt out over all of them.

    Parameters
    ----------
    z : ndarray, shape (R,)
    weights : csr_array, shape (R, R)

    Returns
    -------
    ndarray, shape (permutations,)

    Examples
    --------
    >>> deal_out(np.array([1.0, 1.0]), sparse.csr_array([[0.0, 1.0], [1.0, 0.0]]), 3, seed=0)
    array([2., 2., 2.])
    """
    dealt = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1).T.copy(order="C")
    return np.asarray(np.einsum("rp,rp->p", dealt, weights @ dealt))


def count_extremes(
    z: Floats, weights: sparse.csr_array, permutations: int, seed: int
) -> tuple[Counts, Counts]:
    """Count how often a lag is as high, and as low, where each one's neighbours are any of the others.

    A territory keeps its own value; the values of its neighbours are drawn, without replacement, from all
    other territories (Anselin 1995, conditional permutation). The same draws serve every territory.

    Parameters
    ----------
    z : ndarray, shape (R,)
    weights : csr_array, shape (R, R)

    Returns
    -------
    above, below : ndarray of int, shape (R,)
        Out of `permutations`; a tie counts in both.

    Examples
    --------
    >>> ring = sparse.csr_array(np.roll(np.eye(5), 1, axis=1))
    >>> above, below = count_extremes(np.array([1.0, 9.0, 2.0, 3.0, 4.0]), ring, 1000, seed=0)
    >>> bool(150 < above[0] < 350), int(below[0])
    (True, 1000)
    """
    lag, slack = weights @ z, TIE * np.abs(z).max(initial=0.0)
    wide = _widen(weights)
    others = draw_without_replacement(len(z) - 1, wide.shape[1], permutations, seed)
    above, below = np.zeros((2, len(z)), dtype=np.int64)
    step = max(CELLS_AT_ONCE // max(permutations, 1), 1)
    for start in range(0, len(z), step):
        rows = slice(start, start + step)
        drawn = _draw_lags(z, wide, rows, others)
        above[rows] = (drawn >= lag[rows, None] - slack).sum(axis=1)
        below[rows] = (drawn <= lag[rows, None] + slack).sum(axis=1)
    return above, below


def draw_without_replacement(among: int, size: int, times: int, seed: int) -> Counts:
    """Draw `size` different numbers below `among`, in random order, as often as asked.

    Returns
    -------
    ndarray of int, shape (size, times)

    Examples
    --------
    >>> drawn = draw_without_replacement(5, 3, 4, seed=0)
    >>> drawn.shape, all(len(set(column)) == 3 for column in drawn.T)
    ((3, 4), True)
    """
    generator = np.random.default_rng(seed)
    # A deck is shuffled as far as it is dealt (Fisher & Yates); only the places that changed are kept.
    places, moved = np.empty((2, size, times), dtype=np.int64)
    drawn = np.empty((size, times), dtype=np.int64)

    def card_at(place: Counts, turn: int) -> Counts:
        card = place.copy()
        for earlier in range(turn):
            np.copyto(card, moved[earlier], where=places[earlier] == place)
        return card

    for turn in range(size):
        place = generator.integers(turn, among, times)
        drawn[turn], top = card_at(place, turn), card_at(np.full(times, turn), turn)
        places[turn], moved[turn] = place, top
    return drawn


def _widen(weights: sparse.csr_array) -> Floats:
    """Weights of each one's neighbours side by side, shape (R, most of any); 0 where it has fewer."""
    degree = np.diff(weights.indptr)
    wide = np.zeros((len(degree), degree.max(initial=0)))
    row = np.repeat(np.arange(len(degree)), degree)
    wide[row, np.arange(weights.nnz) - weights.indptr[row]] = weights.data
    return wide


def _draw_lags(z: Floats, wide: Floats, rows: slice, others: Counts) -> Floats:
    """Lags of these rows, shape (rows, permutations), with neighbours drawn from the others.

    The draws leave out the last number: in the row of a territory it stands for the territory itself.
    """
    drawn = np.asarray(wide[rows] @ z[others])
    for i, who in enumerate(others):
        column = np.flatnonzero((who >= rows.start) & (who < rows.stop))
        own = who[column]
        drawn[own - rows.start, column] += wide[own, i] * (z[-1] - z[own])
    return drawn
