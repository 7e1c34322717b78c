"""How lopsided and how heavy-tailed figures are (METHODS 4, "Treatment")."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats, Mask

FEWEST = 4
"""Values without which a kurtosis is undefined."""


def moments(values: Floats) -> tuple[Floats, Floats]:
    """Bias-corrected skewness and excess kurtosis of each column (METHODS 4, "Treatment").

    Parameters
    ----------
    values : ndarray, shape (R, K)
        NaN is left out.

    Returns
    -------
    skewness, kurtosis : ndarray, shape (K,)
        G1 and G2 of Joanes and Gill; NaN where fewer than four values are there, or all are equal.

    References
    ----------
    Joanes, D. N. and Gill, C. A. (1998), Comparing measures of sample skewness and kurtosis,
    Journal of the Royal Statistical Society D 47(1).

    Examples
    --------
    >>> x = np.array([[*range(1, 11), 30.0, 100.0]]).T
    >>> [float(moment[0].round(6)) for moment in moments(x)]
    [3.063241, 9.741391]
    """
    there = np.isfinite(values)
    n = there.sum(axis=0)
    defined = (n >= FEWEST) & _varies(values)
    count = np.where(defined, n, FEWEST)
    deviation = np.where(there, values - _mean(values, there), 0.0)
    # Scaled by the largest, so that powers of huge or tiny units neither overflow nor vanish.
    largest = np.abs(deviation).max(axis=0, initial=0)
    deviation = deviation / np.where(defined, largest, 1.0)
    square = deviation * deviation
    powers = (square, square * deviation, square * square)
    m2, m3, m4 = (np.where(defined, power.sum(axis=0), 1.0) / count for power in powers)
    skewness = m3 / m2**1.5 * np.sqrt(count * (count - 1)) / (count - 2)
    kurtosis = ((count + 1) * (m4 / m2**2 - 3) + 6) * (count - 1) / ((count - 2) * (count - 3))
    return np.where(defined, skewness, np.nan), np.where(defined, kurtosis, np.nan)


def _mean(values: Floats, there: Mask) -> Floats:
    n = np.maximum(there.sum(axis=0), 1)
    return np.asarray(np.where(there, values / n, 0.0).sum(axis=0))


def _varies(values: Floats) -> Mask:
    there = np.isfinite(values)
    top = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf)
    return np.asarray(top > np.where(there, values, np.inf).min(axis=0, initial=np.inf))
