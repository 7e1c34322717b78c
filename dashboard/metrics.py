"""What Prometheus may ask: how many requests of which kind, how long they took, how many run.

With ``PROMETHEUS_MULTIPROC_DIR`` set before this module is imported, every process writes its figures into
that folder and any of them answers for all.
"""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as write
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
KINDS = {
    "_dash-update-component": "callback",
    "_dash-component-suites": "asset",
    "_dash-layout": "asset",
    "_dash-dependencies": "asset",
    "assets": "asset",
    "geometry": "geometry",
    "api": "api",
    "health": "health",
}
"""First step of an address -> what kind of request it is; all others are pages."""

REQUESTS = Counter("recovery_requests", "Requests answered.", ["kind", "method", "status"])
SECONDS = Histogram(
    "recovery_request_seconds",
    "From the first byte of a request to the last of its answer.",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600),
)
BYTES = Counter("recovery_answer_bytes", "Bytes of the answers, as sent.", ["kind"])
RUNNING = Gauge("recovery_requests_running", "Requests being answered.", multiprocess_mode="livesum")


def count(path: str, method: str, status: int, seconds: float, size: int) -> None:
    """Count one answer; labels are taken from short lists, whatever is asked for."""
    kind = kind_of(path)
    REQUESTS.labels(kind, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(kind).observe(seconds)
    BYTES.labels(kind).inc(size)


def kind_of(path: str) -> str:
    """Return what kind of request an address stands for.

    Examples
    --------
    >>> kind_of("/api/v1/observatories"), kind_of("/en/eu/map")
    ('api', 'page')
    """
    return KINDS.get(path.strip("/").partition("/")[0], "page")


class MetricsDoor:
    """Answer ``/metrics`` on a port of its own, which the proxy does not know, and nothing else there."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app, self.port = app, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer whatever came to another port."""
        if scope["type"] != "http" or (scope.get("server") or (None, None))[1] != self.port:
            await self.app(scope, receive, send)
        elif scope["path"] == "/metrics":
            await _exposition()(scope, receive, send)
        else:
            await Response("see /metrics\n", 404)(scope, receive, send)


def forget(pid: int) -> None:
    """Leave a process that ended out of what runs; what it counted stays."""
    if FOLDER in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _exposition() -> Response:
    registry: Any = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(write(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
