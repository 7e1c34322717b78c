"""What the page of the goals lets a reader take along: each row says what it is of."""

from __future__ import annotations

import pandas as pd

from dashboard.commitments import promised
from dashboard.goals import aimed, distances, means, paces
from dashboard.library import Edition
from dashboard.words import mark
from indicators.distance import INDEX

COLUMNS = {
    "row": mark(
        "What the row is of: indicator, goal (the mean of its indicators), all goals (the mean of the "
        "goals) or commitment (what a plan promises)"
    ),
    "goal": mark("Number of the development goal; empty where the row is of all goals"),
    "period": mark("Year of the figure, up to three years before the year shown"),
    "value": mark("Latest figure, in the unit of the indicator"),
    "lower": mark("Figure that counts as 0: the 2.5th percentile from the worst, or what is declared"),
    "target": mark("Figure that counts as 100: the declared target, or the mean of the best five"),
    "distance": mark(
        "0 is where the worst stand, 100 the target; of a goal the mean of its indicators, of all goals "
        "the mean of the goals"
    ),
    "indicators": mark("How many indicators the mean is made of"),
    "missing": mark("Share of the indicators that the mean lacks"),
    "rank": mark(
        "Rank among the territories of the level; none where more than 20% of the indicators are missing"
    ),
    "ranked_of": mark("How many territories are ranked"),
    "plan": mark("Code of the commitment; empty where the row is of none"),
    "actual": mark("Growth a year since the base year, as a share"),
    "status": mark("Which way it goes, in a word"),
}
"""Column -> what it holds, where its name alone does not say."""
KEYS = ["territory", "indicator"]
PACE = ["plan", "base_year", "base", "target_year", "actual", "status"]


def lay_out(edition: Edition, level: str, year: int, goal: str = "") -> pd.DataFrame:
    """Return distance and pace of every territory and rate, the means of the goals, and every commitment.

    Parameters
    ----------
    goal : str
        Only what serves this one; empty for all.
    """
    rates = [rate.code for rate in aimed(edition, level, goal)]
    far, fast = distances(edition, level, year), paces(edition, level, year)
    each = far[far["indicator"].isin(rates)].merge(fast[[*KEYS, *PACE]], on=KEYS, how="left")
    parts = {"indicator": each, "goal": _means(edition, level, year, goal)}
    parts["commitment"] = promised(edition, year, goal)
    there = [part.assign(row=row) for row, part in parts.items() if len(part)]  # none has types of its own
    whole = pd.concat(there, ignore_index=True)
    whole["row"] = whole["row"].mask((whole["row"] == "goal") & (whole["goal"] == INDEX), "all goals")
    empty = {"indicator": "", "plan": "", "reason": "", "status": ""}
    return whole[["territory", "row", *whole.columns.drop(["territory", "row"])]].fillna(empty)


def _means(edition: Edition, level: str, year: int, goal: str) -> pd.DataFrame:
    """Lay out the mean distances beside those of the indicators; all goals together only among all goals."""
    counts = {"indicators": "Int64", "ranked_of": "Int64"}
    found = means(edition, level, year).rename(columns={"score": "distance"}).astype(counts)
    return found[found["goal"] == goal] if goal else found
