"""Between address, controls and view: what every page shares."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.aria import aria
from dashboard.components.frame import frame, notice
from dashboard.desk import Desk, open_desk
from dashboard.library import Library
from dashboard.threads import threaded
from indicators.errors import NotFoundError


def shell() -> dmc.MantineProvider:
    """Lay out what stands before any page is known."""
    waiting = html.Div(className="waiting", **aria(busy="true"))
    return dmc.MantineProvider(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.Div(id="alert", role="alert"),
            html.Div(waiting, id="page"),
        ],
        theme={
            "primaryColor": "indigo",
            "primaryShade": 8,
            "fontFamily": "system-ui, -apple-system, 'Segoe UI', sans-serif",
        },
        forceColorScheme="light",
    )


def register(app: Dash, library: Library, pages: Mapping[str, ModuleType]) -> None:
    """Show the page an address names, and keep address, controls and view in step."""

    @app.callback(Output("page", "children"), Input("url", "pathname"), Input("url", "search"))
    @threaded
    def render(pathname: str, search: str) -> Any:
        desk = open_desk(library, pathname, search)
        if desk.page not in pages:
            raise NotFoundError(f"there is no page '{desk.page}'", mend=f"known: {', '.join(pages)}")
        return whole(desk, library, pages)

    @app.callback(
        Output("view", "data"),
        Input("asked", "data"),
        State("view", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def choose(asked: str, search: str, pathname: str) -> Any:
        view = open_desk(library, pathname, asked).view
        return no_update if view.query == search else view.query

    _follow(app)


def _follow(app: Dash) -> None:
    """Let the browser ask for what the controls say, and keep address, links, controls and title in step."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "choose"),
        Output("asked", "data"),
        Output("view", "data", allow_duplicate=True),
        Input({"control": ALL}, "value"),
        Input({"weight": ALL}, "value"),
        State({"control": ALL}, "id"),
        State({"weight": ALL}, "id"),
        State("view", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "follow"),
        # Never written: without an output the browser would not call it for a page just opened.
        Output("view", "clear_data"),
        Input("view", "data"),
        State({"control": ALL}, "id"),
        State({"control": ALL}, "value"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "name"),
        Output("title", "clear_data"),
        Input("title", "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("again", "wait"),
        Input("alert", "children"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("again", "forget"),
        Output("alert", "children"),
        Input("view", "data"),
        Input("title", "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("view", "lead"),
        Output({"link": ALL}, "href"),
        Input("view", "data"),
        State({"link": ALL}, "href"),
    )


def whole(desk: Desk, library: Library, pages: Mapping[str, ModuleType]) -> Any:
    """Put the page of a desk together with its header, notice and footer."""
    others = [
        (code, library.edition(code).declaration.name.in_(desk.say.language))
        for code in library.observatories()
    ]
    stores = [dcc.Store(id="view", data=desk.view.query), dcc.Store(id="asked")]
    titles = {name: desk.say(page.TITLE) for name, page in pages.items()}
    page = pages[desk.page]
    body = [*stores, notice(desk.wrong, desk.say), *page.body(desk)]
    return frame(desk, others, titles, body, getattr(page, "LEADS_TO", ""))
