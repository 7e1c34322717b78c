"""The map on the page: the drawing, what stands in for it, and what the browser remembers of it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.aria import aria
from dashboard.components.map import Map, draw, recolour
from dashboard.desk import Desk, open_desk
from dashboard.layer import Layer
from dashboard.library import Library
from dashboard.mapping import map_of
from dashboard.threads import threaded
from dashboard.words import Words


def picture(desk: Desk, layer: Layer) -> html.Div:
    """Draw the map of a layer."""
    return stage(desk, map_of(desk, layer), "map")


def stage(desk: Desk, data: Map, name: str) -> html.Div:
    """Draw a map; `follow_size` keeps what it shows in its frame."""
    missing = desk.say("This browser cannot draw the map (WebGL is off). The table holds the same figures.")
    return html.Div(
        [
            dcc.Graph(
                id=name,
                figure=draw(data),
                responsive=True,
                config={"displayModeBar": False, "scrollZoom": False},
                className="map",
            ),
            _zoom(desk.say),
            html.P(missing, className="no-map"),
            dcc.Store(id=f"{name}-drawn", data=data.ground),
            dcc.Store(id=f"{name}-resized"),
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


def register(app: Dash, library: Library) -> None:
    """Follow the view and the size of the screen."""

    @app.callback(
        Output("map", "figure"),
        Output("map-drawn", "data"),
        Input("view", "data"),
        State("map-drawn", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def draw_anew(search: str, drawn: str, pathname: str) -> tuple[Any, Any]:
        desk = open_desk(library, pathname, search)
        data = map_of(desk, desk.layer())
        same = data.ground == drawn
        return (recolour(data), no_update) if same else (draw(data), data.ground)

    follow_size(app, "map")


def follow_size(app: Dash, name: str) -> None:
    """Fit a map anew whenever other polygons are drawn, or in a frame of another size."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "fit"),
        Output(name, "figure", allow_duplicate=True),
        Input(f"{name}-drawn", "data"),
        Input(f"{name}-resized", "data"),
        State(name, "figure"),
        prevent_initial_call="initial_duplicate",
    )
