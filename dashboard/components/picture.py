"""The map on the page: the drawing, what stands in for it, and what the browser remembers of it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.aria import aria
from dashboard.components.ground import Ground
from dashboard.components.map import Map, draw, shown
from dashboard.desk import Desk, open_desk
from dashboard.layer import RECENT, Layer
from dashboard.library import Library
from dashboard.mapping import map_of
from dashboard.recent import recent
from dashboard.threads import threaded
from dashboard.words import Words


def picture(desk: Desk, layer: Layer) -> html.Div:
    """Draw the map of a layer."""
    return stage(desk, map_of(desk, layer), "map")


def stage(desk: Desk, data: Map, name: str) -> html.Div:
    """Draw a map; `paint` fills it in."""
    missing = desk.say("This browser cannot draw the map (WebGL is off). The table holds the same figures.")
    return html.Div(
        [
            dcc.Graph(
                id=name,
                figure=draw(data.ground),
                responsive=True,
                config={"displayModeBar": False, "scrollZoom": False},
                className="map",
            ),
            _zoom(desk.say),
            html.P(missing, className="no-map"),
            dcc.Store(id=f"{name}-drawn", data=data.ground.key),
            dcc.Store(id=f"{name}-shown", data=shown(data)),
        ],
        className="stage",
        role="group",
        **aria(label=desk.say("Map; the table holds the same figures")),
    )


def _zoom(say: Words) -> html.Div:
    """Offer what a wheel or two fingers do to everybody; see assets/view.js."""
    steps = [(1, "+", say("Zoom in")), (-1, "\N{MINUS SIGN}", say("Zoom out")), (0, "⤢", say("Whole map"))]
    buttons = []
    for step, sign, name in steps:
        more: dict[str, Any] = {"data-zoom": str(step), **aria(label=name)}
        buttons.append(html.Button(sign, title=name, className="quiet", **more))
    return html.Div(buttons, className="zoom")


@recent(RECENT)
def seen(desk: Desk) -> tuple[Ground, dict[str, Any]]:
    """Return the ground of the map of a view, and what is shown on it."""
    data = map_of(desk, desk.layer())
    return data.ground, shown(data)


def register(app: Dash, library: Library) -> None:
    """Follow the view."""

    @app.callback(
        Output("map", "figure"),
        Output("map-drawn", "data"),
        Output("map-shown", "data"),
        Input("view", "data"),
        State("map-drawn", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def draw_anew(search: str, drawn: str, pathname: str) -> tuple[Any, Any, Any]:
        ground, told = seen(open_desk(library, pathname, search))
        same = ground.key == drawn
        figure, key = (no_update, no_update) if same else (draw(ground), ground.key)
        return figure, key, told

    paint(app, "map")


def paint(app: Dash, name: str) -> None:
    """Fill a map in whenever something else is to be shown on it: see assets/map.js."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("map", "show"),
        # Never written: without an output the browser would not call it for a page just opened.
        Output(f"{name}-shown", "clear_data"),
        Input(f"{name}-shown", "data"),
        State(name, "id"),
    )
