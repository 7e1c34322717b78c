"""How far apart territories lie: Gini, coefficient of variation, dissimilarity (METHODS 2)."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats


def gini(values: Floats, weights: Floats) -> Floats:
    """Gini coefficient = sum_ij p_i p_j |y_i - y_j| / (2 mu), weighted (METHODS 2).

    Parameters
    ----------
    values, weights : ndarray, shape (R, T)
        Territories without a value or a weight above zero are left out; values of zero are allowed.

    Returns
    -------
    ndarray, shape (T,)
        0 to 1; NaN where a value is negative, all are zero, or nothing is there.

    References
    ----------
    Lerman, R. I. & Yitzhaki, S. (1989), Improving the accuracy of estimates of Gini coefficients, Journal of
    Econometrics 42(1).

    Examples
    --------
    >>> gini(np.array([[1.0], [3.0]]), np.array([[3.0], [1.0]]))
    array([0.25])
    """
    p, y = present(values, weights)
    order = np.argsort(y, axis=0)
    p, y = (np.take_along_axis(table, order, axis=0) for table in (p, y))
    earned = np.cumsum(p * y, axis=0)
    mean = earned[-1] if len(earned) else np.zeros(values.shape[1])
    area = (p * (2 * earned - p * y)).sum(axis=0)
    defined = (mean > 0) & ~(y < 0).any(axis=0)
    return np.asarray(1 - np.divide(area, mean, out=np.full(mean.shape, np.nan), where=defined))


def variation(values: Floats, weights: Floats) -> Floats:
    """Coefficient of variation = standard deviation over mean, both weighted (METHODS 2).

    Parameters
    ----------
    values, weights : ndarray, shape (R, T)
        As in `gini`; of the whole group, so the deviation is that of a population, not of a sample.

    Returns
    -------
    ndarray, shape (T,)
        A share of the mean; NaN where the mean is not positive or nothing is there.

    References
    ----------
    Williamson, J. G. (1965), Regional inequality and the process of national development, Economic
    Development and Cultural Change 13(4).

    Examples
    --------
    >>> variation(np.array([[2.0], [4.0]]), np.ones((2, 1))).round(4)
    array([0.3333])
    """
    p, y = present(values, weights)
    mean = (p * y).sum(axis=0)
    spread = np.sqrt((p * (y - mean) ** 2).sum(axis=0))
    return np.asarray(np.divide(spread, mean, out=np.full(mean.shape, np.nan), where=mean > 0))


def dissimilarity(a: Floats, b: Floats) -> Floats:
    """Dissimilarity of two distributions over territories = 1/2 sum |a_i/A - b_i/B| (METHODS 2).

    The share of either group that would have to move for both to be spread alike.

    Parameters
    ----------
    a, b : ndarray, shape (R, T)
        Counts of two groups; territories where either is missing are left out.

    Returns
    -------
    ndarray, shape (T,)
        0 to 1; NaN where a count is negative or a group is empty.

    References
    ----------
    Duncan, O. D. & Duncan, B. (1955), A methodological analysis of segregation indexes, American
    Sociological Review 20(2).

    Examples
    --------
    >>> dissimilarity(np.array([[30.0], [10.0]]), np.array([[20.0], [20.0]]))
    array([0.25])
    """
    there = np.isfinite(a) & np.isfinite(b)
    first, second = np.where(there, a, 0.0), np.where(there, b, 0.0)
    totals = first.sum(axis=0), second.sum(axis=0)
    defined = (totals[0] > 0) & (totals[1] > 0) & ~((first < 0) | (second < 0)).any(axis=0)
    safe = [np.where(defined, total, 1.0) for total in totals]
    return np.where(defined, np.abs(first / safe[0] - second / safe[1]).sum(axis=0) / 2, np.nan)


def present(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Lay out what is there: shares of the weight, and values in units of the largest.

    In these units no sum can overflow, and no measure of inequality changes.

    Parameters
    ----------
    values, weights : ndarray, shape (R, T)

    Returns
    -------
    p, y : ndarray, shape (R, T)
        Both 0 where there is no value or no weight above zero.

    Examples
    --------
    >>> p, y = present(np.array([[2.0], [4.0], [np.nan]]), np.array([[30.0], [10.0], [5.0]]))
    >>> p[:, 0].tolist(), y[:, 0].tolist()
    ([0.75, 0.25, 0.0], [0.5, 1.0, 0.0])
    """
    there = np.isfinite(values) & (weights > 0) & np.isfinite(weights)
    weight, y = np.where(there, weights, 0.0), np.where(there, values, 0.0)
    heaviest, largest = (np.abs(table).max(axis=0, initial=0.0) for table in (weight, y))
    weight = weight / np.where(heaviest > 0, heaviest, 1.0)
    total = weight.sum(axis=0)
    return weight / np.where(total > 0, total, 1.0), y / np.where(largest > 0, largest, 1.0)
