"""What stands before every address: nothing is worked on that no page or call of ours would send."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api.problems import write_problem
from dashboard.hosts import known_hosts, name_of
from dashboard.rates import Rates
from geodata.settings import Settings
from indicators.errors import RecoveryError

ADDRESS_BYTES = 32 * 1024  # path and query; room for as many codes as a call may name
HEADER_BYTES = 32 * 1024
BODY_BYTES = 1024 * 1024
BODY_S = 20.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class RefusalError(RecoveryError):
    """A request that is not let in; nothing of it is repeated.

    Parameters
    ----------
    status : int
        Status code.
    what, mend : str
        What is wrong and what to do about it.
    retry_s : float
        After how many seconds it would be let in.
    """

    def __init__(self, status: int, what: str, mend: str, retry_s: float = 0) -> None:
        super().__init__(what, mend=mend)
        self.status, self.retry_s = status, retry_s


@dataclass(frozen=True)
class Admission:
    """Who is let in, and how often.

    Attributes
    ----------
    hosts : sequence of str
        Names of this house, as `hosts.known_hosts` takes them.
    calls_per_minute : int
        How often one address may POST to the API.
    """

    hosts: Sequence[str] = ()
    calls_per_minute: int = 120

    @classmethod
    def of(cls, settings: Settings) -> Admission:
        """Take what the settings say."""
        return cls(settings.hosts, settings.calls_per_minute)


ANYBODY = Admission(("*",), 1_000_000)


class Guard:
    """Look at each request before it is passed on; hold back its body until it is there, and short enough.

    No page and no call needs a WebSocket: none is opened.
    """

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self.app, self.ours = app, known_hosts(admission.hosts)
        self.posts = Rates(admission.calls_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            try:
                self._look(scope)
                receive = await _held(scope, receive)
            except RefusalError as refusal:
                await _answer(scope, refusal)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _look(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        check_size(scope)
        self._check_host(headers.getlist("host"))
        client = scope.get("client")
        if scope["method"] == "POST" and _of_api(scope):
            wait_s = self.posts.take(client[0] if client else "")
            if wait_s:
                what = "too many calls came from this address within a minute"
                raise RefusalError(429, what, "wait as long as Retry-After says", wait_s)

    def _check_host(self, given: Sequence[str]) -> None:
        name = name_of(given[0]) if len(given) == 1 else None
        if name is None:
            raise RefusalError(400, "the request names no host, or several", "send one valid Host header")
        if not self.ours(name):
            what = "this server does not go by the name that was asked for"
            raise RefusalError(421, what, "whoever runs it can add the name to RECOVERY_HOSTS")


def check_size(scope: Scope) -> None:
    """Refuse addresses and headers that are longer than any of ours, and what no text of ours holds.

    Raises
    ------
    RefusalError
    """
    path, query = scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b"")
    if len(path) + len(query) > ADDRESS_BYTES:
        raise RefusalError(414, f"the address is longer than {ADDRESS_BYTES} bytes", "ask for less at once")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_BYTES:
        raise RefusalError(
            431, f"the headers are longer than {HEADER_BYTES} bytes", "send fewer or shorter ones"
        )
    if _CONTROL.search(scope["path"]) or b"%00" in query or b"\0" in query:
        raise RefusalError(400, "the address holds a control character", "leave it out")


async def _held(scope: Scope, receive: Receive) -> Receive:
    """Return what hands the body on as a whole; whoever sends it drop by drop holds up no thread of ours."""
    headers = Headers(scope=scope)
    length = headers.get("content-length")
    if length is None and "transfer-encoding" not in headers:
        return receive
    if length is not None and not (length.isascii() and length.isdigit()):
        raise RefusalError(400, "Content-Length is no number", "send the number of bytes of the body")
    if int(length or 0) > BODY_BYTES:
        raise _too_large()
    try:
        async with asyncio.timeout(BODY_S):
            whole = await _read(receive)
    except TimeoutError:
        raise RefusalError(408, f"the body did not come within {BODY_S:.0f} s", "send it faster") from None
    return again(whole, receive)


def again(message: Message, receive: Receive) -> Receive:
    """Return what hands on a message that was taken already, and then whatever comes."""
    messages = [message]

    async def hand_on() -> Message:
        return messages.pop() if messages else await receive()

    return hand_on


async def _read(receive: Receive) -> Message:
    """Gather a body; a client that goes away in the middle is passed on as it is."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            raise _too_large()
        if not message.get("more_body"):
            return {"type": "http.request", "body": bytes(body), "more_body": False}


def _too_large() -> RefusalError:
    return RefusalError(413, f"the body is longer than {BODY_BYTES} bytes", "send less at once")


def _of_api(scope: Scope) -> bool:
    return bool(scope["path"].partition("/api")[0] == "" and scope["path"][4:5] in ("", "/"))


def _answer(scope: Scope, refusal: RefusalError) -> Response:
    """Write a refusal in the manner of the address; what is left of the body is not waited for."""
    headers = {"Cache-Control": "no-store", "Connection": "close"}
    if refusal.retry_s:
        headers["Retry-After"] = str(math.ceil(refusal.retry_s))
    if _of_api(scope):
        return write_problem(Request(scope), refusal.status, refusal.what, refusal.mend, headers=headers)
    return PlainTextResponse(f"{refusal.what}: {refusal.mend}\n", refusal.status, headers)
