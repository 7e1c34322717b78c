"""How far each territory fell, whether it came back, and its recovery score (METHODS 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.arrays import Floats, Mask, Words
from indicators.counterfactual import Counterfactual, counterfactual
from indicators.course import Course, faults, follow, performance
from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.labels import list_true, rank_alike
from indicators.measures import REASONS, UNMEASURED, tabulate
from indicators.observations import Panel
from indicators.parts import mean_parts
from indicators.recipe import Recipe
from indicators.season import adjust, span_years
from indicators.shock import Shock
from indicators.verdict import Verdict, judge_fall, judge_harm

Masks = dict[str, Mask]


def last_evaluation(shock: Shock, evaluation: int, others: Sequence[Shock] = ()) -> int:
    """Return the evaluation year, or the year before the next shock of the indicator if that is earlier.

    Examples
    --------
    >>> from indicators.shock import EXAMPLE
    >>> later = EXAMPLE.model_copy(update={"impact": (2022, 2023)})
    >>> last_evaluation(EXAMPLE, 2024, [EXAMPLE, later])
    2021
    """
    return min([evaluation, *(other.start - 1 for other in others if other.start > shock.start)])


# What overflows or has no value is told in the frame; numpy need not tell it too.
@np.errstate(over="ignore", invalid="ignore")
def measure(
    panel: Panel,
    indicator: Indicator,
    shock: Shock,
    recipe: Recipe,
    evaluation: int,
    others: Sequence[Shock] = (),
    counts: Panel | None = None,
) -> pd.DataFrame:
    """Measure the recovery of every territory of the panel, its reference group (METHODS 1).

    Nothing later than the evaluation year is used, nor anything of the next shock of the same indicator.
    Changes, drops and gaps are shares for relative indicators and units for absolute ones; positive is
    better than the baseline (the expected) whatever the direction. Times are years.

    Parameters
    ----------
    panel : Panel
        R territories of one level; annual, quarterly or monthly. Quarters and months are compared as
        `recipe.seasonality` says.
    evaluation : int
        The year e.
    others : sequence of Shock
        Further shocks that touch the indicator (`shock.touching`).
    counts : Panel, optional
        The counts behind a rate, of the same frequency, for its standard error.

    Returns
    -------
    DataFrame
        Columns `measures.MEASURES`, R rows in the panel's order; none where e lies before the shock.
        `reason` and `marks` are comma-joined out of `measures.REASONS` and `measures.MARKS`; a reason
        beside a measured state tells why a figure of the row is missing.

    Raises
    ------
    DataError
        Where the panel and its counts differ in frequency.

    References
    ----------
    Martin, R. (2012), Regional economic resilience, hysteresis and recessionary shocks,
    Journal of Economic Geography 12(1).

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[100, 90, 95, 101.0], [100, 80, 85, 90]])
    >>> panel = Panel(np.array(["01", "02"], dtype=object), 2019, 1, x, np.zeros(x.shape, bool))
    >>> measures = measure(panel, catalogue()["gdp"], EXAMPLE, Recipe(), 2022)
    >>> measures[["state", "trough", "years_to_recover"]].to_numpy().tolist()
    [['recovered', 2020, 2.0], ['not yet', 2020, nan]]
    """
    panel, counts = _cut(panel, counts, indicator, shock, last_evaluation(shock, evaluation, others))
    lost = np.zeros(len(panel.values), dtype=bool)
    if recipe.seasonality == "stl":
        panel, lost = adjust(panel, indicator)
    course = follow(panel, indicator, shock, recipe, others)
    expected = counterfactual(panel, indicator, shock, recipe, others)
    seen = _compare(course, expected, indicator)
    lacking, senseless, untrended = _doubt(course, seen, lost, indicator, recipe)
    insufficient = np.any([*lacking.values()], axis=0)
    measured = ~np.any([insufficient, *senseless.values()], axis=0)
    if indicator.harm:
        verdict = judge_harm(course, expected, measured, indicator, recipe)
    else:
        verdict = judge_fall(course, seen["gap"], measured, indicator, recipe, counts)
    score, names = mean_parts(verdict.parts, recipe.parts)
    said = lacking | senseless | untrended | _unsaid(seen, verdict, names, measured)
    named = {
        "territory": panel.territories,
        "indicator": indicator.code,
        "shock": shock.code,
        "evaluation": evaluation,
        "state": np.select([insufficient, ~measured], [*UNMEASURED], verdict.state),
        "reason": list_true({reason: said[reason] for reason in REASONS}),
        "baseline": course.baseline,
        "last": course.last,
        "value": course.at_last(course.observed),
        "parts": names,
    }
    return tabulate(named | _score(course, seen, verdict, measured, score, names), panel.per_year)


def _cut(
    panel: Panel, counts: Panel | None, indicator: Indicator, shock: Shock, end: int
) -> tuple[Panel, Panel | None]:
    """Cut to the years that may be used; to no territory at all where the shock has not begun."""
    if end < shock.start:
        panel, end = panel.align(()), shock.start
    if indicator.harm:
        end = min(end, shock.impact[1])
    panel = span_years(panel, min(*shock.trend, *shock.baseline), end)
    if counts is None:
        return panel, None
    if counts.per_year != panel.per_year:
        raise DataError("a rate and its counts differ in frequency", mend="give both by the same one")
    return panel, counts.align(panel.territories).span(panel.first, int(panel.ordinals[-1]))


def _compare(course: Course, expected: Counterfactual, indicator: Indicator) -> dict[str, Floats]:
    """Compare the last year with the baseline and with the expected (METHODS 1, "gap")."""
    gap = performance(course.observed, expected.expected, indicator)
    since = (course.periods >= course.start) & (course.periods <= course.last[:, None])
    shown = {
        "change": course.change,
        "expected": expected.expected,
        "expected_low": expected.low,
        "expected_high": expected.high,
        "gap": gap,
        "gap_cumulative": np.where(since, gap, 0).cumsum(axis=1) / course.per_year,
    }
    return {name: course.at_last(x) for name, x in shown.items()}


def _doubt(
    course: Course, seen: dict[str, Floats], lost: Mask, indicator: Indicator, recipe: Recipe
) -> tuple[Masks, Masks, Masks]:
    """Tell what keeps a territory from being measured, and what from having an expected figure."""
    lacking, senseless = faults(course, indicator, recipe)
    lacking = {"gap in the series": lost} | {reason: mask & ~lost for reason, mask in lacking.items()}
    insufficient = np.any([*lacking.values()], axis=0)
    untrended = {
        "trend too short": np.isnan(seen["expected"]) & ~insufficient,
        "overflow": senseless["overflow"] | np.isinf(seen["expected"]),
    }
    # A harm is its excess over the expected: without that there is nothing to measure.
    return lacking, senseless | (untrended if indicator.harm else {}), untrended


def _unsaid(seen: dict[str, Floats], verdict: Verdict, names: Words, measured: Mask) -> Masks:
    """Tell why a figure beside a measured state is missing."""
    compared = np.isfinite(verdict.columns.get("excess", seen["gap"]))
    scored = np.any([np.isfinite(part) for part in verdict.parts.values()], axis=0)
    return {
        "expected is zero": measured & np.isfinite(seen["expected"]) & ~compared,
        "no reference group": measured & verdict.alone,
        "no weight": measured & scored & (names == ""),
    }


def _score(
    course: Course, seen: dict[str, Floats], verdict: Verdict, measured: Mask, score: Floats, names: Words
) -> dict[str, object]:
    """Rank and mark what was measured; blank the figures of what was not."""
    rank, differs = rank_alike(score, names)
    marks = {
        "across break": course.crossed,
        "early": course.last < course.periods[-1],
        "parts differ": differs,
        "relapsed before": verdict.relapsed_before,
    }
    value = course.at_last(course.observed)
    outside = pd.array((value < seen["expected_low"]) | (value > seen["expected_high"]), dtype="boolean")
    interval = seen["expected_high"] - seen["expected_low"]
    outside[~measured | ~np.isfinite(seen["expected"]) | np.isnan(interval)] = pd.NA
    figures = (
        seen | verdict.columns | verdict.parts | {"loss": np.full(len(score), verdict.loss), "score": score}
    )
    return {
        **{name: np.where(measured & np.isfinite(x), x, np.nan) for name, x in figures.items()},
        "marks": list_true({mark: mask & measured for mark, mask in marks.items()}),
        "outside": outside,
        "rank": rank,
        "ranked_of": np.isfinite(rank).sum(),
    }
