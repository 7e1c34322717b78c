"""The map on the page: the drawing, what stands in for it, and what the browser remembers of it."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.aria import aria
from dashboard.components.map import draw
from dashboard.desk import Desk
from dashboard.layer import Layer
from dashboard.mapping import map_of


def picture(desk: Desk, layer: Layer) -> html.Div:
    """Draw the map of a layer."""
    data = map_of(desk, layer)
    missing = desk.say("This browser cannot draw the map (WebGL is off). The table holds the same figures.")
    return html.Div(
        [
            dcc.Graph(
                id="map",
                figure=draw(data),
                responsive=True,
                config={"displayModeBar": False, "scrollZoom": False},
                className="map",
            ),
            html.P(missing, className="no-map"),
            dcc.Store(id="drawn", data=data.geometry),
            dcc.Store(id="resized"),
        ],
        role="group",
        **aria(label=desk.say("Map; the table holds the same figures")),
    )
