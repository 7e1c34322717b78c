"""Quarters and months: whole years of them, their names, and the season taken out by STL (METHODS 1)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators.arrays import Floats, Mask
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.shock import Shock

MIN_CYCLES = 2


def span_years(panel: Panel, first: int, last: int) -> Panel:
    """Cut or extend to whole years; added periods are NaN.

    Examples
    --------
    >>> panel = Panel(np.array(["01"], dtype=object), 8077, 4, np.ones((1, 2)), np.zeros((1, 2), bool))
    >>> span_years(panel, 2019, 2019).values
    array([[nan,  1.,  1., nan]])
    """
    return panel.span(first * panel.per_year, (last + 1) * panel.per_year - 1)


def cover(panel: Panel, shock: Shock) -> Panel:
    """Extend to whole years that hold the baseline and the trend window.

    Examples
    --------
    >>> from indicators.shock import EXAMPLE
    >>> panel = Panel(np.array(["01"], dtype=object), 2019, 1, np.ones((1, 2)), np.zeros((1, 2), bool))
    >>> cover(panel, EXAMPLE).ordinals
    array([2015, 2016, 2017, 2018, 2019, 2020])
    """
    needed = [*panel.years[:1], *panel.years[-1:], *shock.trend, *shock.baseline]
    return span_years(panel, int(min(needed)), int(max(needed)))


def label_periods(ordinals: Floats, per_year: int) -> list[str]:
    """Name the periods of these ordinals as in the observations frame; "" for NaN.

    Examples
    --------
    >>> label_periods(np.array([8081.0, np.nan]), 4), label_periods(np.array([24245.0]), 12)
    (['2020-Q2', ''], ['2020-06'])
    """
    form = {1: "{0}", 4: "{0}-Q{1}", 12: "{0}-{1:02}"}[per_year]
    return [
        form.format(int(at) // per_year, int(at) % per_year + 1) if np.isfinite(at) else "" for at in ordinals
    ]


def adjust(panel: Panel, indicator: Indicator) -> tuple[Panel, Mask]:
    """Take the season out of every series (METHODS 1, "seasonally adjusted by STL").

    The seasonal component of a robust STL is divided out of positive series of relative indicators (on
    their logs), and subtracted from others. It is the same every year, so that a shock cannot pass for a
    season; declared bounds hold. Only what the panel holds is used: cut it first.

    Parameters
    ----------
    panel : Panel
        Quarterly or monthly, R territories; an annual one is returned as it is.

    Returns
    -------
    adjusted : Panel
        A series with a gap inside it, or shorter than two years, is NaN throughout.
    lost : ndarray of bool, shape (R,)
        Those series.

    References
    ----------
    Cleveland, R. B., Cleveland, W. S., McRae, J. E. and Terpenning, I. (1990), STL: a seasonal-trend
    decomposition procedure based on loess, Journal of Official Statistics 6(1).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> x = np.tile([8.0, 10, 12, 10], 5)[None] * 1.01 ** np.arange(20)
    >>> panel = Panel(np.array(["01"], dtype=object), 8000, 4, x, np.zeros(x.shape, bool))
    >>> adjusted, _ = adjust(panel, catalogue()["jobs_agriculture"])
    >>> bool(np.ptp(np.diff(np.log(adjusted.values))) < 0.001)
    True
    """
    lost = np.zeros(len(panel.values), dtype=bool)
    if panel.per_year == 1:
        return panel, lost
    values = np.full(panel.values.shape, np.nan)
    for row, x in enumerate(panel.values):
        there = np.flatnonzero(np.isfinite(x))
        if not len(there):
            continue
        known = slice(there[0], there[-1] + 1)
        lost[row] = len(there) < known.stop - known.start or len(there) < MIN_CYCLES * panel.per_year
        if not lost[row]:
            logs = indicator.change == "relative" and bool((x[known] > 0).all())
            values[row, known] = _deseasonalise(x[known], panel.per_year, logs)
    return replace(panel, values=hold_bounds(values, indicator)), lost


def hold_bounds(values: Floats, indicator: Indicator) -> Floats:
    """Clip to the declared bounds of an indicator.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> hold_bounds(np.array([-1.0, 50, 120]), catalogue()["unemployment_rate"])
    array([  0.,  50., 100.])
    """
    low, high = indicator.bounds
    return np.clip(values, -np.inf if low is None else low, np.inf if high is None else high)


def _deseasonalise(x: Floats, per_year: int, logs: bool) -> Floats:
    # Imported here: half a second that annual observatories never need.
    from statsmodels.tsa.seasonal import STL

    shape = np.log(x) if logs else x
    # A window this wide, of degree 0, is what R's stl calls periodic.
    fit = STL(shape, period=per_year, seasonal=10 * len(x) + 1, seasonal_deg=0, robust=True).fit()
    left = shape - fit.seasonal
    return np.asarray(np.exp(left) if logs else left)
