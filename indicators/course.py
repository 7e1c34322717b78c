"""What each territory did since the baseline, up to the last year that may be used (METHODS 1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask
from indicators.counterfactual import baseline
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.shock import Shock


@dataclass(frozen=True)
class Course:
    """Performance against the baseline, R territories by T years.

    Attributes
    ----------
    years : ndarray of int, shape (T,)
        The last is the evaluation year.
    impact : ndarray of bool, shape (T,)
        Years of the impact window, as far as the evaluation year reaches.
    observed, change : ndarray, shape (R, T)
        x and c of METHODS 1: positive is better than the baseline whatever the direction.
    baseline, last : ndarray, shape (R,)
        Mean of the baseline years; last year with a value. NaN where there is none.
    crossed : ndarray of bool, shape (R,)
        A break lies between the baseline and the last year.
    """

    years: NDArray[np.int64]
    impact: Mask
    observed: Floats
    change: Floats
    baseline: Floats
    last: Floats
    crossed: Mask

    def at_last(self, x: Floats) -> Floats:
        """Take the value of each territory's last year from a (R, T) array; NaN where there is none."""
        column = np.where(np.isnan(self.last), 0, self.last - self.years[0]).astype(int)
        return np.where(np.isnan(self.last), np.nan, x[np.arange(len(x)), column])


def performance(values: Floats, against: Floats, indicator: Indicator) -> Floats:
    """Compare with the baseline, or with the expected: c and gap of METHODS 1.

    Parameters
    ----------
    values, against : ndarray
        Of one shape, or of shapes that broadcast.

    Returns
    -------
    ndarray
        Positive is better whatever the direction: d (x - b)/|b|, undefined (NaN) at b = 0, for relative
        indicators; d (x - b) in the indicator's unit for absolute ones.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> performance(np.array([90.0, 5.0]), np.array([100.0, 0.0]), catalogue()["gdp"])
    array([-0.1,  nan])
    """
    # Back at the baseline is back, whatever floating point leaves of a mean.
    same = np.isclose(values, against, rtol=1e-12, atol=0)
    difference = np.where(same, 0.0, indicator.sign * (values - against))
    if indicator.change == "absolute":
        return difference
    size = np.broadcast_to(np.abs(against), difference.shape)
    return np.asarray(np.divide(difference, size, out=np.full(size.shape, np.nan), where=size > 0))


def follow(panel: Panel, indicator: Indicator, shock: Shock) -> Course:
    """Compare every year with the baseline (METHODS 1, "Performance against baseline").

    Parameters
    ----------
    panel : Panel
        Annual; its last period is the evaluation year.

    Raises
    ------
    DataError
        Where the panel is not annual.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> panel = Panel(np.array(["01"], dtype=object), 2019, 1, np.array([[8, 10]]), np.zeros((1, 2), bool))
    >>> float(follow(panel, catalogue()["deaths"], EXAMPLE).change[0, 1])
    -0.25
    """
    years, values = panel.ordinals, panel.values
    start = baseline(panel, shock)
    there = np.isfinite(values) & (years > max(shock.baseline))
    last = np.where(there, years, -np.inf).max(axis=1, initial=-np.inf)
    after = (years > min(shock.baseline)) & (years <= last[:, None])
    return Course(
        years=years,
        impact=(years >= shock.impact[0]) & (years <= shock.impact[1]),
        observed=values,
        change=performance(values, start[:, None], indicator),
        baseline=start,
        last=np.where(np.isfinite(last), last, np.nan),
        crossed=(panel.breaks & after).any(axis=1),
    )


def faults(course: Course, indicator: Indicator, recipe: Recipe) -> tuple[dict[str, Mask], dict[str, Mask]]:
    """Tell why a territory cannot be measured (METHODS 1): reason -> mask of shape (R,).

    Returns
    -------
    lacking, senseless : dict
        A lack of data, and comparisons without a meaning.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> panel = Panel(
    ...     np.array(["01"], dtype=object), 2019, 1, np.array([[8, np.nan]]), np.zeros((1, 2), bool)
    ... )
    >>> course = follow(panel, catalogue()["deaths"], EXAMPLE)
    >>> faults(course, catalogue()["deaths"], Recipe())[0]["gap in the impact window"]
    array([ True])
    """
    lacking = {
        "no baseline": np.isnan(course.baseline),
        "gap in the impact window": np.isnan(course.observed[:, course.impact]).any(axis=1),
        "series too old": course.years[-1] - course.last > recipe.max_age,
    }
    senseless = {
        "baseline is zero": (course.baseline == 0) & (indicator.change == "relative"),
        "across break": course.crossed & (recipe.breaks == "refuse"),
    }
    return lacking, senseless
