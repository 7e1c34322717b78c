"""The page of one territory: how it came through a shock, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, html

from dashboard.components import controls
from dashboard.components.card import card
from dashboard.components.explanation import explanation
from dashboard.components.further import further
from dashboard.components.goals import goals
from dashboard.components.left_behind import behind
from dashboard.components.position import position
from dashboard.components.quarters import quarters
from dashboard.components.rivals import peers
from dashboard.components.scorecard import scorecard
from dashboard.components.standing import standing
from dashboard.components.trail import trail
from dashboard.desk import Desk
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
    edition, view, say = desk.edition, desk.view, desk.say
    if not view.territory:
        return [
            html.H1(say("Find a territory")),
            html.P(say("Type its name in the search field above, or choose it on the map.")),
        ]
    names = edition.names(say.language)
    rows, year = measures(desk), evaluation(desk)
    whole = (explanation(desk, year), position(desk, year), behind(desk, year), goals(desk, year))
    cards = [*(card(desk, row, names) for row in rows), *quarters(desk)]
    return [
        trail(desk),
        html.H1(headline(desk, rows, names[view.territory])),
        _choices(desk),
        peers(desk, view.territory),
        scorecard(desk, year),
        html.Div([section for section in whole if section], className="cards"),
        html.Div(cards, className="cards")
        if cards
        else html.P(say("No scores exist at the level of this territory.")),
        standing(desk),
        further(desk),
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


def headline(desk: Desk, rows: list[Mapping[Any, Any]], name: str) -> str:
    """State how the territory came through, by the indicator the shock is told by."""
    told = lead(desk.edition, desk.view.shock)
    row = next((row for row in rows if told and row["indicator"] == told.code), None)
    if row is None or told is None:
        return name
    baseline = desk.say.join([str(year) for year in desk.edition.shock(desk.view.shock).baseline])
    return desk.say(
        "{name}, {indicator}: {state}",
        name=name,
        indicator=inline(told.name.in_(desk.say.language)),
        state=inline(state(row, told, baseline, desk.say)),
    )


def _choices(desk: Desk) -> html.Div:
    data = [{"value": str(year), "label": str(year)} for year in years(desk)]
    year = controls.select("year", desk.say("Judged in"), data, str(evaluation(desk)), NAME)
    shock = controls.shocks(desk.edition, desk.view, desk.say)
    return html.Div([shock, *([year] if data else [])], className="toolbar plain")


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page."""
    follow_view(app, library, NAME, content)
