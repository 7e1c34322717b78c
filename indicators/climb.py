"""Climb a tree of scores from the indicators to the top, for many sets of weights at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.aggregate import MEANS, refuse_zeros
from indicators.arrays import Floats
from indicators.choices import Ordering
from indicators.outranking import copeland
from indicators.structure import Structure

ROUNDING = 1e-9
"""Lets two of three equal weights be two thirds."""


@dataclass(frozen=True)
class Level:
    """The N nodes of one level, for D sets of weights and R territories.

    Attributes
    ----------
    scores : ndarray, shape (N, D, R)
        NaN where too little of the weight has data.
    coverage : ndarray, shape (N, D, R)
        Share of the weight that stands on data; NaN where there is no weight.
    """

    scores: Floats
    coverage: Floats


def climb(
    scores: Floats,
    there: Floats,
    structure: Structure,
    weights: Sequence[Floats],
    methods: Sequence[Ordering],
    thresholds: tuple[float, float],
) -> list[Level]:
    """Aggregate level by level (METHODS 4, "Aggregation" and "Coverage rule").

    Parameters
    ----------
    scores : ndarray, shape (R, K)
        Of the K indicators; NaN where there is none.
    there : ndarray, shape (R, K)
        1 where a score stands on data, 0 where it is missing or imputed.
    weights : sequence of ndarray, each of shape (D, N)
        Of the nodes of each level but the last.
    methods : sequence
        How each level makes the next; the last one holds for all above.
    thresholds : (float, float)
        Share of the weight that must have data in a group, and at the top.

    Returns
    -------
    list of Level
        Of every level but the first.

    Raises
    ------
    DataError
        Where a geometric or harmonic mean meets a score that is not positive.

    Examples
    --------
    >>> from indicators.structure import plant
    >>> tree = plant(["a", "b", "c"], {"a": "x", "b": "x", "x": "all", "c": "all"})
    >>> x = np.array([[20.0, 40.0, 70.0]])
    >>> climb(x, np.ones((1, 3)), tree, [w[None] for w in tree.weights], ["arithmetic"], (0, 0))[-1].scores
    array([[[50.]]])
    """
    found: list[Level] = []
    alive = np.ones((1, scores.shape[1]), dtype=bool)
    score, share = scores.T, np.where(np.isfinite(scores), there, 0.0).T
    for step, children in enumerate(structure.children):
        least = thresholds[step == len(structure.children) - 1] - ROUNDING
        method = methods[min(step, len(methods) - 1)]
        weight = weights[step] * alive
        shape = (len(children), len(weight), len(scores))
        level = Level(np.empty(shape), np.empty(shape))
        for n, (name, below) in enumerate(zip(structure.names[step + 1], children, strict=True)):
            if len(below) == 1 and structure.names[step][below[0]] == name:  # the same node, one level up
                level.scores[n], level.coverage[n] = score[below[0]], share[below[0]]
            else:
                made = _node(name, score[below], share[below], weight[:, below], method)
                level.scores[n], level.coverage[n] = made
        # A node under which nothing weighs is not there: it counts for nothing above, and against nothing.
        alive = np.stack([(weight[:, below] > 0).any(axis=1) for below in children], axis=1)
        level.scores[~(level.coverage >= least)] = np.nan
        found.append(level)
        score, share = level.scores, np.where(np.isnan(level.scores), 0.0, level.coverage)
    return found


def _node(name: str, x: Floats, share: Floats, weights: Floats, method: Ordering) -> tuple[Floats, Floats]:
    """Score and coverage of one node, each of shape (D, R), of its K children, (K, R) or (K, D, R)."""
    known = np.isfinite(x).astype(float)
    weight, total = _weighted(known, weights), weights.sum(axis=1)[:, None]
    covered = weight if np.array_equal(share, known) else _weighted(share, weights)
    coverage = np.divide(covered, total, out=np.full(weight.shape, np.nan), where=total > 0)
    if method == "copeland":
        return _duels(x, weights), coverage
    mean, back = MEANS[method]
    values = np.where(known > 0, x, 1.0)
    refuse_zeros(values, method, f"'{name}'")
    added = _weighted(mean(values) * known, weights)
    return back(np.divide(added, weight, out=np.full(weight.shape, np.nan), where=weight > 0)), coverage


def _weighted(x: Floats, weights: Floats) -> Floats:
    """Sum of K children, shape (K, R) or (K, D, R), by weights of shape (D, K); shape (D, R)."""
    if x.ndim == 2:
        return np.asarray(weights @ x)
    total: Floats = weights[:, :1] * x[0]
    for child, weight in zip(x[1:], weights.T[1:], strict=True):
        total += weight[:, None] * child
    return total


def _duels(x: Floats, weights: Floats) -> Floats:
    if x.ndim == 2:
        return copeland(x.T, weights)
    sets = zip(np.moveaxis(x, 1, 0), weights, strict=True)
    return np.stack([copeland(scores.T, weight) for scores, weight in sets])
