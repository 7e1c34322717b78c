"""Visitors who take their time over the head of a request."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from dashboard import protocol
from dashboard.app import build
from dashboard.guard import Admission
from dashboard.library import Library

LONG = 64 * 1024 * 1024


async def app(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    while True:
        message = await receive()
        body += message["body"]
        if not message["more_body"]:
            break
    answer = b"%07d" % len(body) if scope["path"] == "/" else b"x" * LONG
    length = b"%d" % len(answer)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": answer})


def talk(*pieces: bytes, pause_s: float = 0.01, app: ASGIApp = app) -> bytes:
    """Send pieces to a server and return all that it says until it closes."""

    async def run() -> bytes:
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=protocol.BoundedHttp, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        said = b""
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_s)
            async with asyncio.timeout(20):
                with suppress(ConnectionError):
                    while piece := await reader.read(1 << 16):
                        said += piece
        finally:
            writer.close()
            server.should_exit = True
            await serving
            listener.close()
        return said

    return asyncio.run(run())


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


def test_a_request_in_pieces_is_answered() -> None:
    said = talk(HEAD[:9], HEAD[9:], b"Content-Length: 4\r\n\r\n", b"ab", b"cd")
    assert said.startswith(b"HTTP/1.1 200")
    assert said.endswith(b"0000004")


def test_a_long_body_is_none_of_its_business() -> None:
    many = protocol.HEAD_BYTES * 4
    assert talk(HEAD + b"Content-Length: %d\r\n\r\n" % many + b"x" * many).endswith(b"%07d" % many)


@pytest.mark.parametrize("piece", [b"A: " + b"x" * 8000 + b"\r\n", b"x" * 8000], ids=["many", "one"])
def test_a_head_without_end_is_cut(piece: bytes) -> None:
    said = talk(HEAD + b"B: ", *[piece] * 9)
    assert said.startswith(b"HTTP/1.1 400")
    assert said.endswith(b"too long.")


@pytest.mark.parametrize(
    "pieces", [(), (b"GET / HT",), (HEAD, b"A: b\r\n", b"C: d\r\n")], ids=["none", "line", "drip"]
)
def test_a_head_that_does_not_come_is_not_waited_for(
    pieces: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_S", 0.2)
    assert talk(*pieces).endswith(b"did not come in time.")


def test_nobody_is_cut_off_while_the_body_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_S", 0.1)
    said = talk(HEAD + b"Content-Length: 4\r\n\r\n", b"a", b"b", b"c", b"d", pause_s=0.1)
    assert said.endswith(b"0000004")


def test_an_answer_that_nobody_reads_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "STALLED_S", 0.2)
    said = talk(b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", pause_s=2)
    assert 0 < len(said) < LONG


class Pipe:
    """A transport of which a given number of bytes is left at each look."""

    def __init__(self, *left: int) -> None:
        self.left, self.aborted = list(left), False

    def get_write_buffer_size(self) -> int:
        return self.left.pop(0)

    def abort(self) -> None:
        self.aborted = True


@pytest.mark.parametrize(
    ("left", "aborted"), [((9, 9), True), ((9, 8), True), ((9, 6, 6), False), ((9, 6, 6, 3, 3, 3), True)]
)
def test_who_reads_slowly_but_enough_is_not_cut(
    left: tuple[int, ...], aborted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "SLOWEST", 3)
    http = protocol.BoundedHttp.__new__(protocol.BoundedHttp)
    pipe, judged = Pipe(*left), []
    monkeypatch.setattr(http, "transport", pipe, raising=False)
    monkeypatch.setattr(
        http, "loop", SimpleNamespace(call_later=lambda _, act, now: judged.append((act, now))), raising=False
    )
    http._look_again()
    while judged and pipe.left:
        act, now = judged.pop()
        act(now)
    assert pipe.aborted == aborted


SMUGGLED = {
    "both lengths": HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "odd coding": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "odd chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    "blank in a name": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "NUL": b"GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
    "no method": b"/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "other version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "elsewhere": b"GET http://evil.example HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "blank in the path": b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_what_two_servers_might_read_differently_is_refused(name: str) -> None:
    said = talk(SMUGGLED[name])
    assert said.count(b"HTTP/1.1 ") == 1
    assert said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404"))


def test_fault_92_a_host_in_the_address_does_not_count(library: Library) -> None:
    house = build(library, lambda: None, admission=Admission(("figures.example",)))
    ask = b"GET http://%b/en/small/map HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n"
    ours, theirs = b"figures.example", b"evil.example"
    assert talk(ask % (ours, theirs), app=house).startswith(b"HTTP/1.1 421")
    assert talk(ask % (theirs, ours), app=house).startswith(b"HTTP/1.1 200")
