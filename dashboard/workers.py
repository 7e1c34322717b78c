"""Several processes on one address: made from one that is loaded, so that they share what it read."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import Never

import pyarrow as pa
import uvicorn
from starlette.types import ASGIApp

from dashboard.metrics import forget
from dashboard.protocol import BoundedHttp

LOG = logging.getLogger("dashboard.workers")
GRACE_S = 30
WATCH_S = 1
RESTART_S = 1.0
M_ARENA_MAX, ARENAS = -8, 2
M_MMAP_THRESHOLD, LARGE = -3, 256 * 1024
TRIM_S = 30.0
STOPPING = (signal.SIGTERM, signal.SIGINT)
ALLOCATOR = ctypes.CDLL(None)


def serve(app: ASGIApp, listeners: Sequence[socket.socket], count: int) -> None:
    """Serve until told to stop, in this process or in `count` of its children.

    Requests that are being answered are let finish, for `GRACE_S` seconds at most.
    """
    _share_memory()
    if count == 1:
        signal.signal(signal.SIGTERM, _leave)  # or nothing would be tidied up
        _serve_here(app, listeners)
    else:
        Workers(lambda: _serve_here(app, listeners, os.getppid()), count).run(listeners)


def _share_memory() -> None:
    """Give the system back what is no longer needed (glibc), as a small server has little.

    Each of forty threads would keep for itself what it once needed; and what is large has pages of its own,
    that nothing small can hold.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if hasattr(ALLOCATOR, "mallopt"):
        ALLOCATOR.mallopt(M_ARENA_MAX, ARENAS)
        ALLOCATOR.mallopt(M_MMAP_THRESHOLD, LARGE)


def _trim() -> None:
    """Give back the free pages between others that are used: glibc does not by itself."""
    if hasattr(ALLOCATOR, "malloc_trim"):
        ALLOCATOR.malloc_trim(0)


def _serve_here(app: ASGIApp, listeners: Sequence[socket.socket], parent: int | None = None) -> None:
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # they are believed of RECOVERY_PROXIES only: see app.create_app
        timeout_graceful_shutdown=GRACE_S,
        timeout_notify=WATCH_S,
    )
    server = uvicorn.Server(config)
    trimmed = time.monotonic()

    async def watch() -> None:
        nonlocal trimmed
        server.should_exit |= parent is not None and os.getppid() != parent
        if time.monotonic() - trimmed > TRIM_S:
            _trim()
            trimmed = time.monotonic()

    config.callback_notify = watch
    server.run(sockets=list(listeners))


def _leave(_number: int, _frame: FrameType | None) -> Never:
    raise SystemExit(0)


class Workers:
    """Children that all do the same; one that dies is replaced, and all are told to stop when this one is.

    Parameters
    ----------
    work : callable
        What each child does.
    count : int
        How many.
    """

    def __init__(self, work: Callable[[], None], count: int) -> None:
        self.work, self.count = work, count
        self.running: set[int] = set()
        self.listeners: Sequence[socket.socket] = ()
        self.stopping = False

    def run(self, listeners: Sequence[socket.socket]) -> None:
        """Keep the children running until this process is told to stop, then wait for them."""
        self.listeners = listeners
        gc.collect()
        gc.freeze()  # a collection in a child would write to, and so copy, every page that they share
        for number in STOPPING:
            signal.signal(number, self._stop)
        while self.running or not self.stopping:
            while len(self.running) < self.count and not self.stopping:
                self._start()
            self._wait_for_one()

    def _start(self) -> None:
        """Make one child; a signal that comes meanwhile waits until the child is known."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            if self.stopping:
                return
            if pid := os.fork():
                self.running.add(pid)
            else:
                self._live()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)

    def _live(self) -> Never:
        """Do the work of a child; what the parent does at its own end is not for the child to do."""
        try:
            for number in STOPPING:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            self.work()
        finally:
            if sys.exc_info()[0] is not None:
                LOG.error("a worker failed", exc_info=True)
            logging.shutdown()
            os._exit(0)

    def _wait_for_one(self) -> None:
        pid, status = os.wait()
        if pid not in self.running:
            return
        self.running.discard(pid)
        forget(pid)
        if not self.stopping:
            LOG.warning("worker %d ended (status %d); another takes its place", pid, status)
            time.sleep(RESTART_S)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        for listener in self.listeners:
            listener.close()  # or those who come now would wait for nobody
        for pid in self.running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
