"""The straight line through the past: ordinary least squares, an option of the recipe (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from indicators.arrays import Mask
from indicators.drift import MIN_STEPS, Paths, usable
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.reference import Reference, add_season
from indicators.shock import Shock


def extend_line(
    panel: Panel, reference: Reference, shock: Shock, recipe: Recipe, others: Sequence[Shock]
) -> Paths:
    """Extend every series along its least-squares line over the trend window (METHODS 1, "Straight OLS").

    The line runs through the values themselves, not their logs; quarters and months each have their own,
    unless the season was taken out. Only values after the last break are fitted, none of another shock's
    impact window. The interval is that of a prediction: t_{n-2} s sqrt(1 + 1/n + (t - mean t)^2/Sxx).

    Parameters
    ----------
    panel : Panel
        Whole years that hold the trend window, R territories, T periods.

    Returns
    -------
    expected, low, high : ndarray, shape (R, T)
        NaN where fewer than four values can be fitted.

    References
    ----------
    Draper, N. R. and Smith, H. (1998), Applied regression analysis, chapter 1.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.reference import refer
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[4.0, 5, 6, 7, 8, 2, 3]])
    >>> panel = Panel(np.array(["01"], dtype=object), 2015, 1, x, np.zeros(x.shape, bool))
    >>> reference = refer(panel, catalogue()["gdp"], EXAMPLE, Recipe())
    >>> extend_line(panel, reference, EXAMPLE, Recipe(), [])[0][0, -2:].round(9).tolist()
    [9.0, 10.0]
    """
    seasons = 1 if recipe.seasonality == "stl" else panel.per_year
    window = (panel.years >= shock.trend[0]) & (panel.years <= shock.trend[1])
    fitted = window & np.isfinite(panel.values) & _whole(panel, shock) & usable(panel, reference, others)
    time = np.broadcast_to(panel.ordinals / panel.per_year, fitted.shape)
    n = add_season(np.ones(fitted.shape), fitted, seasons)
    n = np.where(n > MIN_STEPS, n, np.nan)
    x = time - add_season(time, fitted, seasons) / n
    mean = add_season(panel.values, fitted, seasons) / n
    y = panel.values - mean
    spread = add_season(x**2, fitted, seasons)
    slope = add_season(x * y, fitted, seasons) / spread
    error = np.sqrt(add_season((y - slope * x) ** 2, fitted, seasons) / (n - 2))
    half = stdtrit(n - 2, (1 + recipe.interval) / 2) * error * np.sqrt(1 + 1 / n + x**2 / spread)
    line = mean + slope * x
    return line, line - half, line + half


def _whole(panel: Panel, shock: Shock) -> Mask:
    """Mark the periods after which no break follows inside the trend window."""
    breaks = panel.breaks & (panel.years <= shock.trend[1])
    since = np.cumsum(breaks, axis=1)
    return np.asarray(since == since[:, -1:])
