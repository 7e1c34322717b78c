"""Ids, log lines and figures of every request; health; the door of the figures."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client import REGISTRY
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.app import build
from dashboard.library import Library
from dashboard.logs import JsonLines, PlainLines, configure
from dashboard.metrics import MetricsDoor
from dashboard.watch import HEADER, Watch
from indicators.errors import StoreError


def ask(app: ASGIApp, path: str, method: str = "GET", port: int = 80, **headers: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://house:{port}") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(send())


async def hall(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer, or fail where asked to."""
    if "fail" in scope["path"]:
        raise ZeroDivisionError("secret")
    await PlainTextResponse(f"you asked for {Request(scope).url.path}")(scope, receive, send)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, "dashboard"):
        yield caplog


def counted(kind: str, method: str, status: str) -> float:
    labels = {"kind": kind, "method": method, "status": status}
    return REGISTRY.get_sample_value("recovery_requests_total", labels) or 0.0


def test_each_request_has_an_id_that_its_log_line_names(log: pytest.LogCaptureFixture) -> None:
    answers = [ask(Watch(hall), "/en/small/map?territory=01") for _ in range(2)]
    ids = [answer.headers[HEADER] for answer in answers]
    assert ids[0] != ids[1]
    facts = [record.__dict__["facts"] for record in log.records]
    assert [each["path"] for each in facts] == ["/en/small/map"] * 2
    assert facts[0]["status"] == 200
    assert facts[0]["bytes"] == len(answers[0].content)
    assert "territory" not in "".join(record.getMessage() for record in log.records)


def test_an_id_of_the_proxy_is_kept_and_a_forged_one_is_not() -> None:
    assert ask(Watch(hall), "/", **{HEADER: "0af7651916cd43dd"}).headers[HEADER] == "0af7651916cd43dd"
    for forged in ("x", "a b c d e f g", "<script>alert(1)</script>", "9" * 65):
        assert re.fullmatch("[0-9a-f]{16}", ask(Watch(hall), "/", **{HEADER: forged}).headers[HEADER])


def test_what_fails_is_a_warning_and_is_counted(log: pytest.LogCaptureFixture) -> None:
    before = counted("api", "GET", "0")
    ask(Watch(hall), "/api/fail")
    assert [(record.levelno, record.getMessage()) for record in log.records] == [
        (logging.WARNING, "GET /api/fail unanswered")
    ]
    assert counted("api", "GET", "0") == before + 1
    assert REGISTRY.get_sample_value("recovery_requests_running") == 0


def test_labels_come_from_short_lists_whatever_is_asked(log: pytest.LogCaptureFixture) -> None:
    before = counted("page", "other", "200")
    for number in range(3):
        ask(Watch(hall), f"/made/up/{number}", method=f"BREW{number}")
    assert counted("page", "other", "200") == before + 3


def test_a_line_break_in_an_address_is_no_line_of_the_log(log: pytest.LogCaptureFixture) -> None:
    ask(Watch(hall), "/x%0A2026-01-01%20ERROR%20forged")
    assert log.records[0].getMessage() == "GET /x%0A2026-01-01%20ERROR%20forged 200"


def test_json_lines_carry_request_and_trace() -> None:
    try:
        raise ZeroDivisionError("broken\nhere")
    except ZeroDivisionError as error:
        record = logging.makeLogRecord(
            {"msg": "two\nlines", "exc_info": (type(error), error, error.__traceback__)}
        )
    text = JsonLines().format(record)
    assert "\n" not in text
    said = json.loads(text)
    assert said["message"] == "two\nlines"
    assert "ZeroDivisionError" in said["trace"]
    assert "two" in PlainLines().format(record)


def test_the_log_goes_to_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    root, before = logging.getLogger(), [*logging.getLogger().handlers]
    try:
        configure(as_json=True)
        logging.getLogger("dashboard.requests").info("seen")
        logging.getLogger("other").info("not seen")
        said = [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()]
        assert said == ["seen"]
    finally:
        root.handlers = before
        logging.getLogger("dashboard").setLevel(logging.NOTSET)


def test_figures_stand_at_a_port_of_their_own_only() -> None:
    app = MetricsDoor(Watch(hall), 9108)
    ask(app, "/health/live")
    text = ask(app, "/metrics", port=9108).text
    assert re.search(r'recovery_requests_total\{kind="health",method="GET",status="200"\} [1-9]', text)
    assert ask(app, "/en/small/map", port=9108).status_code == 404
    assert ask(app, "/metrics", port=80).text == "you asked for /metrics"


def test_health_tells_life_from_readiness(library: Library) -> None:
    tries: list[str] = []

    class Away(Library):
        def observatories(self) -> list[str]:
            raise StoreError("secret password")

    well, away = build(library, lambda: None), build(Away(library.source), lambda: tries.append("revived"))
    assert ask(well, "/health/ready").json() == {"status": "ready", "releases": {"small": 1}}
    answer = ask(away, "/health/ready")
    assert (answer.status_code, answer.json(), tries) == (503, {"status": "away"}, ["revived"])
    assert int(answer.headers["retry-after"]) > 0
    for app in (well, away):
        answer = ask(app, "/health/live")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
