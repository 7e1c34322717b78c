"""Where a territory lies: the way from the map down to it."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.aria import aria
from dashboard.desk import Desk


def trail(desk: Desk) -> html.Nav:
    """Link every territory above the one of the view."""
    names = desk.edition.names(desk.say.language)
    code, parents, steps = desk.view.territory, desk.edition.territories["parent"], []
    while isinstance(code, str) and code in names.index:
        steps.append(code)
        code = parents[code]
    links = [
        dcc.Link(names[step], href=f"{desk.path('territory')}?{desk.view.at(step).query}")
        for step in steps[:0:-1]
    ]
    back = dcc.Link(desk.say("Map"), href=f"{desk.path('map')}?{desk.view.query}")
    here = html.Span(names[desk.view.territory], **aria(current="page"))
    trail = [part for link in [back, *links] for part in (link, html.Span("›", **aria(hidden="true")))]
    return html.Nav([*trail, here], className="trail", **aria(label=desk.say("Where you are")))
