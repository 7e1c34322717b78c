"""What to do with a view: pass it on, embed it, print it, throw it on a wall. See assets/view.js."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components.aria import aria
from dashboard.components.controls import control
from dashboard.desk import Desk
from dashboard.words import Words


def share(desk: Desk) -> html.Details:
    """Offer the link of the view, the code that embeds it, a print and large type."""
    say = desk.say
    sizes = dmc.SegmentedControl(
        id=control("size"),
        value=desk.view.size,
        data=[{"value": "", "label": say("Screen")}, {"value": "projector", "label": say("Projector")}],
        **aria(label=say("Size of the type")),
    )
    attributes: dict[str, Any] = {"data-print": ""}
    return html.Details(
        [
            html.Summary(say("Share, embed, print")),
            _copied("link", say("Link to this view"), say),
            _copied("embed", say("Code that embeds this view in another site"), say),
            html.P(say("Who runs this site decides which others may embed it."), className="quiet-text"),
            html.Div([html.Button(say("Print"), className="quiet", **attributes), sizes], className="row"),
            html.P("", id="copied", role="status"),
        ],
        className="card share",
    )


def _copied(name: str, label: str, say: Words) -> html.Div:
    told: dict[str, Any] = {"data-copy": name, "data-done": say("Copied.")}
    text = html.Code(id=f"share-{name}", tabIndex=0, role="textbox", **aria(label=label, readonly="true"))
    button = html.Button(say("Copy"), className="quiet", **told, **aria(label=f"{say('Copy')}: {label}"))
    return html.Div([html.Span(label), html.Div([text, button], className="row")])
