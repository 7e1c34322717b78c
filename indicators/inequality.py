"""Inequality between territories, split into within and between classes (METHODS 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.arrays import Floats, Mask, Words
from indicators.dispersion import present

Classes = Sequence[object] | Words


@dataclass(frozen=True)
class Split:
    """A measure of inequality and its two parts, each of shape (T,); within + between = total."""

    total: Floats
    within: Floats
    between: Floats


@dataclass(frozen=True)
class _Shares:
    """Shares p of the weight, values y and the mean of each one's class `own`, both over the mean of all."""

    p: Floats
    y: Floats
    own: Floats
    defined: Mask


def theil(values: Floats, weights: Floats, classes: Classes) -> Split:
    """Theil T = GE(1) = sum p_i (y_i/mu) ln(y_i/mu), split by classes (METHODS 2).

    within = sum s_g T_g, between = sum s_g ln(s_g/p_g), with p_g a class's share of the weight and s_g its
    share of the total of y.

    Parameters
    ----------
    values, weights : ndarray, shape (R, T)
        Territories without a value or a weight above zero are left out.
    classes : sequence, length R

    Returns
    -------
    Split
        NaN where a value is not positive or nothing is there.

    References
    ----------
    Theil, H. (1967), Economics and Information Theory; Shorrocks, A. F. (1980), The class of additively
    decomposable inequality measures, Econometrica 48(3).

    Examples
    --------
    >>> found = theil(np.array([[1.0], [1.0], [3.0]]), np.ones((3, 1)), ["a", "a", "b"])
    >>> found.total.round(4), found.within.round(4), found.between.round(4)
    (array([0.1483]), array([0.]), array([0.1483]))
    """
    s = _share_out(values, weights, classes)
    part = s.p * s.y
    return _split(s, part * np.log(s.y), part * np.log(s.y / s.own), part * np.log(s.own))


def mean_log_deviation(values: Floats, weights: Floats, classes: Classes) -> Split:
    """GE(0) = sum p_i ln(mu/y_i), Theil's L, split by classes (METHODS 2).

    within = sum p_g L_g, between = sum p_g ln(p_g/s_g): each class counts by its weight, so that the within
    part does not change when the means of the classes do.

    Parameters
    ----------
    values, weights, classes
        As in `theil`.

    Returns
    -------
    Split
        NaN where a value is not positive or nothing is there.

    References
    ----------
    Shorrocks, A. F. (1980), The class of additively decomposable inequality measures, Econometrica 48(3).

    Examples
    --------
    >>> found = mean_log_deviation(np.array([[1.0], [1.0], [4.0]]), np.ones((3, 1)), ["a", "a", "b"])
    >>> found.total.round(4), found.within.round(4), found.between.round(4)
    (array([0.231]), array([0.]), array([0.231]))
    """
    s = _share_out(values, weights, classes)
    return _split(s, -s.p * np.log(s.y), -s.p * np.log(s.y / s.own), -s.p * np.log(s.own))


def _share_out(values: Floats, weights: Floats, classes: Classes) -> _Shares:
    p, y = present(values, weights)
    there = p > 0
    defined = (~there | (y > 0)).all(axis=0) & there.any(axis=0)
    y = np.where(there & defined, y, 1.0)
    y = y / np.where(defined, (p * y).sum(axis=0), 1.0)
    names, which = np.unique(np.asarray(classes, dtype=str), return_inverse=True)
    belongs = (which == np.arange(len(names))[:, None]).astype(float)
    people, income = belongs @ p, belongs @ (p * y)
    own = np.divide(income, people, out=np.ones_like(income), where=people > 0)
    return _Shares(p, y, own[which], np.asarray(defined))


def _split(shares: _Shares, *parts: Floats) -> Split:
    return Split(*(np.where(shares.defined, part.sum(axis=0), np.nan) for part in parts))
