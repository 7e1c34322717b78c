"""The page of recovery: who held up, who came back, how soon, and how many."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, Input, Output, ctx, html, no_update

from dashboard.components import controls
from dashboard.components.comeback import MAP, PLANE, Comeback, four_ways, on_the_map
from dashboard.components.map import clicked
from dashboard.components.picture import paint
from dashboard.components.return_times import how_many, how_soon
from dashboard.components.table import downloads
from dashboard.desk import Desk
from dashboard.follow import follow_view
from dashboard.library import Library
from dashboard.returns import judged, returned
from dashboard.sentences import inline
from dashboard.threads import threaded
from dashboard.words import mark

NAME = "recovery"
TITLE = mark("Recovery")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    return [html.Div(content(desk), id=NAME)]


def comeback(desk: Desk) -> Comeback | None:
    """Choose the indicator: that of the view where there is a way back from it, or the shock's first."""
    found = judged(desk.edition, desk.view.shock)
    chosen = [indicator for indicator in found if indicator.code == desk.view.indicator] or found
    return Comeback(desk, chosen[0]) if chosen else None


def content(desk: Desk) -> list[Any]:
    """Say everything known of the ways back."""
    come = comeback(desk)
    if come is None:
        return [
            html.H1(told(desk)),
            html.P(desk.say("This shock is judged by harm alone; the map shows it.")),
            html.Div(controls.shocks(desk.edition, desk.view, desk.say), className="toolbar plain"),
        ]
    return [
        html.H1(told(desk)),
        _choices(come),
        html.Div([four_ways(come), on_the_map(come)], className="pair"),
        html.Div([how_soon(come), how_many(come)], className="cards"),
        downloads(desk),
    ]


def told(desk: Desk) -> str:
    """State how many are back."""
    say, come = desk.say, comeback(desk)
    if come is None:
        return say("Nothing to come back from")
    frame = returned(desk.edition, desk.view.shock, come.told.code)
    frame = frame[frame["year"] <= desk.view.year]
    if frame.empty:
        return come.name
    return say(
        "By {year}, {back} of {count} territories were back at their {baseline} level or better: "
        "{indicator}.",
        year=int(frame["year"].iloc[-1]),
        back=round((frame["territories"] * frame["count"]).iloc[-1]),
        count=int(frame["count"].iloc[-1]),
        baseline=come.baseline,
        indicator=inline(come.name),
    )


def _choices(come: Comeback) -> html.Div:
    desk, say = come.desk, come.desk.say
    edition, shock = desk.edition, desk.view.shock
    data = [{"value": i.code, "label": i.name.in_(say.language)} for i in judged(edition, shock)]
    there = sorted(edition.measures(shock)["evaluation"].unique().tolist())
    years = [{"value": str(year), "label": str(year)} for year in there]
    return html.Div(
        [
            controls.shocks(edition, desk.view, say),
            controls.select("indicator", say("Indicator"), data, come.told.code, NAME),
            controls.select("year", say("Judged in"), years, str(desk.view.year), NAME),
        ],
        className="toolbar plain wide",
    )


def records(desk: Desk) -> pd.DataFrame:
    """Return the ways of every territory."""
    come = comeback(desk)
    if come is None:
        return pd.DataFrame()
    frame = come.plane.assign(indicator=come.told.code, shock=desk.view.shock, year=come.year)
    return frame.rename_axis("territory").reset_index()


def register(app: Dash, library: Library) -> None:
    """Follow the controls of the page, and choose a territory on either drawing."""
    paint(app, MAP)
    follow_view(app, library, NAME, content)

    @app.callback(
        Output(controls.control("territory"), "value", allow_duplicate=True),
        Input(MAP, "clickData"),
        Input(PLANE, "clickData"),
        prevent_initial_call=True,
    )
    @threaded
    def choose_either(area: dict[str, Any] | None, point: dict[str, Any] | None) -> Any:
        own = (point or {}).get("points", [{}])[0].get("customdata", [""])[0]
        return (clicked(area) if ctx.triggered_id == MAP else own) or no_update
