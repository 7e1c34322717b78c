"""Where the classes of a map begin: by counts, by width, by natural breaks, or on round numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

JENKS_POINTS = 500
"""More values than these are stood in for by as many of their quantiles."""
CORE = (0.02, 0.98)
"""Round steps span the values between these quantiles, so that an outlier does not take the scale."""
LEAST = 1e-9
SPACED = ("equal", "fixed")
"""Methods whose classes lie where they lie, whoever falls in them."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def limits(values: ArrayLike, count: int, method: str, decimals: int = 9) -> list[float]:
    """Inner limits of about `count` classes of some values.

    Parameters
    ----------
    values : array_like
        Gaps are left out.
    count : int
        Classes wanted, 2 or more.
    method : {"quantiles", "equal", "jenks", "fixed"}
    decimals : int
        No limit has more of them: what readers cannot see must not part classes.

    Returns
    -------
    list of float
        Rising, each above the least and not above the greatest value; fewer where values are few or alike.
        Every class of ``quantiles`` and ``jenks`` holds a value.

    Examples
    --------
    >>> limits([0, 1, 2, 3, 10], 2, "quantiles"), limits([0, 1, 2, 3, 10], 2, "jenks")
    ([2.0], [6.0])
    """
    array = np.asarray(values, dtype=float)
    known: Floats = np.sort(array[np.isfinite(array)])
    if not len(known) or known[0] == known[-1]:
        return []
    chosen: Callable[[Floats, int], Floats] = METHODS[method]
    found = {round(float(limit), decimals) for limit in chosen(known, count)}
    inner = np.array(sorted(limit for limit in found if known[0] < limit <= known[-1]))
    return [float(limit) for limit in (inner if method in SPACED else _reached(inner, known))]


def _reached(inner: Floats, known: Floats) -> Floats:
    """Leave out the limit below each class that no value falls in."""
    begins = np.searchsorted(known, inner)
    return inner[begins < np.append(begins, len(known))[1:]]


def _quantiles(known: Floats, count: int) -> Floats:
    return _rounded(np.quantile(known, np.arange(1, count) / count), known)


def _equal(known: Floats, count: int) -> Floats:
    return _rounded(np.linspace(known[0], known[-1], count + 1)[1:-1], known)


def _rounded(found: Floats, known: Floats) -> Floats:
    """Round each limit as far as a fifth of the way to the next allows."""
    edges = np.unique(np.concatenate([found, known[[0, -1]]]))
    near = np.abs(found[:, None] - edges[None, :])
    gaps = np.where(near > 0, near, np.inf).min(axis=1)
    step = _power(gaps / 5)
    return np.asarray(np.round(found / step) * step)


def _power(width: ArrayLike) -> Floats:
    """Greatest powers of ten that are not above some widths."""
    return np.asarray(10.0 ** np.floor(np.log10(np.maximum(width, LEAST))))


def _jenks(known: Floats, count: int) -> Floats:
    """Classes with the least sum of squares within (Fisher 1958; Jenks 1977), by dynamic programming.

    Fisher, W. D. (1958), On grouping for maximum homogeneity, JASA 53(284); Jenks, G. F. (1977), Optimal
    data classification for choropleth maps, University of Kansas.
    """
    many = len(known) > JENKS_POINTS
    sample = np.quantile(known, np.linspace(0, 1, JENKS_POINTS)) if many else known
    within = _squares_within(sample)
    best, begins = within[0], []
    for _ in range(min(count, len(np.unique(sample))) - 1):
        # The last class begins at some value; all before it are the best of one class fewer.
        total = np.concatenate([[np.inf], best[:-1]])[:, None] + within
        begins.append(total.argmin(axis=0))
        best = total.min(axis=0)
    first, end = [], len(sample) - 1
    for begin in reversed(begins):
        first.append(begin[end])
        end = begin[end] - 1
    low, high = (sample[np.array(first, dtype=int) - k] for k in (1, 0))
    step = _power((high - low) / 2)
    # A round number between the two, neither of them: mirrored, it parts the same values.
    return np.asarray(np.round((low + high) / 2 / step) * step)


def _squares_within(sample: Floats) -> Floats:
    """Sum of squares around the mean of the values i to j, at row i and column j."""
    x = sample - sample.mean()  # or large numbers lose their digits
    sums, squares = (np.concatenate([[0.0], np.cumsum(x**power)]) for power in (1, 2))
    first, after = np.arange(len(x))[:, None], np.arange(1, len(x) + 1)[None, :]
    size = np.maximum(after - first, 1)
    within = squares[after] - squares[first] - (sums[after] - sums[first]) ** 2 / size
    return np.asarray(np.where(after > first, within, np.inf))


def _round_steps(known: Floats, count: int) -> Floats:
    """Multiples of a round number (1, 2, 2.5 or 5 times a power of ten), at most `count` classes."""
    low, high = np.quantile(known, CORE)
    if low == high:
        low, high = known[0], known[-1]
    power = _power((high - low) / count)
    for step in (power * factor for factor in (*STEPS, 20.0)):
        first, last = np.floor(low / step) + 1, np.ceil(high / step) - 1
        if last - first + 1 <= count - 1:
            break
    return np.asarray(step * np.arange(first, max(first, last) + 1))


METHODS = {"quantiles": _quantiles, "equal": _equal, "jenks": _jenks, "fixed": _round_steps}
