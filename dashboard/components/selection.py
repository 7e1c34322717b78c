"""The panel of the territory selected: the facts of the hover, for keyboard and touch."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, ctx, dcc, html, no_update

from dashboard.components.controls import control
from dashboard.components.kept import pin
from dashboard.components.map import clicked
from dashboard.components.table import notes
from dashboard.desk import Desk
from dashboard.focus import inner, within
from dashboard.layer import Layer
from dashboard.ranks import alike, write_ranges
from dashboard.sentences import FEW
from dashboard.threads import threaded


def selection(desk: Desk, layer: Layer) -> html.Div:
    """Say what is known of the territory selected, and lead to its page."""
    say, code = desk.say, desk.view.territory
    if within(layer):
        count = layer.say.number(len(inner(layer).frame), 0)
        named = say("{name}: {count} {places}", name=within(layer), count=count, places=layer.places)
        return html.Div([html.Strong(named), _story(desk, within(layer)), pin(desk)], className="selection")
    if code not in layer.frame.index:
        return html.Div(say("Select a territory on the map, in the table or by its name."), className="hint")
    row: Any = layer.frame.loc[code]
    ranked = int(layer.frame["rank"].notna().sum())
    rank = (
        [] if row["rank"] != row["rank"] else [say("rank {rank} of {of}", rank=int(row["rank"]), of=ranked)]
    )
    facts = " · ".join([*rank, *filter(None, [layer.year]), *_how_sure(layer, code), *notes(layer, row)])
    value = f"{layer.write(row['value'])} {layer.unit if layer.view.show != 'change' else ''}".strip()
    return html.Div(
        [
            html.Strong(row["name"]),
            html.Span(say("{what}: {said}", what=layer.title, said=value)),
            html.Span(facts, className="quiet-text"),
            _story(desk, row["name"]),
            pin(desk),
        ],
        className="selection",
    )


def _how_sure(layer: Layer, code: str) -> list[str]:
    """Say where the rank may lie, and from whom it cannot be told apart."""
    say, found = layer.say, write_ranges(layer).get(code)
    if found is None:
        return []
    others = layer.edition.names(say.language)[alike(layer, code)].tolist()
    told = [say("{ranks} in 90% of the draws", ranks=found)]
    if 0 < len(others) <= FEW:
        told.append(say("not distinguishable from {names}", names=say.join(others)))
    elif others:
        told.append(
            say.plural(
                "not distinguishable from {number} other",
                "not distinguishable from {number} others",
                len(others),
            )
        )
    return told


def _story(desk: Desk, name: str) -> dcc.Link:
    text = desk.say("How {name} came through it", name=name)
    return dcc.Link(text, href=f"{desk.path('territory')}?{desk.view.query}", className="more")


def register(app: Dash) -> None:
    """Select the territory that is clicked on the map or in the table."""

    @app.callback(
        Output(control("territory"), "value"),
        Input("map", "clickData"),
        Input("table", "cellClicked"),
        prevent_initial_call=True,
    )
    @threaded
    def select(click: dict[str, Any] | None, cell: dict[str, Any] | None) -> Any:
        chosen = clicked(click) if ctx.triggered_id == "map" else (cell or {}).get("rowId")
        return chosen or no_update
