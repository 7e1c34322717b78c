"""Two hundred readers while the database goes away and comes back, and readers who leave or do not read."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import psutil
import pytest

from geodata.cluster import Cluster
from geodata.database import connect
from geodata.settings import Settings
from tests.dashboard.serving import Served, run_server
from tests.geodata.store.squares import squares_desk

CLIENTS = 200
PATIENCE_S = 60.0
CALM_S = 1.0
CUT = 0
API = "/api/v1/observatories/squares"
PATHS = (
    "/en/squares/map",
    "/fr/squares/map.json",
    f"{API}/observations?format=csv",
    f"{API}/territories?format=geojson",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A private database of this file's own, for it will be stopped."""
    settings = Settings(home=tmp_path_factory.mktemp("storm"), durable=False)
    owner, reader = connect(settings, "owner"), connect(settings, "reader")
    places = [
        ("sheep", f"0{n}", str(year), "total", float(year + n)) for n in (1, 2) for year in range(2000, 2020)
    ]
    squares_desk(owner, reader).release(sheep=places)
    owner.dispose()
    reader.dispose()
    yield settings
    Cluster(settings).reset()


@pytest.fixture(scope="module")
def served(house: Settings) -> Iterator[Served]:
    """Two workers on it."""
    environment = {
        "RECOVERY_HOME": str(house.home),
        "RECOVERY_DURABLE": "0",
        "RECOVERY_CALLS_PER_MINUTE": "1000000",
    }
    with run_server(environment, "--workers", "2") as served:
        yield served


def ask(served: Served, path: str) -> tuple[int, str | None, bytes]:
    """Return status, Retry-After and what was said."""
    line = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=PATIENCE_S)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        # Dash puts a number of its own into each page, after all that a reader sees.
        said = answer.read().partition(b'<script id="_dash-config"')[0]
        return answer.status, answer.getheader("Retry-After"), said
    finally:
        line.close()


def test_a_database_that_stops_in_mid_load_costs_clear_503s_and_comes_back_by_itself(
    served: Served, house: Settings
) -> None:
    right = {path: ask(served, path)[2] for path in PATHS}
    assert all(right.values())
    calm, wrong, seen, back = threading.Event(), [], Counter[int](), list[float]()

    def read(number: int) -> None:
        path = PATHS[number % len(PATHS)]
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                status, again, body = ask(served, path)
            except http.client.IncompleteRead:  # a download that was under way; whoever takes it can tell
                seen[CUT] += 1
                continue
            seen[status] += 1
            fine = body == right[path] if status == 200 else status == 503 and again is not None
            if not fine:
                wrong.append((path, status, again, body[:200]))
            if calm.is_set() and status == 200:
                back.append(time.monotonic())
                return

    with ThreadPoolExecutor(CLIENTS) as pool:
        readers = [pool.submit(read, number) for number in range(CLIENTS)]
        time.sleep(CALM_S)
        Cluster(house).stop()
        end = time.monotonic() + PATIENCE_S
        while not (seen[503] and ask(served, "/health/ready")[0] == 200) and time.monotonic() < end:
            time.sleep(0.1)
        calm.set()
        for reader in readers:
            reader.result(timeout=PATIENCE_S)
    assert wrong == []
    assert len(back) == CLIENTS
    assert seen[503] > 0
    assert set(seen) - {CUT} == {200, 503}
    assert seen[CUT] <= CLIENTS / len(PATHS)


def sessions(house: Settings) -> int:
    """How many sessions of the export role are in the middle of something."""
    engine = connect(house, "owner")
    query = "select count(*) from pg_stat_activity where usename = 'recovery_export' and state <> 'idle'"
    with engine.connect() as connection:
        found = int(connection.exec_driver_sql(query).scalar() or 0)
    engine.dispose()
    return found


def until(fulfilled: Callable[[], object]) -> None:
    """Wait for what must come."""
    end = time.monotonic() + PATIENCE_S
    while not fulfilled():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def test_downloads_that_are_left_in_the_middle_or_not_read_hold_nothing(
    served: Served, house: Settings
) -> None:
    place = urlsplit(served.address)
    with ExitStack() as held:
        for number in range(30):
            line = held.enter_context(socket.create_connection((str(place.hostname), place.port or 0)))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.sendall(f"GET {PATHS[2]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            if number % 2:
                line.close()
        assert ask(served, PATHS[0])[0] == 200
        until(lambda: sessions(house) == 0)
    until(lambda: ask(served, PATHS[2])[0] == 200)


def test_the_server_leaves_no_connection_behind(served: Served) -> None:
    def held() -> list[object]:
        family = [psutil.Process(served.process.pid), *psutil.Process(served.process.pid).children()]
        lines = [c for each in family for c in each.net_connections("tcp")]
        return [c for c in lines if c.status in ("ESTABLISHED", "CLOSE_WAIT")]

    until(lambda: not held())
