"""Between address, controls and view: what every page shares."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.aria import aria
from dashboard.components.frame import frame, notice
from dashboard.desk import Desk, open_desk
from dashboard.library import Library
from dashboard.state import parse
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
        Input({"control": ALL}, "value"),
        Input({"weight": ALL}, "value"),
        State("view", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    @threaded
    def choose(_: list[Any], __: list[Any], search: str, pathname: str) -> Any:
        asked = parse(search) | asked_for(ctx.inputs_list)
        view = open_desk(library, pathname, urlencode(asked)).view
        return no_update if view.query == search else view.query

    _follow(app)


def _follow(app: Dash) -> None:
    """Let the browser keep address, links, controls and title with the view."""
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
    view = dcc.Store(id="view", data=desk.view.query)
    titles = {name: desk.say(page.TITLE) for name, page in pages.items()}
    page = pages[desk.page]
    body = [view, notice(desk.wrong, desk.say), *page.body(desk)]
    return frame(desk, others, titles, body, getattr(page, "LEADS_TO", ""))


def asked_for(inputs: list[list[dict[str, Any]]]) -> dict[str, str]:
    """Read the controls as an address would say them.

    Examples
    --------
    >>> asked_for([[{"id": {"control": "year"}, "value": 2021}], [{"id": {"weight": "economy"}, "value": 2}]])
    {'year': '2021', 'weights': 'economy:2'}
    """
    controls, weights = inputs
    named = [(item["id"]["control"].partition("@")[0], item) for item in controls]
    asked = {name: _text(item["value"]) for name, item in named if "value" in item}
    if weights:
        asked["weights"] = ",".join(f"{item['id']['weight']}:{item['value']:g}" for item in weights)
    return asked


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value or "")
