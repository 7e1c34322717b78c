"""HEAD and OPTIONS for every resource, and the leave for pages of any site to read (CORS)."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READING = ("GET", "HEAD", "OPTIONS")
EXPOSED = "ETag, Last-Modified, Link, Retry-After, Content-Disposition"
KEPT_S = 86_400


class Openness:
    """Read a HEAD as a GET whose body is left out; tell what an address allows.

    Figures are public and no cookie means anything here, so that any site's page may read them. None may have
    its readers POST.
    """

    def __init__(self, app: ASGIApp, api: FastAPI) -> None:
        self.app, self.api = app, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if scope["method"] == "OPTIONS" and (allowed := self.allowed(scope)):
            await _options(allowed)(scope, receive, _open(send, head=False))
            return
        if head:
            scope = {**scope, "method": "GET", "head": True}
        await self.app(scope, receive, _open(send, head))

    def allowed(self, scope: Scope) -> list[str]:
        """Name the methods of an address; none where there is nothing."""
        found: set[str] = set()
        for route in self.api.routes:
            if route.matches(scope)[0] != Match.NONE:
                found |= getattr(route, "methods", None) or set()
        more = {"HEAD"} if "GET" in found else set()
        return sorted({*found, *more, "OPTIONS"}) if found else []


def _options(allowed: list[str]) -> Response:
    readable = [method for method in READING if method in allowed]
    return Response(
        status_code=204,
        headers={
            "Allow": ", ".join(allowed),
            "Access-Control-Allow-Methods": ", ".join(readable),
            "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": str(KEPT_S),
        },
    )


def _open(send: Send, head: bool) -> Send:
    async def pass_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = EXPOSED
            if "Allow" in headers:
                named = {*headers["Allow"].replace(" ", "").split(","), "OPTIONS"}
                headers["Allow"] = ", ".join(sorted(named | ({"HEAD"} if "GET" in named else set())))
        elif head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return pass_on
