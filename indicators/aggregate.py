"""Weighted means of scores, row by row."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indicators.arrays import Floats, Mask
from indicators.choices import Aggregation
from indicators.errors import DataError


def _same(x: Floats) -> Floats:
    return x


def _inverse(x: Floats) -> Floats:
    return 1 / x


Curve = Callable[[Floats], Floats]
MEANS: dict[str, tuple[Curve, Curve]] = {
    "arithmetic": (_same, _same),
    "geometric": (np.log, np.exp),
    "harmonic": (_inverse, _inverse),
}
"""The curve on which each mean is straight, and the way back."""


def to_positive(scores: Floats, method: Aggregation) -> Floats:
    """Lift 0-100 to 1-100 for means that a zero would swallow: 1 + 0.99 score (METHODS 4).

    The means stay on the 1-100 scale: a dimension and its composite are then made alike, and the worst
    possible territory reads 1. Arithmetic means keep 0-100.

    Examples
    --------
    >>> to_positive(np.array([0.0, 100.0]), "geometric")
    array([  1., 100.])
    """
    return scores if method == "arithmetic" else 1 + 0.99 * scores


def aggregate(scores: Floats, weights: Floats, method: Aggregation) -> Floats:
    """Weighted mean of each row over what is there (METHODS 4, "Aggregation").

    Parameters
    ----------
    scores : ndarray, shape (R, K)
        NaN is left out; above zero for the geometric and harmonic mean.
    weights : ndarray, shape (R, K)
        Not negative; any scale.

    Returns
    -------
    ndarray, shape (R,)
        NaN where nothing with a weight is there.

    Raises
    ------
    DataError
        Where a geometric or harmonic mean meets a score that is not above zero.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 6.

    Examples
    --------
    >>> x, w = np.array([[1.0, 4.0, np.nan]]), np.array([[1.0, 1.0, 1.0]])
    >>> [float(aggregate(x, w, method)[0]) for method in ("arithmetic", "geometric", "harmonic")]
    [2.5, 2.0, 1.6]
    """
    there = np.isfinite(scores) & (weights > 0)
    weight = np.where(there, weights, 0.0)
    x = np.where(there, scores, 1.0)
    refuse_zeros(x, method, "a row")
    curve, back = MEANS[method]
    total = weight.sum(axis=1)
    parts = (weight * curve(x)).sum(axis=1)
    return back(np.divide(parts, total, out=np.full(len(x), np.nan), where=total > 0))


def refuse_zeros(scores: Floats, method: str, where: str) -> None:
    """Refuse scores that a geometric or harmonic mean cannot take.

    Raises
    ------
    DataError
        Where one is not above zero.
    """
    if method != "arithmetic" and (scores <= 0).any():
        raise DataError(
            f"the {method} mean of {where} meets a score of 0 or less",
            mend="normalise to a scale above zero, as in scale: [1, 100], or use the arithmetic mean",
        )


def mean_covered(
    scores: Floats, weights: Floats, there: Floats | Mask, threshold: float, method: Aggregation
) -> tuple[Floats, Floats]:
    """Weighted mean of the rows that are covered well enough (METHODS 4, "Coverage rule").

    Parameters
    ----------
    scores, weights : ndarray, shape (R, K)
        As in `aggregate`.
    there : ndarray, shape (R, K)
        Share of each weight that stands on data.
    threshold : float
        Share of a row's weight that must be there.

    Returns
    -------
    mean, share : ndarray, shape (R,)
        The mean is NaN under the threshold; the share where every weight is zero.

    Examples
    --------
    >>> x = np.array([[40.0, 60.0, np.nan], [40.0, np.nan, np.nan]])
    >>> mean_covered(x, np.ones((2, 3)), np.isfinite(x), 2 / 3, "arithmetic")[0]
    array([50., nan])
    """
    total = weights.sum(axis=1)
    covered = (weights * there).sum(axis=1)
    share = np.divide(covered, total, out=np.full(len(scores), np.nan), where=total > 0)
    mean = aggregate(scores, weights, method)
    # The tolerance lets two of three equal weights be two thirds.
    return np.where(share >= threshold - 1e-9, mean, np.nan), share
