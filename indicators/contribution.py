"""What each part of a mean adds to it, down to the last leaf, so that the points add up to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.aggregate import MEANS

EXPLANATION = ["node", "parent", "step", "value", "weight", "contribution", "points", "note"]


@dataclass(frozen=True)
class Branch:
    """A node of a score, with everything under it.

    Attributes
    ----------
    node : str
    score : float
        NaN where there is none.
    weight : float
        Inside its parent, any scale.
    steps : sequence of (str, float)
        How the figure became the score, in order.
    method : str
        How the children make the score; "" for a leaf.
    children : sequence of Branch
    note : str
        What is to be known: why there is no score, what was imputed or treated.
    """

    node: str
    score: float
    weight: float = 1.0
    steps: Sequence[tuple[str, float]] = ()
    method: str = ""
    children: Sequence[Branch] = field(default=())
    note: str = ""


def list_contributions(top: Branch, best: float) -> pd.DataFrame:
    """List every step of every node, from the top down, with what it adds to its parent and to the top.

    An arithmetic mean is the sum of its weighted parts. Of a geometric or harmonic mean the points lost, best
    less score, are shared out by what each part loses on the curve on which the mean is straight
    (w (f(best) - f(x))); a part adds the rest of its weight. With the arithmetic mean this is the weighted
    part again.

    Parameters
    ----------
    top : Branch
    best : float
        What the best possible part reads.

    Returns
    -------
    DataFrame
        Columns `EXPLANATION`: a row a step, the last one of each node (``score``) with its `weight` in the
        parent among those that have a score, its `contribution` to the parent's score and its `points` of
        the top's. The points of all leaves add up to the top's score, and so do those of any level.
        Missing under Copeland's rule, which no part adds to.

    Examples
    --------
    >>> parts = [Branch("jobs", 80.0, weight=3), Branch("wages", 40.0)]
    >>> found = list_contributions(Branch("work", 70.0, method="arithmetic", children=parts), 100)
    >>> found[["node", "weight", "contribution"]].to_numpy().tolist()
    [['work', 1.0, 70.0], ['jobs', 0.75, 60.0], ['wages', 0.25, 10.0]]
    """
    rows = list(_rows(top, "", 1.0, 1.0, best - top.score, best - top.score, best))
    frame = pd.DataFrame(rows, columns=EXPLANATION)
    return frame.astype(dict.fromkeys(["node", "parent", "step", "note"], "str"))


Row = tuple[str, str, str, float, float, float, float, str]


def _rows(
    branch: Branch, parent: str, weight: float, share: float, lost: float, lost_top: float, best: float
) -> Iterator[Row]:
    """Rows of a branch that has lost `lost` points of its parent's score and `lost_top` of the top's."""
    for step, value in branch.steps:
        yield branch.node, parent, step, value, np.nan, np.nan, np.nan, ""
    adds, points = weight * best - lost, share * best - lost_top
    yield branch.node, parent, "score", branch.score, weight, adds, points, branch.note
    weights, losses = _split(branch, best)
    total = float(np.sum(losses))
    for child, inner, loss in zip(branch.children, weights, losses, strict=True):
        there = np.isfinite(child.score)
        of_top = lost_top * (loss / total if total else loss)
        yield from _rows(
            child,
            branch.node,
            inner,
            share * inner if there else 0.0,
            loss if there else np.nan,
            of_top if there else np.nan,
            best,
        )


def _split(branch: Branch, best: float) -> tuple[list[float], list[float]]:
    """Weights of the children among those that have a score, and the points that each loses."""
    x = np.array([child.score for child in branch.children])
    weights = np.where(np.isfinite(x), [child.weight for child in branch.children], 0.0)
    total = weights.sum()
    weights = weights / total if total else weights
    if branch.method not in MEANS:
        return weights.tolist(), [np.nan] * len(x)
    curve, _ = MEANS[branch.method]
    known = weights > 0
    there = np.where(known, x, best)
    bends = weights * (curve(np.full(len(x), float(best))) - curve(there))
    whole = bends.sum()
    lost = best - branch.score
    return weights.tolist(), (lost * bends / whole if whole else np.zeros(len(x))).tolist()
