"""What plans promise in one edition: how far it is, and how fast it comes (METHODS 3, "Own commitments")."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.goals import MAX_AGE
from dashboard.library import Edition
from geodata.commitment import Commitment, list_promised
from indicators.distance import measure_distances
from indicators.observations import TOTAL
from indicators.progress import PROGRESS, SDG, progress


def commitments(edition: Edition, level: str = "", goal: str = "") -> list[Commitment]:
    """Commitments that hold for somebody of a level and serve a goal; for any, where it is empty."""
    places, found = edition.territories, []
    for each in edition.declaration.targets:
        held = places["level"].reindex(each.holds_for(places))
        serves = goal in ("", each.goal(edition.indicator(each.indicator)))
        if serves and (held.eq(level).any() if level else len(held)):
            found.append(each)
    return found


def judged(edition: Edition, year: int) -> pd.DataFrame:
    """Judge every commitment of every territory it holds for, by figures up to `MAX_AGE` years old.

    Returns
    -------
    DataFrame
        Columns `PROGRESS` and distance (0-100; missing without a reference group, and for totals, which
        are not compared); `plan` is the code of the commitment.
    """
    return edition.keep(("commitments", str(year)), lambda: _judged(edition, year))


def _judged(edition: Edition, year: int) -> pd.DataFrame:
    declared = commitments(edition)
    promised = list_promised(declared, edition.territories)
    if promised.empty:
        return pd.DataFrame(columns=[*PROGRESS, "distance"])
    aimed = [edition.indicator(code) for code in dict.fromkeys(promised["indicator"])]
    series = pd.concat([edition.series(each.code) for each in aimed])
    frame = series[series["group"] == TOTAL]
    places = promised["territory"].unique().tolist()
    rows = progress(frame, aimed, places, year, commitments=promised, max_age=MAX_AGE)
    rows = rows[rows["plan"] != SDG]
    far = pd.concat([_distances(edition, each, frame, year) for each in declared], ignore_index=True)
    return rows.merge(far, on=["territory", "plan"], how="left")


def _distances(edition: Edition, each: Commitment, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Measure the distance to a commitment, on the scale of the whole level of who is held to it."""
    indicator, held = edition.indicator(each.indicator), each.holds_for(edition.territories)
    aim = indicator.model_copy(update={"target": each.target, "target_year": each.year})
    found = [
        measure_distances(frame, [aim], edition.members(level), year, max_age=MAX_AGE)
        for level in edition.territories["level"].reindex(held).unique()
    ]
    rows = pd.concat(found).set_index("territory")["distance"].astype("float64").reindex(held)
    return pd.DataFrame(
        {
            "territory": held,
            "plan": each.code,
            "distance": rows.to_numpy() if indicator.kind == "intensive" else np.nan,
        }
    )


def wide(edition: Edition, level: str, year: int, what: str, goal: str = "") -> pd.DataFrame:
    """Lay out the commitments of a level: their codes as the index, all its territories as the columns.

    Parameters
    ----------
    what : {"distance", "status"}
    """
    codes = [each.code for each in commitments(edition, level, goal)]
    rows = judged(edition, year)
    found = rows.pivot_table(what, "plan", "territory", aggfunc="first")
    return found.reindex(codes, columns=edition.members(level))


def promised(edition: Edition, year: int, goal: str = "") -> pd.DataFrame:
    """Lay out every commitment that serves a goal beside `distances` and `paces`, with their columns."""
    goals = {
        each.code: each.goal(edition.indicator(each.indicator)) for each in commitments(edition, goal=goal)
    }
    rows = judged(edition, year)
    rows = (
        rows[rows["plan"].isin([*goals])]
        .assign(goal=rows["plan"].map(goals))
        .rename(columns={"year": "period"})
    )
    return rows.drop(columns=["required", "ratio", "score"])
