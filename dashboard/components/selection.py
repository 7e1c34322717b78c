"""The panel of the territory selected: the facts of the hover, for keyboard and touch."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.table import notes
from dashboard.desk import Desk
from dashboard.layer import Layer


def selection(desk: Desk, layer: Layer) -> html.Div:
    """Say what is known of the territory selected, and lead to its page."""
    say, code = desk.say, desk.view.territory
    if code not in layer.frame.index:
        return html.Div(say("Select a territory on the map, in the table or by its name."), className="hint")
    row: Any = layer.frame.loc[code]
    ranked = int(layer.frame["rank"].notna().sum())
    rank = (
        [] if row["rank"] != row["rank"] else [say("rank {rank} of {of}", rank=int(row["rank"]), of=ranked)]
    )
    facts = " · ".join([*rank, *filter(None, [layer.year]), *notes(layer, row)])
    value = f"{layer.write(row['value'])} {layer.unit if layer.view.show != 'change' else ''}".strip()
    return html.Div(
        [
            html.Strong(row["name"]),
            html.Span(f"{layer.title}: {value}"),
            html.Span(facts, className="quiet-text"),
            dcc.Link(
                say("How {name} came through it", name=row["name"]),
                href=f"{desk.path('territory')}?{desk.view.query}",
                className="more",
            ),
        ],
        className="selection",
    )
