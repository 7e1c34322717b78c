"""Urban, intermediate and rural side by side: the mean of every class, and how far apart (METHODS 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask, Words
from indicators.disparity import gap, parity, ratio
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.labels import list_true
from indicators.shock import Shock

Figures = dict[str, NDArray[Any]]

ROLES = ("urban", "intermediate", "rural")
CONTRAST = [
    *ROLES,
    *("gap", "ratio", "parity", "direction", "gap_change", "ratio_change", "parity_change", "verdict"),
]
DIRECTIONS = ("level", "rural behind", "urban behind")
VERDICTS = ("widened", "narrowed", "unchanged")
BALANCE_REASONS = ("empty class", "not positive", "overflow")


def require_intensive(indicator: Indicator) -> None:
    """Refuse what may not be compared by level (METHODS 2, "What may be compared").

    Raises
    ------
    DataError
        Where the indicator is a total or an index.
    """
    if indicator.kind != "intensive":
        raise DataError(
            f"{indicator.code} is not a rate: its level cannot be compared between territories or groups",
            mend="take a rate or a figure per head, or compare each one's own change",
        )


def compare(
    means: Floats, years: NDArray[np.int64], indicator: Indicator, shock: Shock, epsilon: float | Floats
) -> Figures:
    """Set the classes side by side, now and since the shock's baseline (METHODS 2, "Between classes").

    The direction tells in words which of urban and rural fares worse, whichever way is better; the verdict
    whether the distance between them widened since the baseline. Distance is that of the ratio from 1 for
    relative indicators, the gap for absolute ones; less than `epsilon` is `level`, and `unchanged`.

    Parameters
    ----------
    means : ndarray, shape (3, ..., T)
        Of each class, in the order of `ROLES`; NaN where a class is empty.
    years : ndarray of int, shape (T,)
    epsilon : float, or ndarray of shape (..., 1)
        The materiality; of each row its own.

    Returns
    -------
    dict
        The columns `CONTRAST`, each of shape (..., T): means and gap in the indicator's unit, ratio a share,
        parity 0-100, changes in the same units and missing up to the baseline.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> means = np.array([[50.0, 50.0], [np.nan, np.nan], [40.0, 30.0]])
    >>> found = compare(means, np.array([2019, 2020]), catalogue()["gdp_per_head"], EXAMPLE, 0.005)
    >>> found["gap_change"], found["verdict"].tolist()
    (array([nan, 10.]), ['', 'widened'])
    """
    figures = {"gap": gap(means, indicator.sign), "ratio": ratio(means), "parity": parity(means)}
    apart = np.abs(figures["gap"])
    if indicator.change == "relative":
        quotient = figures["ratio"]
        apart = np.abs(np.log(quotient, where=quotient > 0, out=np.full(quotient.shape, np.nan)))
    directions = np.select(
        [np.isnan(figures["gap"]), apart <= epsilon, figures["gap"] > 0], ["", *DIRECTIONS[:2]], DIRECTIONS[2]
    )
    moved = since_baseline(apart, years, shock)
    verdict = np.select([moved > epsilon, moved < -epsilon, np.isfinite(moved)], [*VERDICTS], "")
    changes = {f"{name}_change": since_baseline(figure, years, shock) for name, figure in figures.items()}
    words = {"direction": directions, "verdict": verdict}
    return {**dict(zip(ROLES, means, strict=True)), **figures, **changes, **words}


def list_undefined(means: Floats, not_positive: Mask) -> Words:
    """Tell why a figure is undefined, in the words of `BALANCE_REASONS`.

    Parameters
    ----------
    means : ndarray, shape (3, ..., T)
    not_positive : ndarray of bool, shape (..., T)
        Where something is not positive that a ratio, parity or Theil needs to be.

    Returns
    -------
    ndarray of str, all places in one row

    Examples
    --------
    >>> list_undefined(np.array([[5.0], [6.0], [np.nan]]), np.array([True])).tolist()
    ['empty class,not positive']
    """
    empty = np.isnan(means[0]) | np.isnan(means[2])
    overflow = ~empty & (np.isnan(gap(means, 1)) | (np.isnan(ratio(means)) & (means[0] != 0)))
    return list_true(dict(zip(BALANCE_REASONS, (empty, not_positive, overflow), strict=True)))


def since_baseline(figure: Floats, years: NDArray[np.int64], shock: Shock) -> Floats:
    """Change since the mean of the shock's baseline years.

    Parameters
    ----------
    figure : ndarray, shape (..., T)
    years : ndarray of int, shape (T,)

    Returns
    -------
    ndarray, shape (..., T)
        NaN up to the baseline, and everywhere where one of its years is missing.

    Examples
    --------
    >>> from indicators.shock import EXAMPLE
    >>> since_baseline(np.array([4.0, 7.0]), np.array([2019, 2020]), EXAMPLE)
    array([nan,  3.])
    """
    base = np.isin(years, shock.baseline)
    with np.errstate(over="ignore"):
        moved = figure - figure[..., base].sum(axis=-1, keepdims=True) / len(shock.baseline)
    usable = (years > max(shock.baseline)) & (base.sum() == len(shock.baseline))
    return np.where(usable & np.isfinite(moved), moved, np.nan)


def class_means(values: Floats, weights: Floats, roles: Sequence[str] | Words) -> Floats:
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
    there = np.isfinite(values) & (weights > 0) & np.isfinite(weights)
    # Powers of two scale without rounding, and no sum of what is at most one can overflow.
    x, size = _scale(np.where(there, values, 0.0))
    weight, _ = _scale(np.where(there, weights, 0.0))
    belongs = (np.asarray(roles, dtype=object) == np.array(ROLES, dtype=object)[:, None]).astype(float)
    total = belongs @ weight
    summed = belongs @ (weight * x)
    means = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
    return np.asarray(np.ldexp(means, size))


def _scale(table: Floats) -> tuple[Floats, NDArray[np.int32]]:
    """Divide each column by the power of two above its largest; return the exponents beside."""
    _, size = np.frexp(np.abs(table).max(axis=0, initial=0.0))
    return np.ldexp(table, -size), size
