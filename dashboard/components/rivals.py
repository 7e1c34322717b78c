"""Which territories are set side by side: chosen by name, or those that resemble one."""

from __future__ import annotations

from dataclasses import replace

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components import controls
from dashboard.components.search import places
from dashboard.desk import Desk
from dashboard.peers import peer_groups, similar_to
from dashboard.sentences import lead
from dashboard.state import PINS_MAX
from dashboard.words import mark

PEERS = {
    "similar": mark("with those most like it before the shock"),
    "parent": mark("with those of the same region"),
    "class": mark("with those of its class"),
    "country": mark("with those of its country"),
}


def choices(desk: Desk) -> html.Div:
    """Choose shock, indicator and territories."""
    edition, view, say = desk.edition, desk.view, desk.say
    pins = dmc.MultiSelect(
        id=controls.control("pins", desk.page),
        label=say("Territories"),
        data=places(edition, say),
        value=list(view.pins),
        placeholder=say("Choose up to {number}", number=PINS_MAX),
        maxValues=PINS_MAX,
        searchable=True,
        clearable=True,
        filter={"function": "foldedFilter"},
        limit=200,
        clearButtonProps={"aria-label": say("Clear the selection")},
    )
    shown = [edition.indicator(code) for code in edition.shock(view.shock).indicators]
    data = [{"value": one.code, "label": one.name.in_(say.language)} for one in shown]
    told = lead(edition, view.shock, view.dimension or "")
    chosen = view.indicator if view.indicator in [one.code for one in shown] else told.code if told else ""
    rate = controls.select("indicator", say("Indicator"), data, chosen, desk.page)
    return html.Div([controls.shocks(edition, view, say), rate, pins], className="toolbar plain compare")


def peers(desk: Desk, territory: str) -> html.P:
    """Offer to set the first territory beside others: those most like it in each of its groups."""
    groups = peer_groups(desk.edition, desk.view.shock, territory)
    near = similar_to(desk.edition, desk.view.shock, territory)["territory"].tolist()
    links = []
    for name, label in PEERS.items():
        others = [code for code in near if code in groups.get(name, [])]
        if others:
            view = replace(desk.view, pins=(territory, *others[: PINS_MAX - 1]))
            links.append(dcc.Link(desk.say(label), href=f"{desk.path('compare')}?{view.query}"))
    first = desk.edition.names(desk.say.language)[territory]
    return html.P([desk.say("Compare {name}", name=first), *links], className="downloads peers")
