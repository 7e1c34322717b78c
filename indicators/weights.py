"""Weights that people give: points of a budget, or comparisons two by two (METHODS 4, "Weights")."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from indicators.arrays import Floats
from indicators.errors import DataError

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random judgements on 1, 2, ... 15 things (Saaty)."""
INCONSISTENT = 0.1


class InconsistencyWarning(UserWarning):
    """The judgements contradict each other too much (consistency ratio of 0.1 or more)."""


def equal_weights(names: Iterable[str]) -> dict[str, float]:
    """Give everything the same weight; they sum to 1.

    Raises
    ------
    DataError
        Where a name stands twice.

    Examples
    --------
    >>> equal_weights(["economy", "society"])
    {'economy': 0.5, 'society': 0.5}
    """
    listed = list(names)
    _refuse_twice(listed)
    return {name: 1 / len(listed) for name in listed}


def budget_weights(judges: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Weights by budget allocation: each judge shares out points, and every judge counts alike.

    Parameters
    ----------
    judges : sequence of mapping
        Name -> points, not negative; the same names from each, and some points. What they add up to
        is free, each judge's points are made shares first.

    Returns
    -------
    dict
        Name -> weight; they sum to 1.

    Raises
    ------
    DataError
        Where a judge names other things, or gives no points or negative ones.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 6.

    Examples
    --------
    >>> budget_weights([{"economy": 60, "society": 40}, {"economy": 2, "society": 8}])
    {'economy': 0.4, 'society': 0.6}
    """
    if not judges:
        raise DataError("no judge has given points", mend="ask at least one")
    names = list(judges[0])
    for number, judge in enumerate(judges, start=1):
        if set(judge) != set(names):
            raise DataError(f"judge {number} has judged other things than judge 1", mend="ask them the same")
        if not all(0 <= points < np.inf for points in judge.values()) or not sum(judge.values()):
            raise DataError(f"judge {number} gave no points, or negative ones", mend="correct the points")
    shares = np.array([[judge[name] / sum(judge.values()) for name in names] for judge in judges])
    return dict(zip(names, shares.mean(axis=0).round(15).tolist(), strict=True))


@dataclass(frozen=True)
class Hierarchy:
    """Weights by the analytic hierarchy process.

    Attributes
    ----------
    weights : dict
        Name -> weight; they sum to 1.
    ratio : float
        Consistency ratio of the judges' joint comparisons; 0.1 or more is too contradictory to rely on.
    ratios : tuple of float
        Of each judge.
    """

    weights: dict[str, float]
    ratio: float
    ratios: tuple[float, ...]


def ahp_weights(names: Sequence[str], judges: Sequence[ArrayLike]) -> Hierarchy:
    """Weights from comparisons two by two: the principal eigenvector (METHODS 4, "AHP").

    Several judges are joined by the geometric mean of their comparisons.

    Parameters
    ----------
    names : sequence of str
        The N things compared, at most 15.
    judges : sequence of array, each of shape (N, N)
        a[i, j]: how many times as important i is as j; a[j, i] is its inverse, and 1 on the diagonal.

    Warns
    -----
    InconsistencyWarning
        Where the consistency ratio is 0.1 or more.

    Raises
    ------
    DataError
        Where a matrix is not of that shape, not positive or not reciprocal, or a name stands twice.

    References
    ----------
    Saaty, T. L. (1980), The analytic hierarchy process; Aczel, J. and Saaty, T. L. (1983), Procedures for
    synthesizing ratio judgements, Journal of Mathematical Psychology 27(1).

    Examples
    --------
    >>> found = ahp_weights(["economy", "society"], [np.array([[1, 3], [1 / 3, 1]])])
    >>> found.weights, found.ratio
    ({'economy': 0.75, 'society': 0.25}, 0.0)
    """
    if not len(judges) or not 0 < len(names) <= len(RANDOM_INDEX):
        raise DataError(
            f"{len(judges)} judge(s) on {len(names)} thing(s) cannot be weighed",
            mend=f"give at least one judge and 1 to {len(RANDOM_INDEX)} things; group them if there are more",
        )
    _refuse_twice(names)
    tables = [_read(judge, len(names), number) for number, judge in enumerate(judges, start=1)]
    joint = np.exp(np.mean([np.log(table) for table in tables], axis=0))
    weights, ratio = _principal(joint)
    if ratio >= INCONSISTENT:
        warnings.warn(
            f"the comparisons contradict each other (consistency ratio {ratio:.2f}, {INCONSISTENT} or more):"
            " ask the judges to look at them again",
            InconsistencyWarning,
            stacklevel=2,
        )
    named = dict(zip(names, weights.round(15).tolist(), strict=True))
    return Hierarchy(named, ratio, tuple(_principal(table)[1] for table in tables))


def _refuse_twice(names: Sequence[str]) -> None:
    if twice := sorted({name for name in names if list(names).count(name) > 1}):
        raise DataError(f"'{twice[0]}' stands twice", mend="name each thing once")


def _read(comparisons: ArrayLike, n: int, number: int) -> Floats:
    """Take one judge's comparisons, refused where they are none."""
    where = f"judge {number}"
    try:
        judge = np.asarray(comparisons, dtype=float)
    except (TypeError, ValueError):
        raise DataError(
            "a comparison that is no number", where=where, mend="write 1/3 without quotes"
        ) from None
    if np.shape(judge) != (n, n):
        raise DataError(
            f"a matrix of {np.shape(judge)}", where=where, mend=f"give {n} rows of {n} comparisons"
        )
    if not (np.isfinite(judge) & (judge > 0)).all():
        raise DataError("a comparison that is not positive", where=where, mend="write 1/3 for 'a third'")
    if not np.allclose(judge * judge.T, 1, rtol=1e-2):
        i, j = np.argwhere(~np.isclose(judge * judge.T, 1, rtol=1e-2))[0]
        raise DataError(
            f"{judge[i, j]:g} in row {i + 1}, column {j + 1} is not the inverse of {judge[j, i]:g}",
            where=where,
            mend="make each comparison the inverse of its mirror, and 1 on the diagonal",
        )
    return judge


def _principal(matrix: Floats) -> tuple[Floats, float]:
    n = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    largest = int(values.real.argmax())
    vector = np.abs(vectors[:, largest].real)
    index = (values[largest].real - n) / (n - 1) if n > 1 else 0.0
    expected = RANDOM_INDEX[n - 1]
    return vector / vector.sum(), max(float(index / expected), 0.0) if expected else 0.0
