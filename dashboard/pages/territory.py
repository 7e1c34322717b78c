"""The page of one territory: how it came through a shock, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components import controls
from dashboard.components.card import card
from dashboard.components.explanation import explanation
from dashboard.components.fold import fold
from dashboard.components.further import further
from dashboard.components.goals import goals
from dashboard.components.left_behind import behind
from dashboard.components.position import position
from dashboard.components.promises import promises
from dashboard.components.quarters import quarters
from dashboard.components.rivals import peers
from dashboard.components.scorecard import scorecard
from dashboard.components.standing import standing
from dashboard.components.table import downloads
from dashboard.components.trail import trail
from dashboard.desk import Desk
from dashboard.dossier import dossier
from dashboard.follow import follow_view
from dashboard.library import Library
from dashboard.sentences import inline, lead
from dashboard.verdicts import state
from dashboard.words import mark

NAME = "territory"
TITLE = mark("Territory")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id="territory")]


def content(desk: Desk) -> list[Any]:
    """Say everything known of the territory of the view."""
    say, own, title = desk.say, desk.view.territory, html.H1(told(desk))
    if not own:
        return [title, html.P(say("Type its name in the search field above, or choose it on the map."))]
    year, names = evaluation(desk), desk.edition.names(say.language)
    cards = [*(card(desk, row, names) for row in measures(desk)), *quarters(desk)]
    whole = [explanation(desk, year), position(desk, year), behind(desk, year), goals(desk, year)]
    rest = [promises(desk, year), standing(desk), further(desk)]
    folds = [fold(section, opened=place == 0) for place, section in enumerate(cards)]
    return [
        trail(desk),
        title,
        _choices(desk),
        peers(desk, own),
        scorecard(desk, year),
        *([] if cards else [html.P(say("No scores exist at the level of this territory."))]),
        html.Div([*folds, *(fold(section) for section in whole if section)], className="cards folds"),
        *(fold(section) for section in rest if section),
        downloads(desk),
    ]


def measures(desk: Desk) -> list[Mapping[Any, Any]]:
    """Return the measures of the territory in the year shown, in the declared order of the indicators."""
    shock = desk.edition.shock(desk.view.shock)
    frame = desk.edition.measures(shock.code)
    frame = frame[(frame["territory"] == desk.view.territory) & (frame["evaluation"] == evaluation(desk))]
    rows = {row["indicator"]: row for row in frame.to_dict("records")}
    return [rows[code] for code in shock.indicators if code in rows]


def years(desk: Desk) -> list[int]:
    """Years in which the territory can be judged."""
    frame = desk.edition.measures(desk.view.shock)
    return sorted({int(y) for y in frame.loc[frame["territory"] == desk.view.territory, "evaluation"]})


def evaluation(desk: Desk) -> int:
    """Return the year of the view, or the nearest one in which the territory can be judged."""
    there = years(desk) or [desk.view.year]
    return min(there, key=lambda year: abs(year - desk.view.year))


def told(desk: Desk) -> str:
    """State how the territory came through, by the indicator the shock is told by."""
    if not desk.view.territory:
        return desk.say("Find a territory")
    first = lead(desk.edition, desk.view.shock)
    name = desk.edition.names(desk.say.language)[desk.view.territory]
    row = next((row for row in measures(desk) if first and row["indicator"] == first.code), None)
    if row is None or first is None:
        return name
    baseline = desk.say.join([str(year) for year in desk.edition.shock(desk.view.shock).baseline])
    return desk.say(
        "{name}, {indicator}: {state}",
        name=name,
        indicator=inline(first.name.in_(desk.say.language)),
        state=inline(state(row, first, baseline, desk.say)),
    )


def records(desk: Desk) -> pd.DataFrame:
    """Return every figure of the page."""
    return dossier(desk, evaluation(desk))


def _choices(desk: Desk) -> html.Div:
    data = [{"value": str(year), "label": str(year)} for year in years(desk)]
    year = controls.select("year", desk.say("Judged in"), data, str(evaluation(desk)), NAME)
    shock = controls.shocks(desk.edition, desk.view, desk.say)
    return html.Div([shock, *([year] if data else [])], className="toolbar plain")


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page."""
    follow_view(app, library, NAME, content)
