"""Who beats whom: aggregation that no surplus on one indicator can buy (METHODS 4, "Copeland")."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats

TIE = 1e-9
"""Share of the weight that is but the noise of floating point."""


def outranking(scores: Floats, weights: Floats) -> Floats:
    """Share of the weight on which j beats k, plus half of that on which they tie (METHODS 4, e_jk).

    Parameters
    ----------
    scores : ndarray, shape (R, K)
        Higher is better. Only the indicators that two territories both have are compared.
    weights : ndarray, shape (K,) or (D, K)
        Not negative, any scale; D sets of them.

    Returns
    -------
    ndarray, shape (R, R) or (D, R, R)
        0 on the diagonal, 1/2 where nothing can be compared.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 6; Munda, G. and Nardo, M.
    (2009), Noncompensatory/nonlinear composite indicators for ranking countries, Applied Economics 41(12).

    Examples
    --------
    >>> x = np.array([[1, 3, 2], [2, 2, 3], [3, 1, 1], [4, 5, 4.0]])
    >>> outranking(x, np.ones(3))[1:, 0].round(4).tolist()
    [0.6667, 0.3333, 1.0]
    """
    won, shared = _compare(scores, weights)
    share = np.divide(won, shared, out=np.full(won.shape, 0.5), where=shared > 0)
    n = np.arange(len(scores))
    share[..., n, n] = 0
    return np.asarray(share)


def _compare(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weight on which j beats k, and weight on which both have a score, each of shape (..., R, R)."""
    n = len(scores)
    a, b = scores.T[:, :, None], scores.T[:, None, :]
    beats = ((a > b) + 0.5 * (a == b)).reshape(-1, n * n)
    won = (weights @ beats).reshape(*weights.shape[:-1], n, n)
    if np.isfinite(scores).all():
        return won, np.broadcast_to(weights.sum(axis=-1)[..., None, None], won.shape)
    both = (np.isfinite(a) & np.isfinite(b)).reshape(-1, n * n).astype(float)
    return won, (weights @ both).reshape(won.shape)


def copeland(scores: Floats, weights: Floats) -> Floats:
    """How many territories each one beats, less those that beat it (METHODS 4, "Copeland").

    Parameters
    ----------
    scores, weights
        As in `outranking`.

    Returns
    -------
    ndarray, shape (R,) or (D, R)
        From 1 - n to n - 1; NaN where a territory has no score with a weight.

    References
    ----------
    Copeland, A. H. (1951), A reasonable social welfare function, University of Michigan.

    Examples
    --------
    >>> copeland(np.array([[1, 3, 2], [2, 2, 3], [3, 1, 1], [4, 5, 4.0]]), np.ones(3))
    array([-1.,  1., -3.,  3.])
    """
    won, shared = _compare(scores, weights)
    tie = TIE * weights.sum(axis=-1)[..., None, None]
    beaten = np.count_nonzero(won > shared / 2 + tie, axis=-1)
    beating = np.count_nonzero(won < shared / 2 - tie, axis=-1)
    known = weights @ np.isfinite(scores).T > 0
    return np.where(known, (beaten - beating).astype(float), np.nan)


def dominance(scores: Floats, weights: Floats) -> tuple[int, float]:
    """Pairs in which one territory is the better on every indicator: how many, and as a share of all pairs.

    Examples
    --------
    >>> dominance(np.array([[1, 3, 2], [2, 2, 3], [3, 1, 1], [4, 5, 4.0]]), np.ones(3))
    (3, 0.5)
    """
    pairs = len(scores) * (len(scores) - 1) // 2
    found = int((outranking(scores, weights) >= 1 - TIE).sum())
    return found, found / pairs if pairs else np.nan
