"""How far the territories of an edition are from the development goals, and how fast (METHODS 3)."""

from __future__ import annotations

import pandas as pd

from dashboard.library import Edition
from dashboard.words import mark
from indicators.distance import INDEX, mean_goals, measure_distances
from indicators.indicator import Indicator
from indicators.observations import TOTAL
from indicators.progress import progress

MAX_AGE = 3
GOALS = {
    "1": mark("No poverty"),
    "2": mark("Zero hunger"),
    "3": mark("Good health and well-being"),
    "4": mark("Quality education"),
    "5": mark("Gender equality"),
    "6": mark("Clean water and sanitation"),
    "7": mark("Affordable and clean energy"),
    "8": mark("Decent work and economic growth"),
    "9": mark("Industry, innovation and infrastructure"),
    "10": mark("Reduced inequalities"),
    "11": mark("Sustainable cities and communities"),
    "12": mark("Responsible consumption and production"),
    "13": mark("Climate action"),
    "14": mark("Life below water"),
    "15": mark("Life on land"),
    "16": mark("Peace, justice and strong institutions"),
    "17": mark("Partnerships for the goals"),
}
WAYS = {
    "met": "forward",
    "on track": "forward",
    "improving": "forward",
    "moderate": "slow",
    "limited": "slow",
    "stable": "slow",
    "moving away": "back",
    "worsening": "back",
}
"""Word of a pace -> where it leads."""


def aimed(edition: Edition, level: str, goal: str = "") -> list[Indicator]:
    """Rates that serve a goal (any, if empty) and have figures at a level: totals have no distance."""
    known = edition.declaration.indicators.values()
    found = [i for i in known if i.sdg_goal and i.kind == "intensive" and goal in ("", str(i.sdg_goal))]
    there = [i for i in found if level in edition.value_levels(i.code)]
    return sorted(there, key=lambda indicator: indicator.sdg_goal or 0)


def levels(edition: Edition) -> list[str]:
    """Levels of the map that have a rate which serves a goal, the level of the scores first."""
    declared = edition.declaration
    known = dict.fromkeys((declared.score_level, *declared.map_levels))
    return [level for level in known if aimed(edition, level)]


def distances(edition: Edition, level: str, year: int) -> pd.DataFrame:
    """Rows of `DISTANCES` of every territory of a level, figures up to `MAX_AGE` years old."""
    return edition.keep(
        ("distances", level, str(year)),
        lambda: measure_distances(
            _figures(edition, level), aimed(edition, level), edition.members(level), year, max_age=MAX_AGE
        ),
    )


def means(edition: Edition, level: str, year: int) -> pd.DataFrame:
    """Rows of `GOALS` of every territory of a level."""
    return edition.keep(("goals", level, str(year)), lambda: mean_goals(distances(edition, level, year)))


def paces(edition: Edition, level: str, year: int) -> pd.DataFrame:
    """Rows of `PROGRESS` of every territory of a level."""
    return edition.keep(
        ("paces", level, str(year)),
        lambda: progress(
            _figures(edition, level), aimed(edition, level), edition.members(level), year, max_age=MAX_AGE
        ),
    )


def aims(edition: Edition, name: str) -> list[str]:
    """List what `state.AIMED` may be: the levels, or the years of any of them."""
    there = levels(edition)
    if name == "goals_level":
        return there
    return sorted({str(year) for level in there for year in years(edition, level)})


def years(edition: Edition, level: str) -> list[int]:
    """Years in which at least half of the rates of a level have figures young enough, oldest first."""
    return edition.keep(("goal years", level), lambda: _all_years(edition, level))


def _all_years(edition: Edition, level: str) -> list[int]:
    found = [_years(edition, level, rate) for rate in aimed(edition, level)]
    there = range(min(map(min, found)), max(map(max, found)) + 1)
    known = {y: sum(any(y - MAX_AGE <= at <= y for at in one) for one in found) for y in there}
    return [y for y, count in known.items() if 2 * count >= len(found)]


def _years(edition: Edition, level: str, rate: Indicator) -> set[int]:
    rows = edition.series(rate.code)
    return set(rows.loc[rows["territory"].isin(edition.members(level)) & (rows["group"] == TOTAL), "year"])


def order(edition: Edition, level: str, year: int) -> list[str]:
    """Territories of a level, the nearest to the goals first, those without an index last."""
    found = means(edition, level, year)
    index = found[found["goal"] == INDEX].set_index("territory")["score"].reindex(edition.members(level))
    nearest: list[str] = index.sort_values(ascending=False, na_position="last").index.tolist()
    return nearest


def _figures(edition: Edition, level: str) -> pd.DataFrame:
    frame = pd.concat([edition.series(rate.code) for rate in aimed(edition, level)])
    return frame[(frame["group"] == TOTAL) & frame["territory"].isin(edition.members(level))]
