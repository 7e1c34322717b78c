"""Who is let in, how much they may send, and how often they may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard import guard
from dashboard.api.gate import Exports
from dashboard.api.refusals import FullError, TooOftenError
from dashboard.app import build
from dashboard.guard import ADDRESS_BYTES, BODY_BYTES, HEADER_BYTES, Admission
from dashboard.library import Library
from dashboard.rates import Rates

Send = Callable[..., httpx.Response]
HOUSE = "http://figures.example"
SCORING = "/api/v1/observatories/small/scoring"


def sender(app: ASGIApp, base: str = HOUSE, client: str = "192.0.2.1") -> Send:
    async def send(method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url=base) as session:
            return await session.request(method, path, **more)

    return lambda method, path, **more: asyncio.run(send(method, path, **more))


@pytest.fixture(scope="module")
def app(library: Library) -> ASGIApp:
    return build(library, lambda: None, admission=Admission(("figures.example", "*.example.org"), 5))


@pytest.fixture(scope="module")
def send(app: ASGIApp) -> Send:
    return sender(app)


@pytest.mark.parametrize(
    "host", ["figures.example", "FIGURES.example:8050", "a.example.org", "localhost", "[::1]:80"]
)
def test_the_names_of_the_house_are_answered(send: Send, host: str) -> None:
    assert send("GET", "/en/small/map", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "figures.example.evil.example", "example.org", "192.0.2.9"])
def test_a_name_of_somebody_elses_is_refused(send: Send, host: str) -> None:
    answer = send("GET", "/", headers={"host": host})
    assert answer.status_code == 421
    assert "RECOVERY_HOSTS" in answer.text
    assert host not in answer.text


@pytest.mark.parametrize(
    "host", ["", "a b", "a/b", "a@b", "figures.example:http", "<script>", "[::1", "a\tb"]
)
def test_a_host_that_is_none_is_refused(send: Send, host: str) -> None:
    assert send("GET", "/", headers={"host": host}).status_code == 400


def test_two_hosts_are_refused(send: Send) -> None:
    headers = [("host", "figures.example"), ("host", "localhost")]
    assert send("GET", "/", headers=headers).status_code == 400


def test_a_forged_forwarded_host_changes_nothing(send: Send) -> None:
    forged = {
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
        "x-forwarded-proto": "https",
    }
    for path in ("/", "/en", "/en/small/map", "/api", "/api/v1/observatories"):
        answer = send("GET", path, headers=forged)
        assert "evil.example" not in answer.text + str(answer.headers)


def test_without_a_setting_addresses_and_this_machine_are_ours(library: Library) -> None:
    send = sender(build(library, lambda: None, admission=Admission()))
    assert send("GET", "/en/small/map", headers={"host": "192.0.2.9:8050"}).status_code == 200
    assert send("GET", "/en/small/map", headers={"host": "rebound.example"}).status_code == 421


def drops(count: int, size: int = 64 * 1024) -> Iterable[bytes]:
    return (b" " * size for _ in range(count))


class Pieces(httpx.AsyncByteStream):
    """A body without a length, in pieces; counts those that were taken."""

    def __init__(self, count: int, pause_s: float = 0) -> None:
        self.count, self.pause_s, self.taken = count, pause_s, 0

    async def __aiter__(self):
        for piece in drops(self.count):
            self.taken += 1
            await asyncio.sleep(self.pause_s)
            yield piece


@pytest.mark.parametrize("path", ["/_dash-update-component", SCORING, "/", "/en/small/map", "/x"])
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_fault_90_a_body_that_is_too_long_is_refused_by_its_length(
    send: Send, method: str, path: str
) -> None:
    answer = send(method, path, headers={"content-length": str(100 * 1024 * 1024)}, content=b"{}")
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("path", ["/_dash-update-component", SCORING])
def test_fault_90_a_body_without_length_is_refused_when_it_grows_too_long(app: ASGIApp, path: str) -> None:
    pieces = Pieces(1600)
    answer = sender(app, client="192.0.2.90")("POST", path, content=pieces)
    assert answer.status_code == 413
    assert pieces.taken == BODY_BYTES // (64 * 1024) + 1


def test_a_body_that_drips_is_not_waited_for(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_S", 0.05)
    answer = sender(app)("POST", "/_dash-update-component", content=Pieces(3, pause_s=1))
    assert answer.status_code == 408


@pytest.mark.parametrize("length", ["-1", "1e3", "²", "0x10", "1, 1", ""])
def test_a_length_that_is_no_number_is_refused(send: Send, length: str) -> None:
    headers = {b"content-length": length.encode()}
    assert send("POST", "/_dash-update-component", headers=headers, content=b"x").status_code == 400


def test_a_body_arrives_as_it_was_sent(library: Library) -> None:
    seen: list[bytes] = []

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            seen.append(message["body"])
            if not message["more_body"]:
                break
        await httpx_answer(send)

    async def httpx_answer(send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    app = guard.Guard(echo, guard.ANYBODY)
    assert sender(app)("POST", "/", content=Pieces(3)).status_code == 204
    assert b"".join(seen) == b"".join(drops(3))


def test_addresses_and_headers_have_an_end(send: Send) -> None:
    assert send("GET", "/en/small/map?x=" + "a" * ADDRESS_BYTES).status_code == 414
    assert send("GET", "/" + "a" * ADDRESS_BYTES).status_code == 414
    assert send("GET", "/", headers={"cookie": "a" * HEADER_BYTES}).status_code == 431


def test_posts_to_the_api_are_counted_by_address_and_nothing_else_is(app: ASGIApp) -> None:
    first, second = sender(app, client="192.0.2.7"), sender(app, client="192.0.2.8")
    statuses = [first("POST", SCORING, json={}).status_code for _ in range(7)]
    assert 429 not in statuses[:5]
    assert statuses[5:] == [429, 429]
    answer = first("POST", "/api", json={})
    assert answer.headers["content-type"] == "application/problem+json"
    assert 1 <= int(answer.headers["retry-after"]) <= 12
    assert answer.json()["status"] == 429
    assert second("POST", SCORING, json={}).status_code != 429
    assert {first("GET", "/en/small/map").status_code for _ in range(20)} == {200}
    assert 429 not in {first("POST", "/_dash-update-component", json={}).status_code for _ in range(20)}
    assert 429 not in {first("GET", "/api/v1/observatories").status_code for _ in range(20)}


@pytest.mark.parametrize("path", ["/_dash-ws-callback", "/", "/api/v1/observatories"])
def test_no_websocket_is_opened(app: ASGIApp, path: str) -> None:
    sent: list[Any] = []

    async def knock() -> None:
        async def receive() -> dict[str, str]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        headers = [(b"host", b"figures.example"), (b"origin", b"http://figures.example")]
        await app({"type": "websocket", "path": path, "headers": headers}, receive, send)

    asyncio.run(knock())
    assert sent == ["websocket.close"]


def test_downloads_are_counted_by_address(library: Library) -> None:
    exports = Exports(library.source, rates=Rates(3, clock=lambda: 0.0))
    for _ in range(3):
        exports.open(iter([b"x"]), "192.0.2.7").close()
    with pytest.raises(TooOftenError, match="within a minute") as caught:
        exports.open(iter([b"x"]), "192.0.2.7")
    assert caught.value.retry_s == 20
    exports.open(iter([b"x"]), "192.0.2.8").close()


def test_one_address_takes_half_of_the_places_and_gives_them_back(library: Library) -> None:
    exports = Exports(library.source, places=4)
    flows = [exports.open(iter([b"x"]), "2001:db8::1"), exports.open(iter([b"x"]), "2001:db8::2")]
    with pytest.raises(FullError):
        exports.open(iter([b"x"]), "2001:db8::3")
    others = [exports.open(iter([b"x"]), "192.0.2.7") for _ in range(2)]
    with pytest.raises(FullError):
        exports.open(iter([b"x"]), "192.0.2.8")
    for flow in (*flows, *flows, *others):
        flow.close()
    exports.open(iter([b"x"]), "2001:db8::3").close()


@pytest.mark.parametrize("client", ["192.0.2.1", "192.0.2.2"])
def test_who_asks_is_taken_from_a_known_proxy_only(library: Library, client: str) -> None:
    app = build(library, lambda: None, admission=Admission(("*",), 1))
    proxied: Any = ProxyHeadersMiddleware(app, ["192.0.2.1"])  # type: ignore[arg-type]
    send = sender(proxied, client=client)
    told = [send("POST", SCORING, json={}, headers={"x-forwarded-for": f"198.51.100.{n}"}) for n in (1, 2)]
    assert (told[1].status_code == 429) == (client != "192.0.2.1")
    forged = {"x-forwarded-for": "203.0.113.9, 198.51.100.1"}
    assert send("POST", SCORING, json={}, headers=forged).status_code == 429
