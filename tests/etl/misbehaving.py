"""A server on this machine that misbehaves as told, reached as if it were far away."""

from __future__ import annotations

import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from etl.address import Gate
from etl.download import Fetcher
from etl.fetch import Client, Limits

HOST = "stat.example.org"
URL = f"https://{HOST}/population.csv"
PUBLIC = "93.184.216.34"
CSV = b"territory,period,value\n01,2020,5\n"
FAST = Limits(attempts=4, wait=0.01, longest_wait=0.02, interval=0.0, poll=0.01, silence=2.0, seconds=20.0)
Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next reply; the last one stays."""

    server: Misbehaving
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        replies = self.server.replies
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; headers are named with ``_`` for ``-``."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        """Break the connection off, rudely."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


class Misbehaving(ThreadingHTTPServer):
    """The server; `asked` holds each request's path and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.addresses: list[str] = []
        self.secure = False
        self.silent: set[str] = set()

    def secure_with(self, certificate: Path, key: Path) -> None:
        """Speak TLS from now on."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        self.socket, self.secure = context.wrap_socket(self.socket, server_side=True), True

    def handle_error(self, request: object, client_address: object) -> None:
        """Take a client that hangs up, as clients do here, in silence."""

    def reply(self, *replies: Reply) -> None:
        """Set what the next requests are answered with."""
        self.replies, self.asked = [*replies], []


class Detour(httpx.BaseTransport):
    """Carries requests for any host to the server on this machine, and notes where they were to go."""

    def __init__(self, server: Misbehaving, trusted: ssl.SSLContext | None = None) -> None:
        self._server, self._scheme = server, "https" if server.secure else "http"
        alone = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.HTTPTransport(verify=trusted or True, limits=alone)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._server.addresses.append(str(request.url))
        if request.url.host in self._server.silent:
            raise httpx.ConnectError("nobody answers")
        port = self._server.server_address[1]
        request.url = request.url.copy_with(scheme=self._scheme, host="127.0.0.1", port=port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


@contextmanager
def running() -> Iterator[Misbehaving]:
    """Run a server until the end of the block."""
    server = Misbehaving()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def fetcher(server, home, *, limits=FAST, hosts=(HOST,), resolve=lambda host: [PUBLIC], trusted=None):
    """Open a fetcher that finds every host at a public address and reaches the server instead."""
    with Client(Gate(hosts, resolve), limits, Detour(server, trusted)) as client:
        yield Fetcher(home, client, lambda url, done, total: None)


def ok(body: bytes = CSV, **headers: str) -> Reply:
    """Answer with a file."""
    return lambda handler: handler.send(200, body, **{"Content_Type": "text/csv", **headers})


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    """Answer with a status."""
    return lambda handler: handler.send(code, body, **headers)


def drip(handler: Handler) -> None:
    """Send a byte now and then, and never come to an end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while True:
        handler.wfile.write(b"1")
        time.sleep(0.05)


def certify(host: str, folder: Path) -> tuple[Path, Path]:
    """Make a certificate for a host, signed by nobody but itself, and its key."""
    certificate, key = folder / f"{host}.pem", folder / f"{host}.key"
    line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x"]
    line += ["-addext", f"subjectAltName=DNS:{host}", "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(line, check=True, capture_output=True)
    return certificate, key
