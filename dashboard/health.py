"""Whether the server lives, and whether it can show figures: for probes, not for people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from dashboard.faults import RETRY_S
from dashboard.library import Library
from indicators.errors import StoreError

NEVER_KEPT = {"Cache-Control": "no-store"}


def add_health(server: FastAPI, library: Library, revive: Callable[[], object]) -> None:
    """Answer ``/health/live`` and ``/health/ready``.

    Parameters
    ----------
    revive : callable
        Starts the database again where that is ours to do.
    """

    # Not on the thread pool, which readers may have filled: a server that is busy is alive.
    @server.get("/health/live", include_in_schema=False)
    async def live() -> Response:
        return JSONResponse({"status": "live"}, headers=NEVER_KEPT)

    @server.get("/health/ready", include_in_schema=False)
    def ready() -> Response:
        try:
            releases = {name: library.source.release(name).number for name in library.observatories()}
        except StoreError:
            with suppress(StoreError):
                revive()
            headers = NEVER_KEPT | {"Retry-After": str(RETRY_S)}
            return JSONResponse({"status": "away"}, 503, headers)
        return JSONResponse({"status": "ready", "releases": releases}, headers=NEVER_KEPT)
