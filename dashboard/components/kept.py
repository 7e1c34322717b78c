"""Territories kept side by side: at most six, in the address, on the map and above the table."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.aria import aria
from dashboard.components.controls import control
from dashboard.desk import Desk, open_desk
from dashboard.layer import Layer
from dashboard.library import Library
from dashboard.threads import threaded


def kept(desk: Desk) -> html.Div:
    """Show the territories kept, each with its figure; one that is unchecked is let go."""
    chips = dmc.ChipGroup(chosen(desk), id=control("pins"), multiple=True, value=list(desk.view.pins))
    return html.Div(chips, className="pins", role="group", **aria(label=desk.say("Territories kept")))


def chosen(desk: Desk) -> list[dmc.Chip]:
    """Make one chip a territory."""
    layer = desk.layer()
    names = desk.edition.names(desk.say.language)
    return [dmc.Chip(_label(layer, code, names[code]), value=code, size="xs") for code in desk.view.pins]


def _label(layer: Layer, code: str, name: str) -> str:
    return f"{name} · {layer.write(layer.frame['value'][code])}" if code in layer.frame.index else name


def pin(desk: Desk) -> html.Button:
    """Offer to keep the territory chosen, or to let it go."""
    already = desk.view.territory in desk.view.pins
    text = desk.say("Let go") if already else desk.say("Keep to compare")
    return html.Button(text, id="pin", className="quiet pin", **aria(pressed=str(already).lower()))


def register(app: Dash, library: Library) -> None:
    """Keep what the button says."""

    @app.callback(
        Output(control("pins"), "value"),
        Input("pin", "n_clicks"),
        State("view", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def keep(clicks: int | None, search: str, pathname: str) -> Any:
        view = open_desk(library, pathname, search).view
        return list(view.pinned(view.territory).pins) if clicks and view.territory else no_update
