"""The way down the map: from the whole to what lies inside the territory chosen."""

from __future__ import annotations

from dataclasses import replace

from dash import dcc, html

from dashboard.components.aria import aria
from dashboard.desk import Desk
from dashboard.nesting import ancestors, deeper


def way(desk: Desk) -> html.Nav | None:
    """Link the map of everything, of each territory above the one chosen, and of what lies inside it.

    None where the map has one level only.
    """
    edition, view, say = desk.edition, desk.view, desk.say
    if len(edition.declaration.map_levels) == 1:
        return None
    names = edition.names(say.language)
    whole = edition.declaration.name.in_(say.language)
    steps = [(whole, replace(view, territory=""))]
    above = ancestors(edition, view.territory) if view.territory else []
    steps += [(names[code], found) for code in above if (found := deeper(edition, view, code))]
    links = [dcc.Link(name, href=f"{desk.path('map')}?{step.query}") for name, step in steps]
    here = [html.Span(names[view.territory], **aria(current="page"))] if view.territory else []
    parts = [*links, *here]
    spaced = [piece for part in parts for piece in (html.Span("›", **aria(hidden="true")), part)][1:]
    return html.Nav([*spaced, *_down(desk)], className="trail", **aria(label=say("Where you are")))


def _down(desk: Desk) -> list[dcc.Link]:
    """Lead inside the territory chosen, where the map does not show it already."""
    edition, view, say = desk.edition, desk.view, desk.say
    if edition.territories["level"].get(view.territory) != view.level:
        return []
    found = deeper(edition, view, view.territory)
    if found is None:
        return []
    many = edition.declaration.hierarchy.level(found.level).plural
    places = many.in_(say.language) if many else say("territories")
    text = say("Look inside: {places}", places=places)
    return [dcc.Link(text, href=f"{desk.path('map')}?{found.query}", className="more")]
