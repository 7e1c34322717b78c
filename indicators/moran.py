"""Do neighbours fare alike? Moran's I of all territories together (METHODS 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse, stats

from indicators.arrays import Floats
from indicators.errors import DataError
from indicators.neighbours import weigh_neighbours
from indicators.permutation import TIE, deal_out

PERMUTATIONS = 999
FEWEST = 4
SPATIAL_REASONS = ("no value", "no neighbours", "all values equal", "too few territories")


@dataclass(frozen=True, kw_only=True)
class Moran:
    """Moran's I and its tests; NaN, with a `reason`, where it is undefined.

    Attributes
    ----------
    territories : int
        How many have a value.
    index, expected : float
        I, and what it is on average where neighbours have nothing in common, -1/(n-1).
    variance_normal, variance_random : float
        Of I, where the values are draws from a normal distribution, or are dealt out at random.
    p_normal, p_random : float
        Two-sided.
    p_permuted : float
        Share of permutations at least as far from the middle on the same side (one-sided, as esda gives it).
    reason : str
        "" or one of `SPATIAL_REASONS`.
    """

    territories: int
    index: float = np.nan
    expected: float = np.nan
    variance_normal: float = np.nan
    variance_random: float = np.nan
    p_normal: float = np.nan
    p_random: float = np.nan
    p_permuted: float = np.nan
    reason: str = ""


def moran(
    values: pd.Series[Any],
    neighbours: pd.DataFrame,
    *,
    standardised: bool = True,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Moran:
    """Moran's I = n/S sum_i z_i sum_j w_ij z_j / sum_i z_i^2, S the sum of the weights (METHODS 7).

    Parameters
    ----------
    values : Series
        Indexed by territory; those without a value are masked, and their neighbours' weights shared out anew.
    neighbours : DataFrame
        Columns territory, neighbour and perhaps weight, as `weigh_neighbours` takes them.
    standardised : bool
        Whether the weights of each territory's neighbours sum to 1, or count as they are.
    permutations : int
        0 for none.
    seed : int
        Of the permutations; the order of the territories changes nothing.

    References
    ----------
    Cliff, A. D. & Ord, J. K. (1981), Spatial Processes; checked against esda (Rey & Anselin 2007).

    Examples
    --------
    >>> chain = list("abcdef")
    >>> pairs = pd.DataFrame(
    ...     [(one, other) for a, b in zip(chain, chain[1:]) for one, other in ((a, b), (b, a))],
    ...     columns=["territory", "neighbour"],
    ... )
    >>> found = moran(pd.Series([1.0, 2, 3, 7, 8, 9], chain), pairs)
    >>> round(found.index, 3), found.expected, found.p_permuted < 0.05
    (0.759, -0.2, True)
    """
    known = pick_known(values)
    n, weights = len(known), weigh_neighbours(neighbours, known.index.to_numpy(), standardised=standardised)
    z, reason = deviate(known, weights)
    if reason:
        return Moran(territories=n, reason=reason)
    scale = n / weights.sum() / (z @ z)
    index, expected = float(scale * (z @ (weights @ z))), -1 / (n - 1)
    normal, random = _variances(weights, z)
    dealt = deal_out(z, weights, permutations, seed) * scale
    beyond = min((dealt >= index - TIE).sum(), (dealt <= index + TIE).sum())
    return Moran(
        territories=n,
        index=index,
        expected=expected,
        variance_normal=normal,
        variance_random=random,
        p_normal=_two_sided(index - expected, normal),
        p_random=_two_sided(index - expected, random),
        p_permuted=float((beyond + 1) / (permutations + 1)) if permutations else np.nan,
    )


def standardise_rates(events: Floats, population: Floats) -> Floats:
    """Rates less their mean over their standard deviation, both by empirical Bayes (METHODS 7).

    The rates of small places vary by chance alone; take these for Moran's I of rates.

    Parameters
    ----------
    events, population : ndarray, shape (R,)
        Population above zero; NaN where missing.

    Returns
    -------
    ndarray, shape (R,)
        NaN where either is missing, and everywhere where there are no events.

    References
    ----------
    Assuncao, R. M. & Reis, E. A. (1999), A new proposal to adjust Moran's I for population density,
    Statistics in Medicine 18(16).

    Examples
    --------
    >>> standardise_rates(np.array([30.0, 25, 25, 15]), np.array([100.0, 100, 110, 90])).round(2)
    array([ 1.34,  0.27, -0.23, -1.43])
    """
    there = np.isfinite(events) & (population > 0)
    people = np.where(there, population, np.nan)
    rate = np.where(there, events, np.nan) / people
    if not (rate > 0).any():  # no rate to tell apart
        return np.full(len(rate), np.nan)
    total = np.nansum(people)
    mean = np.nansum(rate * people) / total
    between = np.nansum(people * (rate - mean) ** 2) / total - mean * there.sum() / total
    spread = between + mean / people
    return np.asarray((rate - mean) / np.sqrt(np.where(spread < 0, mean / people, spread)))


def pick_known(values: pd.Series[Any]) -> pd.Series[Any]:
    """Territories with a finite value, in order of their codes, so that no draw depends on the order given.

    Raises
    ------
    DataError
        Where a territory stands twice.

    Examples
    --------
    >>> pick_known(pd.Series([3.0, None, 1.0], ["c", "b", "a"])).to_dict()
    {'a': 1.0, 'c': 3.0}
    """
    if not values.index.is_unique:
        twice = values.index[values.index.duplicated()][0]
        raise DataError(f"{twice} has two values", mend="give one value for each territory")
    known: pd.Series[Any] = values[np.isfinite(values.to_numpy(dtype=float))].sort_index()
    return known


def deviate(known: pd.Series[Any], weights: sparse.csr_array) -> tuple[Floats, str]:
    """Values less their mean, in units of the largest; and why nothing can be told, if so.

    Parameters
    ----------
    known : Series
        No value missing.
    weights : csr_array, shape (R, R)

    Returns
    -------
    z : ndarray, shape (R,)
    reason : str
        "", or one of `SPATIAL_REASONS`.
    """
    x = known.to_numpy(dtype=float)
    if len(x) < FEWEST:
        return x, "too few territories"
    if not weights.nnz:
        return x, "no neighbours"
    if x.min() == x.max():
        return x, "all values equal"
    x = x / np.abs(x).max()
    return x - x.mean(), ""


def _variances(weights: sparse.csr_array, z: Floats) -> tuple[float, float]:
    """Of Moran's I under normality and under randomisation (Cliff & Ord 1981)."""
    n, s0 = len(z), weights.sum()
    s1 = (weights + weights.T).power(2).sum() / 2
    s2 = ((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum()
    square = 1 / (n - 1) ** 2
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - square
    kurtosis = n * (z**4).sum() / (z @ z) ** 2
    dealt = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    dealt -= kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return float(normal), float(dealt / ((n - 1) * (n - 2) * (n - 3) * s0**2) - square)


def _two_sided(distance: float, variance: float) -> float:
    """Normal p-value; NaN where every arrangement gives the same I (all are neighbours of all)."""
    return float(2 * stats.norm.sf(abs(distance) / np.sqrt(variance))) if variance > TIE else np.nan
