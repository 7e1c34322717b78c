"""Does the composite hold together? Correlations, Cronbach's alpha, the weight each part really has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.arrays import Floats
from indicators.index import Index

ROUNDING = 1e-12
DIAGNOSTICS = ["node", "parent", "weight", "correlation_parent", "correlation_top", "least_sibling", "alpha"]


def correlations(lower: pd.DataFrame, upper: pd.DataFrame | None = None) -> pd.DataFrame:
    """Pearson correlations within one level, or between the parts and the whole (METHODS 4, "Diagnostics").

    Parameters
    ----------
    lower, upper : DataFrame
        A territory a row, the same index; a node a column. Pairs are compared where both have a value.

    Returns
    -------
    DataFrame
        The nodes of `lower` down, those of `upper` (or of `lower`) across; NaN where fewer than three pairs
        exist or nothing varies.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 4.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 2, 1]})
    >>> correlations(table)["a"].round(9).tolist()
    [1.0, -1.0]
    """
    across = lower if upper is None else upper
    x, y = lower.to_numpy(dtype=float), across.to_numpy(dtype=float)
    xy, xx, yy, n = _moments(x, y)
    fit = (n >= 3) & (xx > 0) & (yy > 0)
    value = np.divide(
        xy,
        np.sqrt(np.where(fit, xx, 1)) * np.sqrt(np.where(fit, yy, 1)),
        where=fit,
        out=np.full(xy.shape, np.nan),
    )
    return pd.DataFrame(value.clip(-1, 1), index=lower.columns, columns=across.columns)


def cronbach_alpha(table: pd.DataFrame) -> float:
    """Cronbach's alpha: how far the columns measure one thing, from their pairwise covariances.

    alpha = K/(K - 1) (1 - trace(C)/sum(C)), C the covariances, each over the rows where both have a value.

    Parameters
    ----------
    table : DataFrame
        A territory a row, one of K indicators a column, all in the same direction.

    Returns
    -------
    float
        NaN for fewer than two columns, or where nothing varies together.

    References
    ----------
    Cronbach, L. J. (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3).

    Examples
    --------
    >>> cronbach_alpha(pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, 6]})).__round__(4)
    0.8889
    """
    x = table.to_numpy(dtype=float)
    product, _, _, n = _moments(x, x)
    if x.shape[1] < 2 or (n < 2).any():
        return np.nan
    covariance = product / (n - 1)
    total = covariance.sum()
    k = x.shape[1]
    return float(k / (k - 1) * (1 - np.trace(covariance) / total)) if total else np.nan


def diagnose(index: Index) -> pd.DataFrame:
    """Set the weight that each node is given beside what it moves (METHODS 4, "Diagnostics").

    Parameters
    ----------
    index : Index
        What `compose` has made.

    Returns
    -------
    DataFrame
        Columns `DIAGNOSTICS`, one row a node and its parent: `weight`, its effective share of the top;
        `correlation_parent` and `correlation_top`, of its scores with theirs; `least_sibling`, the lowest
        correlation with another child of the parent (below 0 they work against each other); `alpha`, of
        all children of the parent.

    Examples
    --------
    >>> from indicators.composition import Composition
    >>> from indicators.index import compose
    >>> from indicators.recipe import Recipe
    >>> table = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 3, 2]})
    >>> choices = Composition(parents={"a": "x", "b": "x"}, directions={"a": "higher", "b": "lower"})
    >>> made = diagnose(compose(table, Recipe(composition=choices)))
    >>> made[["node", "weight", "least_sibling"]].to_numpy().tolist()
    [['a', 0.5, -0.5], ['b', 0.5, -0.5]]
    """
    scores = pd.concat([index.normalised, index.scores], axis=1)
    parents = index.structure.tree
    every = correlations(scores)
    shares = index.structure.effective_weights()[index.structure.top]
    rows = []
    for node, parent in parents.items():
        siblings = [other for other, above in parents.items() if above == parent]
        others = [other for other in siblings if other != node]
        rows.append(
            {
                "node": node,
                "parent": parent,
                "weight": shares[node],
                "correlation_parent": every.loc[node, parent],
                "correlation_top": every.loc[node, index.structure.top],
                "least_sibling": every.loc[node, others].min() if others else np.nan,
                "alpha": cronbach_alpha(scores[siblings]),
            }
        )
    return pd.DataFrame(rows, columns=DIAGNOSTICS)


def _moments(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Sums of products of deviations, over the rows that each pair of columns shares."""
    shape = (x.shape[1], y.shape[1])
    xy, xx, yy, n = (np.zeros(shape) for _ in range(4))
    for i, j in np.ndindex(shape):
        both = np.isfinite(x[:, i]) & np.isfinite(y[:, j])
        n[i, j] = both.sum()
        if n[i, j]:
            a, b = _deviations(x[both, i]), _deviations(y[both, j])
            xy[i, j], xx[i, j], yy[i, j] = a @ b, a @ a, b @ b
    return xy, xx, yy, n


def _deviations(x: Floats) -> Floats:
    # What differs by rounding only does not differ: noise would correlate with noise.
    if np.ptp(x) <= ROUNDING * np.abs(x).max():
        return np.zeros(len(x))
    return np.asarray(x - x.mean())
