"""What a territory would have come to without the shock, from its own past (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.arrays import Floats, Mask
from indicators.drift import extend_drift
from indicators.indicator import Indicator
from indicators.line import extend_line
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.reference import Reference, refer
from indicators.season import cover, hold_bounds
from indicators.shock import Shock


@dataclass(frozen=True)
class Counterfactual:
    """The path expected without the shock and its interval, in the indicator's unit.

    Attributes
    ----------
    expected, low, high : ndarray, shape (R, T)
        NaN before the baseline and where the trend has too few usable steps; infinite beyond the range of
        float64.
    """

    expected: Floats
    low: Floats
    high: Floats


def counterfactual(
    panel: Panel, indicator: Indicator, shock: Shock, recipe: Recipe, others: Sequence[Shock] = ()
) -> Counterfactual:
    """Extend each territory's own trend beyond its baseline (METHODS 1, "counterfactual").

    By damped drift (`drift.extend_drift`), or by a straight line (`line.extend_line`) where the recipe says
    so. Quarters and months are extended from the same one of the baseline year. Steps that cross a break,
    or end in the impact window of another shock of the same indicator, are left out. Bounds of the
    indicator hold.

    Parameters
    ----------
    panel : Panel
        R territories, T periods; adjusted (`season.adjust`) where the recipe says STL.
    indicator, shock, recipe
        What is measured, what it recovers from, dating, kind of trend and coverage of the interval.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).

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
    wide = cover(panel, shock)
    reference = refer(wide, indicator, shock, recipe, others)
    extend = extend_line if recipe.counterfactual == "straight line" else extend_drift
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        paths = extend(wide, reference, shock, recipe, others)
    since = _since(wide, reference)
    kept = np.isin(wide.ordinals, panel.ordinals)
    return Counterfactual(*(np.where(since, hold_bounds(path, indicator), np.nan)[:, kept] for path in paths))


def _since(panel: Panel, reference: Reference) -> Mask:
    """Mark the last baseline year and what follows."""
    year = reference.last[:, None] // panel.per_year
    return np.asarray((panel.years >= year) & (panel.ordinals >= reference.first[:, None]))
