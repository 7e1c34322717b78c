"""The weights of the dimensions, each actor's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard.components.controls import control
from dashboard.desk import open_desk
from dashboard.library import Edition, Library
from dashboard.state import WEIGHT_MAX, View, parse
from dashboard.threads import threaded
from dashboard.topics import DIMENSION_NAMES
from dashboard.words import Words


def weights(edition: Edition, view: View, say: Words) -> html.Details | None:
    """Build the weights of the dimensions; scores are computed anew from them."""
    defaults = edition.weights(view.shock)
    if len(defaults) < 2:
        return None
    given = dict(view.weights)
    sliders = [
        html.Div(
            [
                html.Label(say(DIMENSION_NAMES[code])),
                dmc.Slider(
                    id={"weight": code},
                    value=given.get(code, defaults[code]),
                    min=0,
                    max=WEIGHT_MAX,
                    step=0.5,
                    thumbLabel=say(DIMENSION_NAMES[code]),
                    marks=[{"value": v, "label": str(v)} for v in range(int(WEIGHT_MAX) + 1)],
                ),
            ],
            className="weight",
        )
        for code in defaults
    ]
    hint = say("What matters most to you? The scores are computed anew; the link carries your weights.")
    reset = html.Button(say("Reset the weights"), id="reset", className="quiet")
    return html.Details(
        [html.Summary(say("Weigh the dimensions")), html.P(hint), *sliders, reset],
        open=bool(view.weights),
        className="card weights",
    )


def register(app: Dash, library: Library) -> None:
    """Bring the weights of another shock, and the usual ones back."""

    @app.callback(
        Output("weights", "children"),
        Input(control("shock"), "value"),
        State("view", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def weigh_anew(shock: str, search: str, pathname: str) -> Any:
        desk = open_desk(library, pathname, urlencode(parse(search) | {"shock": shock}))
        return weights(desk.edition, desk.view, desk.say)

    @app.callback(
        Output({"weight": ALL}, "value"),
        Input("reset", "n_clicks"),
        State("view", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def reset(_: int, search: str, pathname: str) -> list[Any]:
        desk = open_desk(library, pathname, search)
        usual = desk.edition.weights(desk.view.shock)
        return [usual.get(slider["id"]["weight"], no_update) for slider in ctx.outputs_list]
