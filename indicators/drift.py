"""Damped drift: the mean step of the past, extended by ever less (METHODS 1, "counterfactual")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from indicators.arrays import Floats, Mask
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.reference import Reference
from indicators.season import span_years
from indicators.shock import Shock

MIN_STEPS = 3

Paths = tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Drift:
    """Mean and spread of the yearly steps before the shock, by season, shape (R, per_year).

    NaN with fewer than `MIN_STEPS`; `logs`, shape (R, 1), tells where the steps are log changes; elsewhere,
    where a value is not positive, they are plain changes.
    """

    mean: Floats
    spread: Floats
    steps: NDArray[np.int64]
    logs: Mask


def extend_drift(
    panel: Panel, reference: Reference, shock: Shock, recipe: Recipe, others: Sequence[Shock]
) -> Paths:
    """Extend every series by damped drift, with its interval (METHODS 1, "counterfactual").

    x^_{b+h} = x_b exp(mu D), D = damping + ... + damping^h, with mu the mean log change over the trend
    window, from the same quarter or month of the year before; h counts years from the last baseline year.
    The interval is t_{n-1} sd sqrt(h + D^2/n) to either side.

    Parameters
    ----------
    panel : Panel
        Whole years that hold the trend window, R territories, T periods.

    Returns
    -------
    expected, low, high : ndarray, shape (R, T)
        NaN where the trend has fewer than three usable steps.

    References
    ----------
    Gardner, E. S. and McKenzie, E. (1985), Forecasting trends in time series, Management Science 31(10).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.reference import refer
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[4.0, 5, 4, 6, 7, 2, 3]]) - 5  # not positive: plain changes, 0.75 a year
    >>> panel = Panel(np.array(["01"], dtype=object), 2015, 1, x, np.zeros(x.shape, bool))
    >>> reference = refer(panel, catalogue()["gdp"], EXAMPLE, Recipe())
    >>> extend_drift(panel, reference, EXAMPLE, Recipe(), [])[0][0, -3:].tolist()
    [2.0, 2.6, 3.08]
    """
    drift = _drift(panel, reference, shock, others)
    ahead = panel.years - reference.last[:, None] // panel.per_year
    h = np.where(ahead > 0, ahead, 0).astype(int)
    damped = np.cumsum(recipe.damping ** np.arange(h.max(initial=0) + 1)) - 1
    D, steps = damped[h], _beside(drift.steps, panel)
    quantile = _beside(stdtrit(drift.steps - 1, (1 + recipe.interval) / 2) * drift.spread, panel)
    half = quantile * np.sqrt(h + D**2 / steps)
    drifted = _beside(drift.mean, panel) * D
    expected, low, high = (
        _extend(reference.level, change, drift.logs) for change in (drifted, drifted - half, drifted + half)
    )
    return expected, low, high


def usable(panel: Panel, reference: Reference, others: Sequence[Shock]) -> Mask:
    """Mark the periods, shape (R, T), that a trend may end in: none of another shock, none past the peak.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.reference import refer
    >>> from indicators.shock import EXAMPLE
    >>> panel = Panel(np.array(["01"], dtype=object), 2017, 1, np.ones((1, 5)), np.zeros((1, 5), bool))
    >>> usable(panel, refer(panel, catalogue()["gdp"], EXAMPLE, Recipe()), [EXAMPLE])
    array([[ True,  True,  True, False, False]])
    """
    before: Mask = panel.ordinals <= reference.last[:, None]
    for other in others:
        before &= (panel.years < other.impact[0]) | (panel.years > other.impact[1])
    return before


def _beside(x: Floats | NDArray[np.int64], panel: Panel) -> Floats:
    return np.tile(x, panel.values.shape[1] // panel.per_year)


def _extend(start: Floats, change: Floats, logs: Mask) -> Floats:
    return np.where(logs, start * np.exp(np.where(logs, change, 0)), start + change)


def _drift(panel: Panel, reference: Reference, shock: Shock, others: Sequence[Shock]) -> Drift:
    trend, lag = span_years(panel, *shock.trend), panel.per_year
    logs = np.asarray(~(trend.values <= 0).any(axis=1) & (reference.level[:, :lag] > 0).all(axis=1))
    positive = np.log(trend.values, where=trend.values > 0, out=np.full(trend.values.shape, np.nan))
    shape = np.where(logs[:, None], positive, trend.values)
    steps = shape[:, lag:] - shape[:, :-lag]
    # A break in any of the periods that a step spans makes it a comparison of two series.
    since = np.cumsum(trend.breaks, axis=1)
    broken: Mask = since[:, lag:] > since[:, :-lag]
    kept: Mask = np.isfinite(steps) & ~broken & usable(trend, reference, others)[:, lag:]
    by_season = (len(steps), steps.shape[1] // lag, lag)
    steps, kept = np.where(kept, steps, 0).reshape(by_season), kept.reshape(by_season)
    n = kept.sum(axis=1)
    enough = n >= MIN_STEPS
    counted = np.where(enough, n, np.nan)
    mean = steps.sum(axis=1) / counted
    squares = np.where(kept, (steps - mean[:, None]) ** 2, 0).sum(axis=1)
    return Drift(mean, np.where(enough, np.sqrt(squares / (counted - 1)), np.nan), n, logs[:, None])
