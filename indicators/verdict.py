"""The verdict on each course: back, not yet, relapsed, never fallen; or a harm that stays (METHODS 1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators import parts
from indicators.arrays import Floats, Mask, Words
from indicators.counterfactual import Counterfactual
from indicators.course import Course
from indicators.indicator import Indicator
from indicators.materiality import materiality, noise
from indicators.observations import Panel
from indicators.recipe import Recipe


@dataclass(frozen=True)
class Verdict:
    """What is said about R territories.

    Attributes
    ----------
    state : ndarray of str, shape (R,)
        Holds where the territory could be measured.
    columns : dict
        The columns of `measures.MEASURES` that depend on the kind of verdict, each of shape (R,).
    parts : dict
        Name -> part of the score, shape (R,).
    loss : float
        Loss at which a part reaches 0; NaN without a reference group.
    relapsed_before : ndarray of bool, shape (R,)
        Came back, was lost again, and is back now.
    """

    state: Words
    columns: dict[str, Floats]
    parts: dict[str, Floats]
    loss: float
    relapsed_before: Mask

    @property
    def alone(self) -> bool:
        """Whether there was no reference group to set the loss by."""
        return bool(np.isnan(self.loss))


def judge_fall(
    course: Course,
    gap: Floats,
    measured: Mask,
    indicator: Indicator,
    recipe: Recipe,
    counts: Panel | None,
) -> Verdict:
    """Judge a fall and the way back (METHODS 1, "drop" to "time to recover", and the three-part score).

    Relapsed: back at the baseline after the trough, then below it again by more than epsilon, and below it
    in the last year. The years to recover are those to the first return.

    Parameters
    ----------
    gap : ndarray, shape (R,)
        Gap to the expected in the last year.
    measured : ndarray of bool, shape (R,)
        Territories whose course can be judged; they are the reference group.
    counts : Panel, optional
        The counts behind a rate, same territories and periods as the course.

    Examples
    --------
    >>> from indicators.course import follow
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[100, 80, 90, 101.0], [100, 95, 99, 98]])
    >>> panel = Panel(np.array(["01", "02"], dtype=object), 2019, 1, x, np.zeros(x.shape, bool))
    >>> course, gdp = follow(panel, catalogue()["gdp"], EXAMPLE, Recipe()), catalogue()["gdp"]
    >>> judge_fall(course, np.full(2, np.nan), np.ones(2, bool), gdp, Recipe(), None).state.tolist()
    ['recovered', 'not yet']
    """
    drop, trough = _fall(course, measured)
    floor = materiality(indicator, recipe, course.reference.level[:, : course.per_year].mean(axis=1))
    epsilon = np.full(len(drop), floor)
    if counts is not None:
        epsilon = np.maximum(epsilon, noise(course, trough, counts, indicator))
    loss = parts.loss_scale(-drop, indicator.loss, 100 - recipe.loss_percentile, floor)
    now = course.at_last(course.change)
    back = _first(course.periods, (course.periods > trough[:, None]) & (course.change >= 0))
    relapse = ((course.periods > back[:, None]) & (course.change < -epsilon[:, None])).any(axis=1)
    fallen = measured & (drop <= -epsilon) & (drop < 0)
    state = np.select(
        [~fallen, np.isnan(back), relapse & (now < 0)], ["no loss", "not yet", "relapsed"], "recovered"
    ).astype(object)
    columns = {
        "drop": drop,
        "trough": trough,
        "rebound": 1
        - np.divide(now, drop, out=np.full(len(drop), np.nan), where=fallen & (-drop >= loss / 4)),
        "years_to_recover": np.where(fallen, back - trough, np.nan) / course.per_year,
        "years_since_trough": np.where(state == "not yet", course.last - trough, np.nan) / course.per_year,
        "years_below": ((course.periods >= course.start) & (course.change < 0)).sum(axis=1) / course.per_year,
    }
    scored = _score_fall(course, gap, drop, trough, loss)
    return Verdict(state, columns, scored, loss, fallen & relapse & (now >= 0))


def _score_fall(course: Course, gap: Floats, drop: Floats, trough: Floats, loss: float) -> dict[str, Floats]:
    after = (course.periods > course.start) & (trough < course.last)[:, None]
    return {
        "resistance": parts.resistance(drop, loss),
        "recovery": parts.recovery(course.change, after, drop, loss),
        "renewal": parts.resistance(np.where(np.isfinite(drop), gap, np.nan), loss),
    }


def judge_harm(
    course: Course, expected: Counterfactual, measured: Mask, indicator: Indicator, recipe: Recipe
) -> Verdict:
    """Judge a harm that no later fall takes back by its excess over the expected (METHODS 1, "harm").

    E = max(0, sum observed / sum expected - 1) over the impact window.

    Parameters
    ----------
    measured : ndarray of bool, shape (R,)
        Territories that can be judged; they are the reference group of E_97.5.

    Examples
    --------
    >>> from indicators.course import follow
    >>> from indicators.indicator import catalogue
    >>> from indicators.shock import EXAMPLE
    >>> x = np.array([[100, 110, 130.0], [100, 90, 95]])
    >>> panel = Panel(np.array(["01", "02"], dtype=object), 2019, 1, x, np.zeros(x.shape, bool))
    >>> course, deaths = follow(panel, catalogue()["deaths"], EXAMPLE, Recipe()), catalogue()["deaths"]
    >>> expected = Counterfactual(*(np.full(x.shape, 100.0) for _ in range(3)))
    >>> judge_harm(course, expected, np.ones(2, bool), deaths, Recipe()).columns["excess"].round(9)
    array([0.2, 0. ])
    """
    observed, foreseen = (x[:, course.impact].sum(axis=1) for x in (course.observed, expected.expected))
    share = np.divide(observed, foreseen, out=np.full(len(observed), np.nan), where=foreseen > 0)
    excess = np.where(measured, np.maximum(share - 1, 0), np.nan)
    worst = parts.loss_scale(excess, indicator.loss, 100 - recipe.loss_percentile, recipe.epsilon_relative)
    state = np.full(len(excess), "harm", dtype=object)
    none = np.zeros(len(excess), dtype=bool)
    return Verdict(state, {"excess": excess}, {"harm": parts.harm(excess, worst)}, worst, none)


def _fall(course: Course, measured: Mask) -> tuple[Floats, Floats]:
    window = np.where(course.sought, course.change, np.inf)
    trough = course.periods[window.argmin(axis=1)]
    return np.where(measured, window.min(axis=1), np.nan), np.where(measured, trough, np.nan)


def _first(periods: NDArray[np.int64], mask: Mask) -> Floats:
    return np.where(mask.any(axis=1), periods[mask.argmax(axis=1)], np.nan)
