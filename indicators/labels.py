"""Marks, reasons and parts: several words in one cell, comma-joined and in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import scipy  # its statistics take half a second: they are loaded at their first use

from indicators.arrays import Floats, Mask, Words


def list_true(masks: Mapping[str, Mask]) -> Words:
    """Join the names of the masks that are true at each place, in the order given.

    Parameters
    ----------
    masks : mapping
        Name -> mask of shape (R,); at least one.

    Examples
    --------
    >>> list_true({"early": np.array([True, False]), "late": np.array([True, True])}).tolist()
    ['early,late', 'late']
    """
    # Each pattern is a number with one binary digit a mask: sorting numbers is faster than sorting rows.
    pattern = sum(mask.astype(np.int64) << digit for digit, mask in enumerate(masks.values()))
    patterns, which = np.unique(pattern, return_inverse=True)
    said = [",".join(name for digit, name in enumerate(masks) if found >> digit & 1) for found in patterns]
    return np.array(said, dtype=object)[which.reshape(-1)]


def rank_scores(scores: Floats) -> Floats:
    """Rank scores along the last axis, 1 for the highest; equal scores share the better rank.

    Parameters
    ----------
    scores : ndarray, shape (..., R)
        NaN where there is none: it is not ranked, and stays NaN.

    Examples
    --------
    >>> rank_scores(np.array([50.0, 90.0, np.nan, 50.0]))
    array([ 2.,  1., nan,  2.])
    """
    # Rounding keeps the noise of floating point from breaking a tie.
    rounded = -np.asarray(scores).round(9)
    ranks = scipy.stats.rankdata(np.where(np.isnan(rounded), np.inf, rounded), method="min", axis=-1)
    return np.where(np.isnan(rounded), np.nan, ranks)


def rank_alike(scores: Floats, parts: Words) -> tuple[Floats, Mask]:
    """Rank the scores that are made of the most common parts, 1 for the highest (METHODS 1, 4).

    Parameters
    ----------
    scores : ndarray, shape (R,)
        NaN where there is none.
    parts : ndarray of str, shape (R,)
        What each score is made of. Of two equally common makes the longer list is taken.

    Returns
    -------
    rank : ndarray, shape (R,)
        NaN where not ranked; equal scores share the better rank.
    differs : ndarray of bool, shape (R,)
        True where a score exists but is made of other parts.

    Examples
    --------
    >>> rank_alike(np.array([50.0, 90.0, 70.0]), np.array(["a,b", "a", "a,b"], dtype=object))
    (array([ 2., nan,  1.]), array([False,  True, False]))
    """
    scored = np.isfinite(scores)
    rank = np.full(len(scores), np.nan)
    if not scored.any():
        return rank, scored
    makes, counts = np.unique(parts[scored].astype(str), return_counts=True)
    common = max(zip(counts, (len(make.split(",")) for make in makes), makes, strict=True))[2]
    alike = scored & (parts == common)
    rank[alike] = rank_scores(scores[alike])
    return rank, scored & ~alike
