"""Visitors who take their time over the head of a request."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
import uvicorn

from dashboard import protocol


async def app(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    while True:
        message = await receive()
        body += message["body"]
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"7")]})
    await send({"type": "http.response.body", "body": b"%07d" % len(body)})


def talk(*pieces: bytes, pause_s: float = 0.01) -> bytes:
    """Send pieces to a server and return all that it says until it closes."""

    async def run() -> bytes:
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=protocol.BoundedHttp, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_s)
            async with asyncio.timeout(2):
                said = await reader.read()
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
