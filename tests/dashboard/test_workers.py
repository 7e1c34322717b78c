"""Several processes on one address: replaced when they die, ended in good order, of one mind on releases."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil
import pytest
from sqlalchemy import Engine

from geodata.settings import Settings
from tests.dashboard.serving import ROOT, Served, run_server
from tests.geodata.store.conftest import Desk
from tests.geodata.store.squares import squares_desk

PATIENCE_S = 30.0
STAND = """
import asyncio, os, socket, sys
from dashboard.logs import configure
from dashboard.workers import serve

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] == "/slow":
        await asyncio.sleep(1)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(os.getpid()).encode()})

configure(as_json=False)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
serve(app, [listener], int(sys.argv[1]))
"""


@dataclass
class Stand:
    """A small application under our server."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str = "/") -> int:
        """Ask on a new connection; return the pid of whoever answered."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            line.request("GET", path)
            return int(line.getresponse().read())
        finally:
            line.close()

    def crew(self) -> set[int]:
        """Pids of the children."""
        return {child.pid for child in psutil.Process(self.process.pid).children()}


@pytest.fixture(params=[2])
def stand(request: pytest.FixtureRequest) -> Iterator[Stand]:
    process = subprocess.Popen(
        [sys.executable, "-c", STAND, str(request.param)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    served = Stand(process, int(process.stdout.readline()))
    served.get()
    yield served
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


def until(fulfilled: Callable[[], bool]) -> None:
    """Wait for what must come."""
    end = time.monotonic() + PATIENCE_S
    while not fulfilled():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_one_that_is_killed_is_replaced_and_said_so(stand: Stand) -> None:
    until(lambda: len(stand.crew()) == 2)
    victim = stand.crew().pop()
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(stand.crew() - {victim}) == 2)
    answered: set[int] = set()
    until(lambda: answered.add(stand.get()) or answered == stand.crew())  # type: ignore[func-returns-value]
    stand.process.terminate()
    assert f"worker {victim} ended" in stand.process.communicate(timeout=PATIENCE_S)[1]


@pytest.mark.parametrize("stand", [1, 2], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whoever_is_being_answered_is_answered_and_nobody_comes_in_after(
    stand: Stand, number: signal.Signals
) -> None:
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(stand.get, "/slow") for _ in range(4)]
        busy = psutil.Process(stand.process.pid)
        until(lambda: len(_lines(busy)) >= 4)
        stand.process.send_signal(number)
        assert all(answer.result() for answer in waiting)
    stand.process.wait(timeout=PATIENCE_S)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", stand.port), timeout=1)


def _lines(process: psutil.Process) -> list[object]:
    """Connections that a process and its children hold."""
    everyone = (process, *process.children())
    return [c for each in everyone for c in each.net_connections("tcp") if c.status == "ESTABLISHED"]


def test_children_leave_when_their_parent_is_killed(stand: Stand) -> None:
    until(lambda: len(stand.crew()) == 2)
    orphans = [psutil.Process(pid) for pid in stand.crew()]
    stand.process.kill()
    stand.process.wait()
    _, left = psutil.wait_procs(orphans, timeout=PATIENCE_S)
    assert left == []


@pytest.fixture(scope="module")
def served(settings: Settings, owner: Engine) -> Iterator[Served]:
    """The dashboard with two workers and its figures."""
    environment = {"RECOVERY_HOME": str(settings.home), "RECOVERY_DURABLE": "0"}
    with run_server(environment, "--workers", "2", "--log-json", "--metrics-port", "0") as served:
        yield served


@pytest.fixture
def desk(owner: Engine, reader: Engine) -> Desk:
    """Hands to write the observatory of the four squares."""
    return squares_desk(owner, reader, "changing")


def ask(address: str) -> str:
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_S)
    line.request("GET", parts.path)
    text = line.getresponse().read().decode()
    line.close()
    return text


def test_any_worker_tells_the_figures_of_all(served: Served) -> None:
    asked = 20
    for _ in range(asked):
        ask(f"{served.address}/health/live")
    door = served.found(r"http://[\d.:]+/metrics")
    known = r'recovery_requests_total\{kind="health",method="GET",status="200"\} (\d+)'
    assert {int(float(re.search(known, ask(door))[1])) for _ in range(10)} == {asked}  # type: ignore[index]
    until(lambda: sum("/health/live" in line for line in served.lines) == asked)
    logged = [json.loads(line) for line in served.lines if "/health/live" in line]
    assert len({line["request"] for line in logged}) == asked
    assert ask(f"{served.address}/metrics").startswith("<!doctype html>")


def test_every_worker_shows_a_new_release_as_soon_as_it_is_whole(served: Served, desk: Desk) -> None:
    def numbers() -> set[str]:
        """Releases that the workers show, or what they say instead."""
        told = [ask(f"{served.address}/en/{desk.code}/data.json") for _ in range(12)]
        return {found[1] if (found := re.search(r'"release":(\d+),', text)) else text for text in told}

    desk.release(sheep=[("sheep", "01", "2020", "total", 1.0)])
    assert numbers() == {"1"}
    with desk.open() as writer:
        desk.figures(writer, "sheep", [("sheep", "01", "2020", "total", 2.0)])
        assert numbers() == {"1"}
        desk.publish(writer)
    assert numbers() == {"2"}
