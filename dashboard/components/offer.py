"""What the controls of the map offer: it follows what is shown, but not every change of the view."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from dashboard.components import controls
from dashboard.desk import Desk, open_desk
from dashboard.follow import ADDRESS
from dashboard.library import Library
from dashboard.state import View
from dashboard.threads import threaded

TOPIC = ("shock", "indicator", "show", "level", "classes")


def topic(view: View) -> str:
    """Name what is shown, whatever the year; assets/map.js names it alike."""
    return "|".join(getattr(view, name) for name in TOPIC)


def store(desk: Desk) -> dcc.Store:
    """Remember that part of the view on which the choices depend."""
    return dcc.Store(id="offer", data=topic(desk.view))


def choices(desk: Desk, by: str) -> tuple[Any, ...]:
    """Offer what the view allows: data of indicator, show and level; min, max and marks of the year; style of
    the choice of classes."""
    edition, view, say = desk.edition, desk.view, desk.say
    return (
        controls.topics(edition, view, by, say),
        controls.shows(edition, view, say),
        controls.levels(edition, view, say),
        *controls.years(edition, view).values(),
        controls.method_style(view),
    )


def register(app: Dash, library: Library) -> None:
    """Offer anew whenever something else is shown, or the indicators are grouped in another way."""

    @app.callback(
        Output(controls.control("indicator"), "data"),
        Output(controls.control("show"), "data"),
        Output(controls.control("level"), "data"),
        Output(controls.control("year"), "min"),
        Output(controls.control("year"), "max"),
        Output(controls.control("year"), "marks"),
        Output(controls.control("classes"), "style"),
        Input("offer", "data"),
        Input("group-by", "value"),
        State("view", "data"),
        ADDRESS,
        prevent_initial_call=True,
    )
    @threaded
    def offer_anew(_: str, by: str, search: str, pathname: str) -> tuple[Any, ...]:
        return choices(open_desk(library, pathname, search), by)

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("map", "offer"),
        Output("offer", "data"),
        Input("view", "data"),
        State("offer", "data"),
        prevent_initial_call=True,
    )
