"""Contraction and expansion of every territory against a benchmark, sector by sector (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.arrays import Floats, Mask
from indicators.course import Course, follow
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.labels import list_true
from indicators.observations import Panel
from indicators.recipe import Recipe
from indicators.recovery import last_evaluation
from indicators.resilience import expected_change, resilience_index, sensitivity_index
from indicators.season import adjust, label_periods, span_years
from indicators.shock import Shock

PHASES = ["territory", "shock", "phase", "end", "change", "expected", "resilience", "sensitivity", "reason"]


# What overflows or has no value is told in the frame; numpy need not tell it too.
@np.errstate(over="ignore", invalid="ignore")
def measure_resilience(
    sectors: Sequence[Panel],
    indicator: Indicator,
    shock: Shock,
    recipe: Recipe,
    evaluation: int,
    benchmark: str,
    others: Sequence[Shock] = (),
) -> pd.DataFrame:
    """Compare every territory's contraction and expansion with the benchmark's (METHODS 1).

    The contraction runs from the baseline to the trough, the expansion from there to the last period. By
    fixed dating the trough is the benchmark's, inside the impact window, and everybody is measured over the
    same phases; by territory-specific dating each territory has its own peak and trough, and the benchmark
    is measured over those. Quarters and months are compared with the same one of another year.

    Parameters
    ----------
    sectors : sequence of Panel
        One panel a sector, one panel in all where no sectors are told apart. Territories of the first.
    indicator : Indicator
        What the sectors add up to; its direction makes a positive index the better one.
    benchmark : str
        A territory of the panels.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).

    Returns
    -------
    DataFrame
        Columns `PHASES`, two rows a territory: phase ``contraction`` (`resilience` is the resistance index)
        and ``expansion`` (the recoverability index). `change` and `expected` are shares of the start; 0 is
        as the benchmark. `end` is the last period of the phase. `reason` tells why figures are missing:
        ``insufficient data``, ``at the trough`` (nothing after it), ``benchmark hardly moved``.

    Raises
    ------
    DataError
        Where the benchmark is not among the territories, figures that do not add up are given by sector, or
        the evaluation lies before the shock.

    References
    ----------
    Martin, R., Sunley, P., Gardiner, B. and Tyler, P. (2016), How regions react to recessions: resilience
    and the role of economic structure, Regional Studies 50(4).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[1000, 900, 945.0], [100, 95, 95]])
    >>> panel = Panel(np.array(["EC", "01"], dtype=object), 2019, 1, x, np.zeros(x.shape, bool))
    >>> found = measure_resilience([panel], catalogue()["gdp"], EXAMPLE, Recipe(), 2021, "EC")
    >>> found[["territory", "phase", "resilience"]].to_numpy().tolist()[1:4:2]
    [['01', 'contraction', 0.5], ['01', 'expansion', -1.0]]
    """
    end = last_evaluation(shock, evaluation, others)
    parts = _check(sectors, indicator, shock, recipe, benchmark, end)
    by_sector = np.stack([part.values for part in parts])  # noqa: PD011 -- arrays of a Panel, not a frame
    breaks = np.any([part.breaks for part in parts], axis=0)
    total = replace(parts[0], values=by_sector.sum(axis=0), breaks=breaks)
    course = follow(total, indicator, shock, recipe, others)
    row = int(np.flatnonzero(total.territories == benchmark)[0])
    trough = _troughs(course)
    if recipe.dating == "fixed":
        trough = np.full(len(trough), trough[row])
    last = _last(course, trough, recipe)
    own, there = (
        [_baseline(course, x, trough), _at(course, x, trough), _at(course, x, last)]
        for x in (by_sector, by_sector[:, [row]])
    )
    late = last <= trough
    fall = _compare(own[:2], there[:2], indicator.sign, late=np.zeros_like(late))
    rise = _compare(own[1:], there[1:], indicator.sign, late=late)
    made = [
        frame.assign(
            territory=total.territories,
            shock=shock.code,
            phase=phase,
            end=label_periods(np.where(frame["change"].isna(), np.nan, when), course.per_year),
        )
        for phase, frame, when in (("contraction", fall, trough), ("expansion", rise, last))
    ]
    return pd.concat(made, ignore_index=True)[PHASES]


def _check(
    sectors: Sequence[Panel], indicator: Indicator, shock: Shock, recipe: Recipe, benchmark: str, end: int
) -> list[Panel]:
    """Lay the sectors out alike, up to the last year that may be used."""
    places = sectors[0].territories
    if benchmark not in places:
        raise DataError(
            f"the benchmark '{benchmark}' is not among the territories", mend="give its figures beside them"
        )
    if len(sectors) > 1 and indicator.kind != "total":
        raise DataError(
            f"{indicator.code} is no total, so its sectors do not add up", mend="give totals, as of jobs"
        )
    if end < shock.start:
        raise DataError(
            f"{end} lies before the shock '{shock.code}'", mend=f"evaluate in {shock.start} or later"
        )
    first = min(*shock.trend, *shock.baseline)
    cut = [span_years(part.align(places), first, end) for part in sectors]
    return [adjust(part, indicator)[0] for part in cut] if recipe.seasonality == "stl" else cut


def _troughs(course: Course) -> Floats:
    window = np.where(course.sought, course.change, np.inf)
    known = np.isfinite(window.min(axis=1)) & np.isfinite(course.last)
    return np.where(known, course.periods[window.argmin(axis=1)], np.nan)


def _baseline(course: Course, x: Floats, when: Floats) -> Floats:
    """Mean baseline of each sector (S, R or 1, T) in the season of a period, shape (R, S)."""
    count = course.reference.add(np.ones(course.observed.shape))
    sums = [course.reference.add(np.broadcast_to(part, course.observed.shape)) for part in x]
    return np.stack([course.at(total, when) / course.at(count, when) for total in sums], axis=1)


def _at(course: Course, x: Floats, when: Floats) -> Floats:
    """Level of each sector (S, R or 1, T) at each territory's own period, shape (R, S)."""
    parts = [course.at(np.broadcast_to(part, course.observed.shape), when) for part in x]
    return np.stack(parts, axis=1)


def _last(course: Course, trough: Floats, recipe: Recipe) -> Floats:
    """Find the last period, or the last of the trough's season where seasons are compared."""
    step = course.per_year if recipe.seasonality == "same period" else 1
    return np.asarray(course.last - (course.last - trough) % step)


def _compare(own: list[Floats], there: list[Floats], sign: int, late: Mask) -> pd.DataFrame:
    """Measure one phase of R territories from levels (start, end) of shape (R, S), beside the benchmark's."""
    (start, end), (start_there, end_there) = own, there
    base, top = start.sum(axis=1), end.sum(axis=1)
    index = sign * resilience_index(start, end, start_there, end_there)
    change, expected = (
        np.divide(x, base, out=np.full(len(base), np.nan), where=base != 0)
        for x in (top - base, expected_change(start, start_there, end_there))
    )
    sensitivity = sensitivity_index(base, top, start_there.sum(axis=1), end_there.sum(axis=1))
    lacking = ~np.isfinite(base + top)
    late = late & ~lacking
    reasons = {"insufficient data": lacking, "at the trough": late}
    reasons["benchmark hardly moved"] = ~lacking & ~late & ~np.isfinite(index)
    figures = {"change": change, "expected": expected, "resilience": index, "sensitivity": sensitivity}
    shown = {name: np.where(~lacking & ~late & np.isfinite(x), x, np.nan) for name, x in figures.items()}
    return pd.DataFrame(shown | {"reason": list_true(reasons)})
