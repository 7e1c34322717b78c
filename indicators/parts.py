"""The parts of one indicator's recovery score, 0 to 100, and their mean (METHODS 1, "Recovery score")."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from indicators.arrays import Floats, Mask, Words
from indicators.choices import PartWeights
from indicators.labels import list_true

MIN_REFERENCE = 2


def loss_scale(losses: Floats, declared: float | None, percentile: float, floor: float) -> float:
    """Loss at which a part reaches 0: L of METHODS 1, E_97.5 of a harm.

    Parameters
    ----------
    losses : ndarray, shape (R,)
        Losses of the reference group, positive is worse; NaN where there is none.
    declared : float, optional
        Goes before the percentile.
    percentile : float
        Of the losses, by linear interpolation, in percent.
    floor : float
        The materiality epsilon: no scale is finer, lest noise fill it.

    Returns
    -------
    float
        NaN where nothing is declared and fewer than two territories have a loss to compare, or
        where the scale would be zero.

    Examples
    --------
    >>> loss_scale(np.array([0.0, 0.1, 0.2, np.nan]), None, 97.5, 0.005)
    0.195
    """
    known = losses[np.isfinite(losses)]
    if declared is not None:
        return declared
    if len(known) < MIN_REFERENCE:
        return np.nan
    scale = max(float(np.percentile(known, percentile)), floor)
    return scale if 0 < scale < np.inf else np.nan


def resistance(drop: Floats, loss: float) -> Floats:
    """Part (a): 100 clip(1 + drop/L, 0, 1).

    Examples
    --------
    >>> resistance(np.array([-0.05, -0.3, 0.1]), 0.2)
    array([ 75.,   0., 100.])
    """
    return np.asarray(100 * np.clip(1 + drop / loss, 0, 1))


def recovery(change: Floats, after: Mask, drop: Floats, loss: float) -> Floats:
    """Part (b): mean of 100 clip(1 + min(c, 0)/max(|drop|, L/4), 0, 1) over the years after the first.

    Parameters
    ----------
    change : ndarray, shape (R, T)
        c of METHODS 1.
    after : ndarray of bool, shape (T,) or (R, T)
        The years after the shock's first, up to the evaluation; those without data do not count.
    drop : ndarray, shape (R,)

    Returns
    -------
    ndarray, shape (R,)
        NaN where no such year has data.

    Examples
    --------
    >>> recovery(np.array([[-0.2, -0.1, 0.05]]), np.array([False, True, True]), np.array([-0.2]), 0.3)
    array([75.])
    """
    with np.errstate(invalid="ignore"):
        back = 100 * np.clip(1 + np.minimum(change, 0) / np.maximum(np.abs(drop), loss / 4)[:, None], 0, 1)
    counted = after & np.isfinite(back)
    n = counted.sum(axis=1)
    total = np.where(counted, back, 0).sum(axis=1)
    return np.asarray(np.divide(total, n, out=np.full(len(drop), np.nan), where=n > 0))


def harm(excess: Floats, worst: float) -> Floats:
    """Score a harm that cannot be undone: 100 clip(1 - E/E_97.5, 0, 1).

    Examples
    --------
    >>> harm(np.array([0.1, 0.5]), 0.4)
    array([75.,  0.])
    """
    return np.asarray(100 * np.clip(1 - excess / worst, 0, 1))


def mean_parts(parts: Mapping[str, Floats], weights: PartWeights) -> tuple[Floats, Words]:
    """Weighted mean of the parts that exist, and their names.

    Parameters
    ----------
    parts : mapping
        Name -> part, shape (R,), NaN where undefined. A name that `weights` lacks weighs 1.

    Returns
    -------
    score : ndarray, shape (R,)
    names : ndarray of str, shape (R,)
        Comma-joined; a part of no weight is not named.

    Examples
    --------
    >>> mean_parts({"resistance": np.array([40.0]), "renewal": np.array([np.nan])}, PartWeights())
    (array([40.]), array(['resistance'], dtype=object))
    """
    weight = {name: getattr(weights, name, 1.0) for name in parts}
    there = {name: np.isfinite(part) & (weight[name] > 0) for name, part in parts.items()}
    total = sum((weight[name] * there[name] for name in parts), start=np.zeros(1))
    value = sum(
        (weight[name] * np.nan_to_num(part) * there[name] for name, part in parts.items()), np.zeros(1)
    )
    score = np.divide(value, total, out=np.full(value.shape, np.nan), where=total > 0)
    return score, list_true(there)
