"""Resistance and recoverability against a benchmark, as indices (METHODS 1)."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats

EPSILON = 0.005


def resilience_index(
    start: Floats, end: Floats, benchmark_start: Floats, benchmark_end: Floats, epsilon: float = EPSILON
) -> Floats:
    """Change of a territory against what the benchmark's growth, sector by sector, would have given it.

    index = (dE - dE_exp)/|dE_exp| with dE_exp = sum_i g_{N,i} E_{r,i,start} (METHODS 1). Over a contraction
    it is the resistance, over an expansion the recoverability; 0 is as the benchmark, positive is better.

    Parameters
    ----------
    start, end : ndarray, shape (R, S)
        Level of each territory and sector at the ends of the phase; one sector if none is told apart.
    benchmark_start, benchmark_end : ndarray, shape (S,)
        Of the benchmark.
    epsilon : float
        Share of the territory's start level under which an expected change is no change.

    Returns
    -------
    ndarray, shape (R,)
        NaN where the expected change is too small to divide by, or a sector of the benchmark starts at zero.

    References
    ----------
    Martin, R., Sunley, P., Gardiner, B. and Tyler, P. (2016), How regions react to recessions: resilience
    and the role of economic structure, Regional Studies 50(4).

    Examples
    --------
    >>> start, end = np.array([[100.0], [100.0]]), np.array([[95.0], [85.0]])
    >>> resilience_index(start, end, np.array([1000.0]), np.array([900.0])).round(6)
    array([ 0.5, -0.5])
    """
    unknown = np.full(benchmark_start.shape, np.nan)
    growth = np.divide(
        benchmark_end - benchmark_start, benchmark_start, out=unknown, where=benchmark_start != 0
    )
    expected = (growth * start).sum(axis=1)
    usable = np.abs(expected) >= epsilon * np.abs(start.sum(axis=1))
    change = (end - start).sum(axis=1)
    empty = np.full(len(start), np.nan)
    return np.asarray(
        np.divide(change - expected, np.abs(expected), out=empty, where=usable & (expected != 0))
    )


def sensitivity_index(
    start: Floats, end: Floats, benchmark_start: float, benchmark_end: float, epsilon: float = EPSILON
) -> Floats:
    """Relative change of a territory over that of the benchmark: (dE_r/E_r)/(dE_N/E_N) (METHODS 1).

    Parameters
    ----------
    start, end : ndarray, shape (R,)
        Level of each territory at the ends of the phase.
    benchmark_start, benchmark_end : float
        Of the benchmark.
    epsilon : float
        Share by which the benchmark must have moved.

    Returns
    -------
    ndarray, shape (R,)
        Above 1: moved more than the benchmark. NaN where the benchmark hardly moved or a start is zero.

    References
    ----------
    Martin, R. (2012), Regional economic resilience, hysteresis and recessionary shocks, Journal of Economic
    Geography 12(1).

    Examples
    --------
    >>> sensitivity_index(np.array([100.0, 50.0]), np.array([80.0, 45.0]), 1000, 900)
    array([2., 1.])
    """
    moved = (benchmark_end - benchmark_start) / benchmark_start if benchmark_start else 0.0
    usable = (start != 0) & (abs(moved) >= epsilon) & (moved != 0)
    own = np.divide(end - start, start, out=np.full(len(start), np.nan), where=usable)
    return np.asarray(np.divide(own, moved, out=np.full(len(start), np.nan), where=usable))
