"""The weights of the dimensions, each actor's own."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from dashboard.layer import DIMENSION_NAMES
from dashboard.library import Edition
from dashboard.state import WEIGHT_MAX, View
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
