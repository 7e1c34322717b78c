"""One territory goal by goal, and what the page of the goals finds."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.chart import twin_table
from dashboard.components.credits import credits
from dashboard.components.targets import Targets, paced
from dashboard.goals import GOALS, distances, paces
from dashboard.sentences import inline
from indicators.distance import INDEX


def one_place(targets: Targets) -> html.Section | None:
    """Tell the territory of the view, indicator by indicator; None where none of the level is chosen."""
    desk, say, code = targets.desk, targets.desk.say, targets.desk.view.territory
    if code not in targets.codes:
        return None
    name = desk.edition.names(say.language)[code]
    far, pace = (_of(made(desk.edition, targets.level, targets.year), code) for made in (distances, paces))
    rows = []
    for rate in targets.rates:
        here, way = far[rate.code], pace[rate.code]
        target = say.number(here["target"], rate.decimals)
        said = paced(way["status"], way["reason"], say)
        value = f"{say.number(here['value'], rate.decimals)} {rate.unit.in_(say.language)}"
        origin = say("best five") if rate.target is None else str(rate.target_year)
        when = "–" if pd.isna(here["period"]) else str(here["period"])
        rows.append(
            [targets.rate(rate), when, value, f"{target} ({origin})", say.number(here["distance"], 0), said]
        )
    head = [say("Indicator"), say("Year"), say("Value"), say("Target"), say("Distance, 0–100"), say("Pace")]
    title = html.H2(say("{name}, goal by goal", name=name))
    table = html.Div(twin_table(head, rows), className="scroll", tabIndex=0)
    return html.Section(
        [title, table, credits(desk.edition, [r.code for r in targets.rates], say)], className="card"
    )


def _of(frame: pd.DataFrame, territory: str) -> dict[str, dict[Any, Any]]:
    """Rows of one territory by indicator."""
    return {row["indicator"]: row for row in frame[frame["territory"] == territory].to_dict("records")}


def headline(targets: Targets) -> str:
    """State which goal is nearest and which is furthest, of the territory of the view or of all."""
    desk, say, code = targets.desk, targets.desk.say, targets.desk.view.territory
    wide = targets.scores.drop(index=INDEX, errors="ignore")
    known = (wide[code] if code in targets.codes else wide.mean(axis=1)).dropna().sort_values()
    if known.empty:
        return say("The distance to the goals is not known for {year}.", year=targets.year)
    facts: dict[str, Any] = {"year": targets.year}
    for end, goal, score in (
        ("far", known.index[0], known.iloc[0]),
        ("near", known.index[-1], known.iloc[-1]),
    ):
        facts |= {end: inline(say(GOALS[goal])), f"{end}_score": say.number(score, 0)}
    if code in targets.codes:
        facts["name"] = desk.edition.names(say.language)[code]
        return say(
            "{name}, {year}: nearest to {near} ({near_score} of 100), furthest from {far} ({far_score}).",
            **facts,
        )
    return say(
        "{year}: the territories are nearest to {near} (on average {near_score} of 100) and furthest from "
        "{far} ({far_score}).",
        **facts,
    )
