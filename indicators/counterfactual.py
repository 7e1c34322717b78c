"""What a territory would have come to without the shock: damped drift from its own past (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from indicators.arrays import Floats, Mask
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.shock import Shock

MIN_STEPS = 3


@dataclass(frozen=True)
class Counterfactual:
    """The path expected without the shock and its interval, in the indicator's unit.

    Attributes
    ----------
    expected, low, high : ndarray, shape (R, T)
        NaN before the baseline and where the trend has fewer than three usable steps.
    """

    expected: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Drift:
    """Mean and spread of the yearly steps before the shock, shape (R,); NaN with fewer than `MIN_STEPS`.

    `logs` tells where the steps are log changes; elsewhere, where a value is not positive, plain changes.
    """

    mean: Floats
    spread: Floats
    steps: NDArray[np.int64]
    logs: Mask


def baseline(panel: Panel, shock: Shock) -> Floats:
    """Mean of the baseline years (METHODS 1, "b the baseline").

    Returns
    -------
    ndarray, shape (R,)
        NaN where any of the years is missing.

    Raises
    ------
    DataError
        Where the panel is not annual.

    Examples
    --------
    >>> from indicators.shock import EXAMPLE
    >>> shock = EXAMPLE.model_copy(update={"baseline": (2018, 2019)})
    >>> panel = Panel(np.array(["01"], dtype=object), 2018, 1, np.array([[4.0, 6.0]]), np.zeros((1, 2), bool))
    >>> baseline(panel, shock)
    array([5.])
    """
    if panel.per_year != 1:
        raise DataError("a recovery is measured on annual series", mend="give the annual figures")
    years = panel.span(min(shock.baseline), max(shock.baseline))
    return np.asarray(years.values[:, np.array(shock.baseline) - years.first].mean(axis=1))


def counterfactual(
    panel: Panel, indicator: Indicator, shock: Shock, recipe: Recipe, others: Sequence[Shock] = ()
) -> Counterfactual:
    """Extend each territory's own trend beyond the baseline by damped drift (METHODS 1, "counterfactual").

    x^_{b+h} = x_b exp(mu D), D = damping + ... + damping^h, with mu the mean log change over the trend
    window; h counts from the last baseline year. Steps that cross a break, or end in the impact window of
    another shock of the same indicator, are left out. The interval is t_{n-1} sd sqrt(h + D^2/n) to either
    side. Where a value is not positive the same is done with plain changes. Bounds of the indicator hold.

    Parameters
    ----------
    panel : Panel
        Annual, R territories, T years; holds the trend window.
    indicator, shock, recipe
        What is measured, what it recovers from, damping and coverage of the interval.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).

    Raises
    ------
    DataError
        Where the panel is not annual.

    References
    ----------
    Gardner, E. S. and McKenzie, E. (1985), Forecasting trends in time series, Management Science 31(10).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = 100 * 1.02 ** np.arange(-4.0, 2)[None]
    >>> panel = Panel(np.array(["01"], dtype=object), 2015, 1, x, np.zeros(x.shape, bool))
    >>> counterfactual(panel, catalogue()["deaths"], EXAMPLE, Recipe()).expected[0, -2:].round(2).tolist()
    [100.0, 101.6]
    """
    start = baseline(panel, shock)
    drift = _drift(panel, shock, start, others)
    ahead = panel.ordinals - max(shock.baseline)
    damped = np.cumsum(recipe.damping ** np.arange(max(ahead.max(initial=0), 0) + 1)) - 1
    h = np.maximum(ahead, 0)
    D = damped[h]
    steps = drift.steps[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        half = (
            stdtrit(steps - 1, (1 + recipe.interval) / 2) * drift.spread[:, None] * np.sqrt(h + D**2 / steps)
        )
    drifted = drift.mean[:, None] * D
    low, high = indicator.bounds
    bounds = (-np.inf if low is None else low, np.inf if high is None else high)
    paths = (_extend(start, change, drift.logs) for change in (drifted, drifted - half, drifted + half))
    return Counterfactual(*(np.where(ahead >= 0, np.clip(path, *bounds), np.nan) for path in paths))


def _extend(start: Floats, change: Floats, logs: Mask) -> Floats:
    grown = np.exp(change, where=logs[:, None], out=np.zeros_like(change))
    return np.where(logs[:, None], start[:, None] * grown, start[:, None] + change)


def _drift(panel: Panel, shock: Shock, start: Floats, others: Sequence[Shock]) -> Drift:
    trend = panel.span(*shock.trend)
    logs = ~(trend.values <= 0).any(axis=1) & (start > 0)
    positive = np.log(trend.values, where=trend.values > 0, out=np.full(trend.values.shape, np.nan))
    steps = np.diff(np.where(logs[:, None], positive, trend.values), axis=1)
    years = trend.ordinals[1:]
    shaken = np.any([(years >= o.impact[0]) & (years <= o.impact[1]) for o in others], axis=0)
    kept = np.isfinite(steps) & ~trend.breaks[:, 1:] & ~shaken
    n = kept.sum(axis=1)
    enough = n >= MIN_STEPS
    usable = np.where(enough, n, np.nan)
    mean = np.where(kept, steps, 0).sum(axis=1) / usable
    squares = np.where(kept, (steps - mean[:, None]) ** 2, 0).sum(axis=1)
    return Drift(mean, np.where(enough, np.sqrt(squares / (usable - 1)), np.nan), n, logs)
