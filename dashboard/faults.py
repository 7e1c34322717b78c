"""What a reader sees when something is missing or away: a page in three languages, or a message."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from html import escape
from typing import Any
from urllib.parse import urlencode

from dash import ctx, html, no_update, set_props
from dash.exceptions import DependencyException
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from dashboard.state import parse
from dashboard.words import LANGUAGES, Words, mark, negotiate
from indicators.errors import NotFoundError, RecoveryError, StoreError

AWAY = mark("The figures cannot be reached just now. Please try again in a moment; nothing is lost.")
MISSING = mark("There is no such page.")
BROKEN = mark("Something went wrong here. Please go back to the start.")
RETRY_S = 10
LOG = logging.getLogger(__name__)


def add_faults(server: FastAPI, revive: Callable[[], object]) -> None:
    """Answer errors of the one exception tree with pages of our own.

    Parameters
    ----------
    revive : callable
        Starts the database again where that is ours to do; the page asks anew by itself.
    """

    def missing(request: Request, _: Exception) -> Response:
        return fault_page(request, 404, MISSING)

    def away(request: Request, error: Exception) -> Response:
        LOG.warning("%s", error)
        with suppress(StoreError):
            revive()
        return fault_page(request, 503, AWAY)

    def broken(request: Request, _: Exception) -> Response:
        return fault_page(request, 500, BROKEN)

    server.exception_handler(NotFoundError)(missing)
    server.exception_handler(DependencyException)(missing)  # a script that no component of dash's has
    server.exception_handler(StoreError)(away)
    server.exception_handler(Exception)(broken)


def no_page(path: str) -> Response:
    """Refuse every address that nobody else answers."""
    raise NotFoundError(f"there is no page at /{path}", mend="start from /")


def fault_page(request: Request, status: int, text: str) -> HTMLResponse:
    """Write a page without any script, the reader's language first."""
    path = request.url.path.strip("/").split("/")[0]
    first = path if path in LANGUAGES else negotiate(request.headers.get("accept-language", ""))
    order = sorted(LANGUAGES, key=lambda language: language != first)
    lines = "".join(f'<p lang="{code}">{escape(Words(code)(text))}</p>' for code in order)
    say = Words(first)
    start = escape(say("To the start"))
    again = f'<meta http-equiv="refresh" content="{RETRY_S}">' if status == 503 else ""
    page = (
        f'<!doctype html><html lang="{first}"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Territorial Recovery</title>"
        '<link rel="stylesheet" href="/assets/site.css"></head>'
        f'<body class="fault"><main><h1>Territorial Recovery</h1>{lines}'
        f'<p><a href="/">{start}</a></p></main></body></html>'
    )
    headers = {"Cache-Control": "no-store", "Content-Language": first, "Vary": "Accept-Language"}
    headers |= {"Retry-After": str(RETRY_S)} if status == 503 else {}
    return HTMLResponse(page, status_code=status, headers=headers)


def on_error(error: Exception) -> Any:
    """Tell the reader, in the page, that a callback could not be answered.

    Where the figures are away, the address of what was asked goes with it: see assets/again.js.
    """
    text = AWAY if isinstance(error, StoreError) else MISSING if isinstance(error, NotFoundError) else BROKEN
    values = {**ctx.states, **ctx.inputs}
    path = str(values.get("url.pathname", ""))
    language = next((part for part in path.split("/") if part in LANGUAGES), LANGUAGES[0])
    again: Any = {"data-again": asked_again(path, values)} if text == AWAY else {}
    set_props("alert", {"children": html.P(Words(language)(text), **again)})
    if not isinstance(error, RecoveryError):
        raise error
    outputs = ctx.outputs_list
    return [no_update] * len(outputs) if isinstance(outputs, list) else None


def asked_again(path: str, values: Mapping[str, Any]) -> str:
    """Return the address that asks for the same, with whatever the controls of the page were set to."""
    given = (values.get(name) for name in ("asked.data", "view.data", "url.search"))
    asked = parse(str(next(filter(None, given), "")))
    return f"{path}?{urlencode(asked, safe=':,.')}"
