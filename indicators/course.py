"""What each territory did since the baseline, up to the last year that may be used (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.arrays import Floats, Mask
from indicators.indicator import Indicator
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.reference import Reference, refer
from indicators.shock import Shock


@dataclass(frozen=True)
class Course:
    """Performance against the baseline, R territories by T periods.

    Attributes
    ----------
    periods : ndarray of int, shape (T,)
        Ordinals; the last is the evaluation.
    per_year : int
        1, 4 or 12.
    impact : ndarray of bool, shape (T,)
        Periods of the impact window, as far as the evaluation reaches.
    sought : ndarray of bool, shape (R, T)
        Where the drop is sought: the impact window; by territory-specific dating up to the last value.
    observed, change : ndarray, shape (R, T)
        x and c of METHODS 1: positive is better than the baseline whatever the direction.
    reference : Reference
        The baseline.
    last : ndarray, shape (R,)
        Ordinal of the last period with a value; NaN where there is none.
    crossed : ndarray of bool, shape (R,)
        A break lies between the baseline and the last period.
    """

    periods: NDArray[np.int64]
    per_year: int
    impact: Mask
    sought: Mask
    observed: Floats
    change: Floats
    reference: Reference
    last: Floats
    crossed: Mask

    @property
    def start(self) -> int:
        """Ordinal of the shock's first period."""
        return int(self.periods[self.impact][0])

    def at(self, x: Floats, when: Floats) -> Floats:
        """Take the value of each territory at an ordinal, shape (R,), from a (R, T) array; NaN where NaN."""
        known = np.isfinite(when)
        column = np.where(known, when - self.periods[0], 0).astype(int)
        return np.where(known, x[np.arange(len(x)), column], np.nan)

    def at_last(self, x: Floats) -> Floats:
        """Take the value of each territory's last period from a (R, T) array; NaN where there is none."""
        return self.at(x, self.last)

    @property
    def baseline(self) -> Floats:
        """What the last value is compared with, shape (R,); without one, the first period's."""
        when = np.where(np.isnan(self.last), self.periods[0], self.last)
        return self.at(np.where(np.isinf(self.reference.level), np.nan, self.reference.level), when)


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
        indicators; d (x - b) in the indicator's unit for absolute ones. NaN beyond the range of float64.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> performance(np.array([90.0, 5.0]), np.array([100.0, 0.0]), catalogue()["gdp"])
    array([-0.1,  nan])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        # Back at the baseline is back, whatever floating point leaves of a mean.
        same = np.isclose(values, against, rtol=1e-12, atol=0)
        difference = np.where(same, 0.0, indicator.sign * (values - against))
        if indicator.change == "relative":
            size = np.broadcast_to(np.abs(against), difference.shape)
            difference = np.divide(difference, size, out=np.full(size.shape, np.nan), where=size > 0)
    return np.where(np.isinf(difference), np.nan, difference)


def follow(
    panel: Panel, indicator: Indicator, shock: Shock, recipe: Recipe, others: Sequence[Shock] = ()
) -> Course:
    """Compare every period with the baseline (METHODS 1, "Performance against baseline").

    Parameters
    ----------
    panel : Panel
        Whole years that hold the baseline and the trend window; its last period is the evaluation.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> panel = Panel(np.array(["01"], dtype=object), 2019, 1, np.array([[8, 10]]), np.zeros((1, 2), bool))
    >>> float(follow(panel, catalogue()["deaths"], EXAMPLE, Recipe()).change[0, 1])
    -0.25
    """
    periods, years = panel.ordinals, panel.years
    reference = refer(panel, indicator, shock, recipe, others)
    there = np.isfinite(panel.values) & (periods > reference.last[:, None])
    last = np.where(there, periods, -np.inf).max(axis=1, initial=-np.inf)[:, None]
    after = (periods > reference.first[:, None]) & (periods <= last)
    impact = (years >= shock.impact[0]) & (years <= shock.impact[1])
    sought = np.broadcast_to(impact, after.shape)
    if recipe.dating == "territory" and not indicator.harm:
        sought = sought | ((years >= shock.start) & (periods <= last))
    return Course(
        periods=periods,
        per_year=panel.per_year,
        impact=impact,
        sought=sought,
        observed=panel.values,
        change=performance(panel.values, reference.level, indicator),
        reference=reference,
        last=np.where(np.isfinite(last), last, np.nan)[:, 0],
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
    >>> course = follow(panel, catalogue()["deaths"], EXAMPLE, Recipe())
    >>> faults(course, catalogue()["deaths"], Recipe())[0]["gap in the impact window"]
    array([ True])
    """
    lacking = {
        "no baseline": np.isnan(course.reference.level).any(axis=1),
        "gap in the impact window": (np.isnan(course.observed) & course.sought).any(axis=1),
        "series too old": course.periods[-1] - course.last > recipe.max_age * course.per_year,
    }
    senseless = {
        "baseline is zero": (course.reference.level == 0).any(axis=1) & (indicator.change == "relative"),
        "overflow": _overflows(course),
        "across break": course.crossed & (recipe.breaks == "refuse"),
    }
    return lacking, senseless


def _overflows(course: Course) -> Mask:
    """Mark the territories with a change beyond the range of numbers."""
    level = course.reference.level
    compared: Mask = np.isfinite(course.observed) & ~np.isnan(level) & (level != 0)
    return np.asarray((compared & np.isnan(course.change)).any(axis=1))
