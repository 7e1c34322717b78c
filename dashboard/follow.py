"""A page that is told anew, whole, whenever the view changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State

from dashboard.desk import Desk, open_desk
from dashboard.library import Library
from dashboard.threads import threaded

ADDRESS = State("url", "pathname")


def follow_view(app: Dash, library: Library, name: str, content: Callable[[Desk], list[Any]]) -> None:
    """Fill the element of that name with what a page says of the view that the reader has chosen."""

    @app.callback(Output(name, "children"), Input("view", "data"), ADDRESS, prevent_initial_call=True)
    @threaded
    def tell_anew(search: str, pathname: str) -> list[Any]:
        return content(open_desk(library, pathname, search))
