"""Urban, intermediate and rural side by side: the mean of every class, and how far apart (METHODS 2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROLES = ("urban", "intermediate", "rural")


def class_means(values: Floats, weights: Floats, roles: Sequence[str] | NDArray[np.object_]) -> Floats:
    """Weighted mean of every class over the territories that have a value and a weight (METHODS 2).

    Parameters
    ----------
    values, weights : ndarray, shape (R, T)
        Weights not negative, usually the population.
    roles : sequence of str, length R
        One of `ROLES`; anything else belongs to no class.

    Returns
    -------
    ndarray, shape (3, T)
        In the order of `ROLES`; NaN where a class is empty.

    Examples
    --------
    >>> values, people = np.array([[10.0], [20.0], [6.0]]), np.array([[1.0], [3.0], [5.0]])
    >>> class_means(values, people, ["urban", "urban", "rural"])[:, 0]
    array([17.5,  nan,  6. ])
    """
    there = np.isfinite(values) & np.isfinite(weights)
    weight = np.where(there, weights, 0.0)
    belongs = (np.asarray(roles, dtype=object) == np.array(ROLES, dtype=object)[:, None]).astype(float)
    total = belongs @ weight
    summed = belongs @ (weight * np.where(there, values, 0.0))
    return np.asarray(np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0))


def gap(means: Floats, sign: int) -> Floats:
    """Urban minus rural, times the direction: positive where urban fares better (METHODS 2).

    Parameters
    ----------
    means : ndarray, shape (3, T)
        As from `class_means`.
    sign : {1, -1}
        Whether higher or lower is better.

    Examples
    --------
    >>> gap(np.array([[5.0], [6.0], [9.0]]), -1)
    array([4.])
    """
    return np.asarray(sign * (means[0] - means[2]))


def ratio(means: Floats) -> Floats:
    """Rural over urban, with its sign (METHODS 2); NaN where urban is zero or a class is empty.

    Examples
    --------
    >>> ratio(np.array([[10.0], [np.nan], [6.0]]))
    array([0.6])
    """
    return np.asarray(np.divide(means[2], means[0], out=np.full(means.shape[1], np.nan), where=means[0] != 0))


def parity(means: Floats) -> Floats:
    """Lowest over highest class mean, times 100 (METHODS 2).

    Returns
    -------
    ndarray, shape (T,)
        100 where all classes are equal; NaN with fewer than two classes or a mean that is not positive.

    Examples
    --------
    >>> parity(np.array([[10.0], [8.0], [np.nan]]))
    array([80.])
    """
    there = np.isfinite(means)
    low, high = np.where(there, means, np.inf).min(axis=0), np.where(there, means, -np.inf).max(axis=0)
    usable = (there.sum(axis=0) > 1) & (low > 0)
    return np.asarray(100 * np.divide(low, high, out=np.full(means.shape[1], np.nan), where=usable))
