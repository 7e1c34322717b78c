"""The reverse proxy of compose before a served dashboard: what it keeps, never keeps, and hides."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from dashboard.api.caching import WITHIN_S
from geodata.settings import Settings
from tests.dashboard.serving import Served, run_server
from tests.deploy.proxying import NGINX, Proxy, proxy
from tests.geodata.store.conftest import Desk
from tests.geodata.store.squares import squares_desk

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")
LANGUAGES = ("es", "fr", "en", "fr", "es")
GEOMETRY = "/geometry/proxied/province/{}.geojson"


@pytest.fixture(scope="module")
def desk(owner: Engine, reader: Engine) -> Desk:
    """An observatory with one release."""
    desk = squares_desk(owner, reader, "proxied")
    desk.release(sheep=[("sheep", "01", "2020", "total", 1.0)])
    return desk


@pytest.fixture(scope="module")
def served(settings: Settings, desk: Desk) -> Iterator[Served]:
    """The dashboard, whose log tells what came through."""
    environment = {
        "RECOVERY_HOME": str(settings.home),
        "RECOVERY_DURABLE": "0",
        "RECOVERY_PROXIES": "127.0.0.1",
    }
    with run_server(environment, "--log-json") as served:
        yield served


@pytest.fixture(scope="module")
def front(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """What readers see."""
    with proxy(urlsplit(served.address).netloc, tmp_path_factory.mktemp("nginx")) as front:
        yield front


def came_through(served: Served, path: str) -> int:
    """How many requests of a path the application was asked."""
    return sum(json.loads(line).get("path") == path for line in [*served.lines] if line.startswith("{"))


def test_polygons_are_kept(front: Proxy, served: Served, desk: Desk) -> None:
    path = GEOMETRY.format(desk.read.geometry_hash(desk.read.release(desk.code), "province"))
    answers = [front.ask(path) for _ in range(3)]
    assert [answer.kept for answer in answers] == [False, True, True]
    assert len(json.loads(answers[2].body)["features"]) == 4
    assert "immutable" in answers[2].headers["cache-control"]
    assert came_through(served, path) <= 1
    assert not front.ask(path, Host="localhost").kept


def test_scripts_are_kept_each_way_they_are_packed(front: Proxy) -> None:
    page = front.ask("/en/proxied/map").body.decode()
    [path] = re.findall(r'src="(/_dash-component-suites/dash/dcc/dash_core_components\.[^"]+)"', page)
    plain = [front.ask(path) for _ in range(2)]
    packed = [front.ask(path, Accept_Encoding="deflate, gzip;q=0.9") for _ in range(2)]
    assert [answer.kept for answer in (*plain, *packed)] == [False, True] * 2
    assert {answer.body for answer in plain} == {gzip.decompress(answer.body) for answer in packed}


def test_each_reader_is_spoken_to_in_their_language(front: Proxy) -> None:
    answers = [front.ask("/", Accept_Language=language) for language in LANGUAGES]
    assert [answer.headers["content-language"] for answer in answers] == list(LANGUAGES)
    assert not any(answer.kept for answer in answers)
    pages = [front.ask(f"/{language}/proxied/map") for language in LANGUAGES for _ in range(2)]
    assert not any(answer.kept for answer in pages)


def test_callbacks_are_never_kept(front: Proxy) -> None:
    def show(language: str) -> bytes:
        values = {"pathname": f"/{language}/proxied/map", "search": ""}
        inputs = [{"id": "url", "property": name, "value": value} for name, value in values.items()]
        outputs = {"id": "page", "property": "children"}
        body = {"output": "page.children", "outputs": outputs, "inputs": inputs}
        body["changedPropIds"] = ["url.pathname", "url.search"]
        sent = json.dumps(body).encode()
        kind = {"Content_Type": "application/json"}
        answer = front.ask("/_dash-update-component", "POST", sent, **kind)
        assert (answer.status, answer.kept) == (200, False)
        return answer.body

    first, other, again = show("en"), show("fr"), show("en")
    assert first == again != other


def test_a_tag_is_asked_after_and_a_new_release_is_seen_within_a_second(front: Proxy, desk: Desk) -> None:
    path = "/api/v1/observatories/proxied"
    first = front.ask(path)
    assert first.status == 200
    again = front.ask(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    desk.release(sheep=[("sheep", "01", "2020", "total", 2.0)])
    time.sleep(WITHIN_S)
    new = front.ask(path, If_None_Match=first.headers["etag"])
    assert new.status == 200
    assert new.headers["etag"] != first.headers["etag"]


def test_a_pinned_answer_is_kept_once_for_each_format(front: Proxy) -> None:
    path = "/api/v1/observatories/proxied/observations?release=1"
    kinds = ("application/json", "text/csv", "application/json", "text/csv")
    answers = [front.ask(path, Accept=kind) for kind in kinds]
    assert [answer.kept for answer in answers] == [False, False, True, True]
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == list(kinds)


def test_what_is_too_large_goes_no_further(front: Proxy, served: Served) -> None:
    path = "/api/v1/too-large"
    assert front.ask(path, "POST", b"x" * 2_000_000).status == 413
    assert came_through(served, path) == 0


class Echo(BaseHTTPRequestHandler):
    """Say what headers came."""

    def do_GET(self) -> None:
        """Answer with them."""
        text = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_nobody_makes_up_who_asks(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Echo) as echo:
        Thread(target=echo.serve_forever).start()
        with proxy(f"127.0.0.1:{echo.server_port}", tmp_path) as front:
            forged = {
                "X_Forwarded_For": "192.0.2.1",
                "X_Request_ID": "forged-id",
                "X_Forwarded_Proto": "gopher",
            }
            heard = json.loads(front.ask("/", Host="figures.example", **forged).body)
        echo.shutdown()
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "http"
    assert len(heard["x-request-id"]) == 32
    assert heard["host"] == "figures.example"


def test_an_application_that_is_away_is_told_of_clearly(tmp_path: Path) -> None:
    with proxy("127.0.0.1:1", tmp_path) as front:
        answer = front.ask("/en/proxied/map")
    assert answer.status == 503
    assert answer.headers["retry-after"] == "10"
    assert answer.headers["cache-control"] == "no-store"
    assert b"nothing is lost" in answer.body
