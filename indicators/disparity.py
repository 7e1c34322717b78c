"""How far town and country lie apart: gap, ratio, parity (METHODS 2)."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats


def gap(means: Floats, sign: int) -> Floats:
    """Urban minus rural, times the direction: positive where urban fares better (METHODS 2).

    Parameters
    ----------
    means : ndarray, shape (3, ..., T)
        As from `class_means`.
    sign : {1, -1}
        Whether higher or lower is better.

    Examples
    --------
    >>> gap(np.array([[5.0], [6.0], [9.0]]), -1)
    array([4.])
    """
    with np.errstate(over="ignore"):
        return _finite(sign * (means[0] - means[2]))


def ratio(means: Floats) -> Floats:
    """Rural over urban, with its sign (METHODS 2); NaN where urban is zero or a class is empty.

    Examples
    --------
    >>> ratio(np.array([[10.0], [np.nan], [6.0]]))
    array([0.6])
    """
    with np.errstate(over="ignore"):
        found = np.divide(means[2], means[0], out=np.full(means.shape[1:], np.nan), where=means[0] != 0)
    return _finite(found)


def parity(means: Floats) -> Floats:
    """Lowest over highest class mean, times 100 (METHODS 2).

    Returns
    -------
    ndarray, shape (..., T)
        100 where all classes are equal; NaN with fewer than two classes or a mean that is not positive.

    Examples
    --------
    >>> parity(np.array([[10.0], [8.0], [np.nan]]))
    array([80.])
    """
    there = np.isfinite(means)
    low, high = np.where(there, means, np.inf).min(axis=0), np.where(there, means, -np.inf).max(axis=0)
    usable = (there.sum(axis=0) > 1) & (low > 0)
    return np.asarray(100 * np.divide(low, high, out=np.full(means.shape[1:], np.nan), where=usable))


def _finite(figure: Floats) -> Floats:
    """Make what overflowed undefined."""
    return np.where(np.isfinite(figure), figure, np.nan)
