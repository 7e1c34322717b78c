"""Who stands among the worst, and does the gap to the benchmark close, year by year (METHODS 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask
from indicators.indicator import Indicator
from indicators.materiality import materiality
from indicators.observations import Panel
from indicators.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class LeftBehindRule:
    """When a territory counts as left behind.

    Attributes
    ----------
    years : int
        Consecutive years in which it must be among the worst while its gap does not close.
    worst_pct : float
        Percentile, by linear interpolation, that bounds the worst; up to 50.
    fewest : int
        Territories that must have a figure in each of the years.
    """

    years: int = 2
    worst_pct: float = 10.0
    fewest: int = 10


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How R territories stand over T years up to the one judged.

    Attributes
    ----------
    own, benchmark, gap : ndarray, shape (R, T)
        The gap is positive where a territory fares worse than its benchmark: a share of it for relative
        indicators, in units for absolute ones.
    known : ndarray of int, shape (T,)
        Territories with a figure.
    worst, closing : ndarray of bool, shape (R, T)
        At or below the percentile of the year; nearer to the benchmark than the year before.
    counted, flagged : ndarray of bool, shape (R,)
        Enough figures to judge by; left behind.
    run : ndarray of int, shape (R,)
        Years on end, up to the last, in which a territory is among the worst and its gap does not close.
    """

    own: Floats
    benchmark: Floats
    gap: Floats
    known: NDArray[np.int64]
    worst: Mask
    closing: Mask
    counted: Mask
    flagged: Mask
    run: NDArray[np.int64]


def stand(
    own: Panel, whole: Panel, indicator: Indicator, year: int, rule: LeftBehindRule, recipe: Recipe
) -> Standing:
    """Set the rows of one panel beside the same rows of another, the benchmark of each.

    Parameters
    ----------
    own, whole : Panel
        As many territories in both; those of `own` are the reference group.
    year : int
        The last year used.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> rates = np.repeat([[9.0], [5.0], [4.0], [4.0]], 3, axis=1)
    >>> nowhere = np.zeros((4, 3), dtype=bool)
    >>> own = Panel(np.array(list("abcd"), dtype=object), 2019, 1, rates, nowhere)
    >>> whole = Panel(np.array(["EC"] * 4, dtype=object), 2019, 1, np.full((4, 3), 5.0), nowhere)
    >>> found = stand(own, whole, catalogue()["unemployment_rate"], 2021, LeftBehindRule(fewest=4), Recipe())
    >>> found.flagged.tolist(), found.gap[:, -1].tolist()
    ([True, False, False, False], [4.0, 0.0, -1.0, -1.0])
    """
    first = min(own.first, year - rule.years)
    x, reference = (np.asarray(panel.span(first, year).values) for panel in (own, whole))
    gap, known = _measure_gap(x, reference, indicator), np.isfinite(x).sum(axis=0)
    step = np.diff(gap, axis=1, prepend=np.nan)
    closing = step < -materiality(indicator, recipe, x[:, -1])
    worst, judged = (
        _find_worst(indicator.sign * x, rule.worst_pct),
        np.isfinite(step) & (known >= rule.fewest),
    )
    holds = judged & worst & (gap > 0) & ~closing
    counted = np.asarray(judged[:, -rule.years :].all(axis=1))
    return Standing(
        own=x,
        benchmark=reference,
        gap=gap,
        known=known,
        worst=worst,
        closing=closing,
        counted=counted,
        flagged=counted & holds[:, -rule.years :].all(axis=1),
        run=np.cumprod(holds[:, ::-1], axis=1).sum(axis=1),
    )


def _measure_gap(x: Floats, reference: Floats, indicator: Indicator) -> Floats:
    """How much worse than the benchmark: a share of it for relative indicators, units for absolute ones."""
    gap = indicator.sign * reference - indicator.sign * x
    if indicator.change == "absolute":
        return gap
    there = reference != 0
    return np.asarray(np.divide(gap, np.abs(reference), out=np.full(gap.shape, np.nan), where=there))


def _find_worst(good: Floats, percent: float) -> Mask:
    """Who is at or below the percentile of its year; of equals that fill twice that share nobody is worst."""
    known = np.isfinite(good)
    filled = np.where(known.any(axis=0), good, 0.0)
    bound, twice = np.nanpercentile(filled, [percent, 2 * percent], axis=0)
    return np.asarray(known & (good <= bound) & (good < twice))
