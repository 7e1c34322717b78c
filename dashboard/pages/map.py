"""The map page: the finding in words, the map, its table, and the gap between classes of territory."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html

from dashboard.components import controls, film, kept, offer, picture, selection, weights
from dashboard.components.aria import aria
from dashboard.components.balance import town_and_country
from dashboard.components.chart import pictures
from dashboard.components.credits import credits
from dashboard.components.distribution import key
from dashboard.components.remarks import remarks
from dashboard.components.table import downloads, ranking, table
from dashboard.components.way import way
from dashboard.desk import Desk, open_desk
from dashboard.exports import of_map
from dashboard.focus import inner
from dashboard.follow import ADDRESS
from dashboard.layer import RECENT
from dashboard.library import Library
from dashboard.recent import recent
from dashboard.sentences import finding, heading
from dashboard.threads import threaded
from dashboard.words import mark

NAME = "map"
TITLE = mark("Map")
records = of_map
LIVE = ("finding", "heading", "legend", "selection", "balance", "remarks", "credits")


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    layer = desk.layer()
    live = dict(zip(LIVE, pieces(desk), strict=True))
    boxes = {name: html.Div(live[name], id=name) for name in LIVE[1:]}
    slider = controls.year_slider(desk.edition, desk.view, desk.say)
    image = pictures(desk, layer.title, ["png"])
    below = [boxes["legend"], controls.methods(desk), slider, boxes["credits"], image]
    drawing = [boxes["heading"], picture.picture(desk, layer), *below]
    heads = [html.H2(desk.say("Ranking")), boxes["selection"], kept.kept(desk)]
    twin = [*heads, html.Div(table(inner(layer)), className="grid"), downloads(desk)]
    weigher = weights.weights(desk.edition, desk.view, desk.say)
    aside = html.Div([html.Div(weigher, id="weights"), boxes["remarks"]])
    return [
        html.H1(live["finding"], id="finding", **aria(live="polite")),
        controls.toolbar(desk),
        offer.store(desk),
        film.store(desk),
        html.Div(
            [html.Section(twin, className="card twin"), html.Section(drawing, className="card picture")],
            className="pair",
        ),
        html.Div([html.Section(boxes["balance"], className="card"), aside], className="below"),
    ]


@recent(RECENT)
def pieces(desk: Desk) -> tuple[Any, ...]:
    """Whatever changes with the view besides map, table and controls, in the order of `LIVE`."""
    layer = desk.layer()
    return (
        finding(layer),
        [way(desk), *heading(layer)],
        key(layer),
        selection.selection(desk, layer),
        town_and_country(layer.behind),
        remarks(layer),
        credits(desk.edition, layer.shown, desk.say, desk.view.level),
    )


def register(app: Dash, library: Library) -> None:
    """Connect the controls of the page."""
    picture.register(app, library)
    weights.register(app, library)
    kept.register(app, library)
    offer.register(app, library)
    film.register(app, library)
    selection.register(app)

    @app.callback(
        *(Output(name, "children") for name in LIVE),
        Output(controls.control("pins"), "children"),
        Output("table", "rowData"),
        Input("view", "data"),
        ADDRESS,
        prevent_initial_call=True,
    )
    @threaded
    def say_anew(search: str, pathname: str) -> tuple[Any, ...]:
        desk = open_desk(library, pathname, search)
        return (*pieces(desk), kept.chosen(desk), ranking(desk))

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "play"),
        Input("play", "n_clicks"),
        Input(controls.control("year"), "marks"),
        Input(controls.control("year"), "value"),
    )
