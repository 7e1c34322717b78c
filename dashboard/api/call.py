"""One call about one release: its format, and the answer with all that belongs in its head."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from dashboard.api.caching import AGAIN, PINNED, unchanged, validators
from dashboard.api.editions import Editions
from dashboard.api.filters import Filters
from dashboard.api.negotiate import JSON, Format, disposition, negotiate
from dashboard.library import Edition

Body = bytes | Iterator[bytes]


@dataclass(frozen=True)
class Call:
    """A call that is understood: what is left is to answer it.

    Attributes
    ----------
    pinned : bool
        Whether it names its release, so that its answer never changes.
    """

    request: Request
    edition: Edition
    format: Format
    pinned: bool

    def answer(self, name: str, make: Callable[[], Body]) -> Response:
        """Answer with what is made, unless the caller has it already or asks for the head alone.

        Parameters
        ----------
        name : str
            What a file is called, without observatory, release and ending.
        make : callable
            Makes the answer: at once, or in pieces.
        """
        release, query = self.edition.release, sorted(self.request.query_params.multi_items())
        path = self.request.url.path
        headers = {
            **validators(release, self.format.name, path, query),
            "Cache-Control": PINNED if self.pinned else AGAIN,
            "Vary": "Accept",
            "Link": f'<{self.pinned_address()}>; rel="canonical"',
        }
        if unchanged(self.request.headers, headers):
            return Response(status_code=304, headers=headers)
        if self.format != JSON:
            parts = (release.observatory, name, f"release{release.number}")
            headers["Content-Disposition"] = disposition(*parts, ending=self.format.ending)
        headers["Content-Type"] = self.format.content_type
        if self.request.scope.get("head"):
            return _head(headers)
        body = make()
        return (
            Response(body, headers=headers)
            if isinstance(body, bytes)
            else StreamingResponse(body, headers=headers)
        )

    def pinned_address(self) -> str:
        """Return the path under which this very answer stays."""
        url = self.request.url.include_query_params(
            release=self.edition.release.number, format=self.format.name
        )
        return f"{url.path}?{url.query}"


def open_call(
    editions: Editions, request: Request, observatory: str, filters: Filters, offered: Sequence[Format]
) -> Call:
    """Understand a call.

    Raises
    ------
    NotFoundError
        Where there is no such observatory or release.
    NotAcceptableError
        Where none of the formats offered is wanted.
    """
    chosen = negotiate(request.headers.get("accept", ""), filters.format, offered)
    edition = editions.find(observatory, filters.release)
    return Call(request, edition, chosen, pinned=filters.release is not None)


def _head(headers: dict[str, str]) -> Response:
    """Leave out the length too: it is that of a body which was never made."""
    response = Response(headers=headers)
    del response.headers["content-length"]
    return response
