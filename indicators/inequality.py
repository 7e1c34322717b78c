"""Inequality between territories, split into within and between classes (METHODS 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.arrays import Floats, Words


@dataclass(frozen=True)
class Theil:
    """Theil's T and its two parts, each of shape (T,); within + between = total."""

    total: Floats
    within: Floats
    between: Floats


def theil(values: Floats, weights: Floats, classes: Sequence[object] | Words) -> Theil:
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
    Theil
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
    there = np.isfinite(values) & (weights > 0)
    weight = np.where(there, weights, 0.0)
    total = weight.sum(axis=0)
    positive = (~there | (values > 0)).all(axis=0) & (total > 0)
    y = np.where(there & positive, values, 1.0)
    names, which = np.unique(np.asarray(classes, dtype=str), return_inverse=True)
    belongs = (which == np.arange(len(names))[:, None]).astype(float)
    p = weight / np.where(positive, total, 1.0)
    mu = np.where(positive, (p * y).sum(axis=0), 1.0)
    share, people = belongs @ (p * y), belongs @ p
    own = np.divide(share, people, out=np.ones_like(share), where=people > 0)
    parts = (
        (p * y * np.log(y / mu)).sum(axis=0),
        (p * y * np.log(y / own[which])).sum(axis=0),
        (share * np.log(own / mu)).sum(axis=0),
    )
    return Theil(*(np.where(positive, part / mu, np.nan) for part in parts))
