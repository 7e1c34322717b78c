"""Resistance and recoverability against a benchmark, as indices (METHODS 1)."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats

EPSILON = 0.005


def expected_change(start: Floats, benchmark_start: Floats, benchmark_end: Floats) -> Floats:
    """Change that the benchmark's growth, sector by sector, gives: sum_i g_{N,i} E_{r,i,start} (METHODS 1).

    Parameters
    ----------
    start : ndarray, shape (R, S)
    benchmark_start, benchmark_end : ndarray, shape (S,) or (R, S)

    Returns
    -------
    ndarray, shape (R,)
        NaN where a sector that the territory has starts at zero in the benchmark.

    References
    ----------
    Martin, R., Sunley, P., Gardiner, B. and Tyler, P. (2016), How regions react to recessions: resilience
    and the role of economic structure, Regional Studies 50(4).

    Examples
    --------
    >>> expected_change(np.array([[80.0, 20.0]]), np.array([10.0, 10.0]), np.array([8.0, 11.0]))
    array([-14.])
    """
    growth = _relative_change(benchmark_start, benchmark_end)
    return np.asarray(np.where(start == 0, 0.0, growth * start).sum(axis=1))


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
    benchmark_start, benchmark_end : ndarray, shape (S,) or (R, S)
        Of the benchmark; by territory where their phases differ.
    epsilon : float
        Share of the territory's start level under which an expected change is no change.

    Returns
    -------
    ndarray, shape (R,)
        NaN where the expected change is too small to divide by, or a sector that the territory has starts
        at zero in the benchmark.

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
    expected = expected_change(start, benchmark_start, benchmark_end)
    usable = np.abs(expected) >= epsilon * np.abs(start.sum(axis=1))
    change = (end - start).sum(axis=1)
    empty = np.full(len(start), np.nan)
    return np.asarray(
        np.divide(change - expected, np.abs(expected), out=empty, where=usable & (expected != 0))
    )


def sensitivity_index(
    start: Floats,
    end: Floats,
    benchmark_start: float | Floats,
    benchmark_end: float | Floats,
    epsilon: float = EPSILON,
) -> Floats:
    """Relative change of a territory over that of the benchmark: (dE_r/E_r)/(dE_N/E_N) (METHODS 1).

    Parameters
    ----------
    start, end : ndarray, shape (R,)
        Level of each territory at the ends of the phase.
    benchmark_start, benchmark_end : float or ndarray of shape (R,)
        Of the benchmark; by territory where their phases differ.
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
    own = _relative_change(start, end)
    moved = np.broadcast_to(_relative_change(benchmark_start, benchmark_end), own.shape)
    usable = (np.abs(moved) >= epsilon) & (moved != 0)
    return np.asarray(np.divide(own, moved, out=np.full(own.shape, np.nan), where=usable))


def _relative_change(start: float | Floats, end: float | Floats) -> Floats:
    base, change = np.asarray(start, dtype=float), np.asarray(end, dtype=float) - start
    return np.asarray(np.divide(change, base, out=np.full(base.shape, np.nan), where=base != 0))
