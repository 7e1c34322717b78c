"""Who is left behind in one edition: territories, and women and men within them (METHODS 6)."""

from __future__ import annotations

import pandas as pd

from dashboard.library import Edition
from dashboard.peers import compared
from indicators.indicator import Indicator
from indicators.left_behind import LEFT_BEHIND, left_behind, left_behind_groups
from indicators.observations import TOTAL
from indicators.standing import LeftBehindRule

FEWEST = LeftBehindRule().fewest


def watched(edition: Edition, shock: str, level: str) -> list[Indicator]:
    """Rates by which somebody can be left behind: those that serve a goal, and those of the shock."""
    judged = edition.shock(shock).indicators
    return [i for i in compared(edition, level) if i.sdg_goal or i.code in judged]


def flags(edition: Edition, shock: str, level: str, country: str, year: int) -> pd.DataFrame:
    """Judge the territories of a level against their country by every rate, and their groups against them.

    Each rate is judged in the last year, up to the one given, in which enough territories have a figure.

    Returns
    -------
    DataFrame
        Columns `LEFT_BEHIND`.
    """
    key = ("left behind", shock, level, country, str(year))
    return edition.keep(key, lambda: _flags(edition, shock, level, country, year))


def _flags(edition: Edition, shock: str, level: str, country: str, year: int) -> pd.DataFrame:
    members = edition.members(level)
    recipe, found = edition.declaration.recipe, [pd.DataFrame(columns=LEFT_BEHIND)]
    for indicator in watched(edition, shock, level):
        series = edition.series(indicator.code)
        series = series[series["territory"].isin([country, *members]) & (series["year"] <= year)]
        counts = series[series["group"] == TOTAL].groupby("year").size()
        enough = counts.index[counts >= FEWEST]
        if not len(enough):
            continue
        last = int(max(enough))
        found.append(left_behind(series, indicator, members, country, last, recipe=recipe))
        if (series["group"] != TOTAL).any():
            found.append(left_behind_groups(series, indicator, members, last, recipe=recipe))
    return pd.concat([rows for rows in found if len(rows)] or found, ignore_index=True)
