"""What each territory is compared with: the shock's baseline, or its own peak before it (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.arrays import Floats, Mask
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.season import span_years
from indicators.shock import Shock


@dataclass(frozen=True)
class Reference:
    """The baseline of R territories, laid beside their T periods.

    Attributes
    ----------
    used : ndarray of bool, shape (R, T)
        The baseline periods; none where no peak was found.
    level : ndarray, shape (R, T)
        What each period is compared with: the mean of the baseline periods of its season; NaN where one is
        missing.
    first, last : ndarray, shape (R,)
        Ordinals of the first and the last baseline period; NaN where there is none.
    seasons : int
        Periods a year that are told apart.
    """

    used: Mask
    level: Floats
    first: Floats
    last: Floats
    seasons: int

    def add(self, x: Floats) -> Floats:
        """Add up the baseline periods of each season, laid beside every period of it, shape (R, T)."""
        return add_season(x, self.used, self.seasons)


def refer(
    panel: Panel, indicator: Indicator, shock: Shock, recipe: Recipe, others: Sequence[Shock] = ()
) -> Reference:
    """Find the baseline of every territory (METHODS 1, "dating" and "b the baseline").

    Fixed dating takes the shock's baseline years. Territory-specific dating takes the best year before
    the shock (the latest of equals), or the best period where the season was taken out: from the start of
    the trend window, or from the end of an earlier shock of the same indicator, whose loss is not this
    one's. A harm, which has no peak, keeps the fixed baseline.

    Parameters
    ----------
    panel : Panel
        Whole years that hold the baseline and the trend window (`season.cover`); adjusted where the recipe
        says STL.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).

    References
    ----------
    Sensier, M., Bristow, G. and Healy, A. (2016), Measuring regional economic resilience across Europe:
    operationalizing a complex concept, Spatial Economic Analysis 11(2).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[90, 104, 100, 80.0]])
    >>> panel = Panel(np.array(["01"], dtype=object), 2017, 1, x, np.zeros(x.shape, bool))
    >>> for dating in ("fixed", "territory"):
    ...     found = refer(panel, catalogue()["gdp"], EXAMPLE, Recipe(dating=dating))
    ...     print(found.last, found.level[0])
    [2019.] [100. 100. 100. 100.]
    [2018.] [104. 104. 104. 104.]
    """
    seasons = 1 if recipe.seasonality == "stl" else panel.per_year
    if recipe.dating == "territory" and not indicator.harm:
        used = _peaks(panel, indicator.sign, _before(panel, shock, others), seasons)
    else:
        used = np.broadcast_to(np.isin(panel.years, shock.baseline), panel.values.shape)
    total, count = (add_season(x, used, seasons) for x in (panel.values, np.ones(used.shape)))
    level = np.divide(total, count, out=np.full(used.shape, np.nan), where=count > 0)
    some = used.any(axis=1)
    first, last = used.argmax(axis=1), used.shape[1] - 1 - used[:, ::-1].argmax(axis=1)
    first, last = (np.where(some, panel.first + column, np.nan) for column in (first, last))
    return Reference(used, level, first, last, seasons)


def baseline(panel: Panel, shock: Shock) -> Floats:
    """Mean of the shock's own baseline years (METHODS 1, "b the baseline").

    Returns
    -------
    ndarray, shape (R,)
        NaN where any period of them is missing.

    Examples
    --------
    >>> from indicators.shock import EXAMPLE
    >>> shock = EXAMPLE.model_copy(update={"baseline": (2018, 2019)})
    >>> panel = Panel(np.array(["01"], dtype=object), 2018, 1, np.array([[4.0, 6.0]]), np.zeros((1, 2), bool))
    >>> baseline(panel, shock)
    array([5.])
    """
    span = span_years(panel, min(shock.baseline), max(shock.baseline))
    return np.asarray(span.values[:, np.isin(span.years, shock.baseline)].mean(axis=1))


def add_season(x: Floats, used: Mask, seasons: int) -> Floats:
    """Add up the periods used, season by season, and lay the sums beside every period of that season.

    Parameters
    ----------
    x : ndarray, shape (R, T)
        Whole years.
    seasons : int
        Periods a year that are told apart.

    Examples
    --------
    >>> add_season(np.array([[1.0, 2, 3, 4]]), np.array([[True, True, True, False]]), 2)
    array([[4., 2., 4., 2.]])
    """
    years = x.shape[1] // seasons
    sums = np.where(used, x, 0.0).reshape(len(x), years, seasons).sum(axis=1)
    return np.tile(sums, years)


def _before(panel: Panel, shock: Shock, others: Sequence[Shock]) -> Mask:
    """Mark the periods, shape (T,), in which the peak before the shock is sought; the baseline always."""
    ended = [other.impact[1] for other in others if other.start < shock.start]
    first = max([min(shock.trend[0], *shock.baseline) - 1, *ended])
    window = (panel.years > first) & (panel.years < shock.start)
    return np.asarray(window | np.isin(panel.years, shock.baseline))


def _peaks(panel: Panel, sign: int, before: Mask, seasons: int) -> Mask:
    """Mark the best year before the shock, or the best period where seasons are not told apart."""
    shape = (len(panel.values), len(before) // seasons, seasons)
    height = np.where(before, sign * panel.values, np.nan).reshape(shape).mean(axis=2)
    height = np.where(np.isfinite(height), height, -np.inf)
    start = (shape[1] - 1 - height[:, ::-1].argmax(axis=1))[:, None] * seasons
    column, known = np.arange(len(before)), np.isfinite(height).any(axis=1, keepdims=True)
    return np.asarray((column >= start) & (column < start + seasons) & known)
