"""The smallest change that counts, epsilon (METHODS 1, "materiality")."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats
from indicators.course import Course
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.parts import MIN_REFERENCE
from indicators.recipe import Recipe

Z_ONE_SIDED_95 = 1.645


def materiality(indicator: Indicator, recipe: Recipe, baselines: Floats) -> float:
    """Smallest change that counts, epsilon (METHODS 1, "materiality").

    Returns
    -------
    float
        A share for relative indicators; for absolute ones a fraction of the standard deviation of the
        baseline values, 0 where there are fewer than two.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> materiality(catalogue()["unemployment_rate"], Recipe(), np.array([4.0, 6.0, 8.0]))
    0.1
    """
    if indicator.change == "relative":
        return recipe.epsilon_relative
    known = baselines[np.isfinite(baselines)]
    size = np.abs(known).max(initial=0.0)
    if len(known) < MIN_REFERENCE or size == 0:
        return 0.0
    # Scaled first, so that squares stay within range.
    return float(recipe.epsilon_absolute * size * (known / size).std(ddof=1))


def noise(course: Course, trough: Floats, counts: Panel, indicator: Indicator) -> Floats:
    """1.645 standard errors of the difference between trough and baseline, for rates of Poisson counts.

    SE^2 = rate_b^2 / count_b + rate_t^2 / count_t; a count of zero adds nothing (METHODS 1, "materiality").
    With several baseline periods count_b is their sum.

    Parameters
    ----------
    course : Course
        Of the rate.
    trough : ndarray, shape (R,)
        Ordinal of the trough; NaN where there is none.
    counts : Panel
        The counts behind the rate, same territories and periods.

    Returns
    -------
    ndarray, shape (R,)
        In the unit of `course.change`; 0 where a count is missing.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> place, none = np.array(["01"], dtype=object), np.zeros((1, 2), bool)
    >>> rate = catalogue()["homicide_rate"]
    >>> from indicators.course import follow
    >>> course = follow(Panel(place, 2019, 1, np.array([[3.0, 4.0]]), none), rate, EXAMPLE, Recipe())
    >>> counts = Panel(place, 2019, 1, np.array([[9.0, 16.0]]), none)
    >>> noise(course, np.array([2020.0]), counts, rate).round(4)
    array([2.3264])
    """
    reference = course.reference
    level, base, rate, count = (
        course.at(x, trough)
        for x in (reference.level, reference.add(counts.values), course.observed, counts.values)
    )
    size = np.abs(level) if indicator.change == "relative" else np.ones(len(trough))
    error = np.hypot(_poisson(level, base), _poisson(rate, count))
    share = np.divide(error, size, out=np.zeros(len(trough)), where=size > 0)
    return np.nan_to_num(Z_ONE_SIDED_95 * share)


def _poisson(rate: Floats, count: Floats) -> Floats:
    """Standard error of a rate, rate / sqrt(count); 0 where there is nothing to count."""
    root = np.sqrt(np.maximum(count, 0))
    return np.divide(rate, root, out=np.zeros(len(rate)), where=root != 0)
