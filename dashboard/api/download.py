"""An answer in pieces: made on a thread of its own, ended with the caller, cut off where nobody reads."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator, Mapping

from anyio import CancelScope, CapacityLimiter, create_task_group, fail_after
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.api.gate import Flow
from dashboard.api.negotiate import accepts
from dashboard.protocol import abort
from indicators.errors import RecoveryError

BLOCK = 1 << 18
STALLED_S = 60.0
"""A caller that takes longer over one block (4 KB/s) is cut off."""
GZIP_LEVEL = 1
GZIP = 31  # zlib's word for the largest window, with gzip's own head and foot
PACKED = ("parquet", "sheet", "sqlite3", "zip")  # compressed already, or never worth it
LOG = logging.getLogger(__name__)


class Download(Response):
    """Send the blocks of a flow; what has begun and cannot be ended is broken off, never ended early."""

    def __init__(self, flow: Flow, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._flow = flow

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them, and stop where the caller is gone."""
        blocks = self._encoded(Headers(scope=scope))
        why = ""
        try:
            async with create_task_group() as tasks:
                tasks.start_soon(_watch, receive, tasks.cancel_scope)
                await self._send(send, blocks)
                tasks.cancel_scope.cancel()
        except* TimeoutError:
            why = f"nobody read it for {STALLED_S:.0f} s"
        except* RecoveryError as failed:
            why = str(failed.exceptions[0])
        finally:
            self._flow.close()
        if why:
            LOG.warning("broke off %s: %s", scope["path"], why)
            abort(scope)

    def _encoded(self, asked: Headers) -> Iterator[bytes]:
        """Compress what is worth it for whoever takes it; on our thread, not on the loop of all."""
        if self.headers["content-type"].endswith(PACKED):
            return self._flow
        self.headers.add_vary_header("Accept-Encoding")
        if not accepts(asked.get("accept-encoding", ""), "gzip"):
            return self._flow
        self.headers["content-encoding"] = "gzip"
        return gzipped(self._flow)

    async def _send(self, send: Send, blocks: Iterator[bytes]) -> None:
        thread = CapacityLimiter(1)
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        while (block := await run_sync(next, blocks, None, limiter=thread)) is not None:
            for at in range(0, len(block), BLOCK):
                with fail_after(STALLED_S):
                    await send(
                        {"type": "http.response.body", "body": block[at : at + BLOCK], "more_body": True}
                    )
        await send({"type": "http.response.body", "body": b""})


async def _watch(receive: Receive, sending: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()


def gzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Compress blocks.

    Examples
    --------
    >>> import gzip
    >>> gzip.decompress(b"".join(gzipped([b"a", b"b"])))
    b'ab'
    """
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP)
    for block in blocks:
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()
