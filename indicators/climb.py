"""Climb a tree of scores from the indicators to the top, for many sets of weights at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.arrays import Floats
from indicators.choices import Ordering
from indicators.errors import DataError
from indicators.outranking import copeland
from indicators.structure import Structure

ROUNDING = 1e-9
"""Lets two of three equal weights be two thirds."""


@dataclass(frozen=True)
class Level:
    """The N nodes of one level, for D sets of weights and R territories.

    Attributes
    ----------
    scores : ndarray, shape (D, R, N)
        NaN where too little of the weight has data.
    coverage : ndarray, shape (D, R, N)
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
    alive = np.ones((1, scores.shape[-1]), dtype=bool)
    score, share = scores, np.where(np.isfinite(scores), there, 0.0)
    for step, children in enumerate(structure.children):
        last = step == len(structure.children) - 1
        method = methods[min(step, len(methods) - 1)]
        weight = weights[step] * alive
        made = [
            _node(structure.names[step], name, below, score, share, weight, method)
            for name, below in zip(structure.names[step + 1], children, strict=True)
        ]
        score, share = (np.stack(part, axis=-1) for part in zip(*made, strict=True))
        # A node under which nothing weighs is not there: it counts for nothing above, and against nothing.
        alive = np.stack([(weight[:, below] > 0).any(axis=1) for below in children], axis=1)
        score = np.where(share >= thresholds[last] - ROUNDING, score, np.nan)
        found.append(Level(score, share))
        share = np.where(np.isfinite(score), share, 0.0)
    return found


def _node(
    names: tuple[str, ...],
    name: str,
    below: np.ndarray,
    score: Floats,
    share: Floats,
    weights: Floats,
    method: Ordering,
) -> tuple[Floats, Floats]:
    """Score and coverage of one node, each of shape (D, R)."""
    w, x, s = weights[:, below], score[..., below], share[..., below]
    if len(below) == 1 and names[below[0]] == name:  # the same node, one level up
        shape = (len(w), score.shape[-2])
        return np.broadcast_to(x[..., 0], shape), np.broadcast_to(s[..., 0], shape)
    total = w.sum(axis=1)[:, None]
    covered = _weighted(s, w)
    coverage = np.divide(covered, total, out=np.full(covered.shape, np.nan), where=total > 0)
    if method == "copeland":
        return _duels(x, w), coverage
    mean, back = MEANS[method]
    known = np.isfinite(x)
    if method != "arithmetic" and (x[known] <= 0).any():
        raise DataError(
            f"the {method} mean of '{name}' meets a score of 0 or less",
            mend="normalise to a scale above zero, as in scale: [1, 100], or use the arithmetic mean",
        )
    values = _weighted(np.where(known, mean(np.where(known, x, 1.0)), 0.0), w)
    weight = _weighted(known.astype(float), w)
    return back(np.divide(values, weight, out=np.full(values.shape, np.nan), where=weight > 0)), coverage


def _weighted(x: Floats, weights: Floats) -> Floats:
    """Sum over the last axis of x, shape (R, K) or (D, R, K), by weights of shape (D, K)."""
    return np.asarray(weights @ x.T if x.ndim == 2 else (x @ weights[:, :, None])[..., 0])


def _duels(x: Floats, weights: Floats) -> Floats:
    if x.ndim == 2:
        return copeland(x, weights)
    return np.stack([copeland(scores, weight) for scores, weight in zip(x, weights, strict=True)])


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
