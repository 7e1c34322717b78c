"""One call about one release: its format, and the answer with all that belongs in its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_origin

import pyarrow as pa
from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from dashboard.api.caching import AGAIN, PINNED, tag, unchanged, validators
from dashboard.api.download import Download
from dashboard.api.editions import Editions
from dashboard.api.filters import Filters, Paged
from dashboard.api.formats.writers import WRITERS, pieces_of
from dashboard.api.gate import Exports
from dashboard.api.negotiate import JSON, Format, disposition, negotiate
from dashboard.api.page import cut, write_page
from dashboard.api.refusals import ContradictionError
from dashboard.library import Edition
from geodata.codebook import Table, tables

VARY = {"Vary": "Accept, Accept-Encoding"}  # of an answer without a body, which nobody compresses
Body = bytes | Iterator[bytes]


@dataclass(frozen=True)
class Call:
    """A call that is understood: what is left is to answer it.

    Attributes
    ----------
    pinned : bool
        Whether it names its release, so that its answer never changes.
    exports : Exports
        Where an answer in pieces passes.
    """

    request: Request
    edition: Edition
    format: Format
    pinned: bool
    exports: Exports

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
            "Link": self._links(name),
        }
        if unchanged(self.request.headers, headers):
            return Response(status_code=304, headers=headers | VARY)
        headers |= self._kind(name)
        if self.request.scope.get("head"):
            return _head(headers | VARY)
        body = make()
        if isinstance(body, bytes):
            return Response(body, headers=headers)
        client = self.request.client
        return Download(self.exports.open(body, client.host if client else ""), headers)

    def _links(self, name: str) -> str:
        """Link to this very answer, and to what the columns of a table mean."""
        links = [f'<{self.pinned_address()}>; rel="canonical"']
        if name in tables():
            release = self.edition.release
            here = f"{self.request.scope['root_path']}/observatories/{release.observatory}"
            links.append(f'<{here}/codebook/{name}?release={release.number}>; rel="describedby"')
        return ", ".join(links)

    def _kind(self, name: str) -> dict[str, str]:
        """Make the headers that tell what the body is; JSON is to be looked at, all else to be kept."""
        kind = {"Content-Type": self.format.content_type}
        if self.format != JSON:
            release = self.edition.release
            parts = (release.observatory, name, f"release{release.number}")
            kind["Content-Disposition"] = disposition(*parts, ending=self.format.ending)
        return kind

    def answer_model(self, make: Callable[[], BaseModel]) -> Response:
        """Answer with a model as JSON."""
        return self.answer("", lambda: make().model_dump_json().encode())

    def answer_table(self, table: Table, make: Callable[[], pa.Table], page: Paged) -> Response:
        """Answer with a table: a page of it as JSON, or the whole in another format."""

        def written() -> Body:
            rows = make()
            if self.format != JSON:
                return b"".join(WRITERS[self.format](pieces_of(rows), table))
            here, following = cut(rows, page)
            then = None if following is None else self.address(offset=following)
            return write_page(self.edition.release, here, then)

        return self.answer(table.table, written)

    def answer_once(self, table: Table, rows: pa.Table) -> Response:
        """Answer with a table that was made for this call alone: whole, and not to be kept."""
        release = self.edition.release
        body = (
            write_page(release, rows, None)
            if self.format == JSON
            else b"".join(WRITERS[self.format](pieces_of(rows), table))
        )
        return Response(body, headers={"Cache-Control": "no-store", **self._kind(table.table)})

    def answer_pieces(self, table: Table, make: Callable[[], Iterator[pa.RecordBatch]]) -> Response:
        """Answer with pieces of a table in another format than JSON."""
        return self.answer(table.table, lambda: WRITERS[self.format](make(), table))

    def address(self, **changed: object) -> str:
        """Return the path of this call with other parameters, of this very release."""
        url = self.request.url.remove_query_params("vintage")  # the day on which this was the release
        url = url.include_query_params(release=self.edition.release.number, **changed)
        return f"{url.path}?{url.query}"

    def pinned_address(self) -> str:
        """Return the path under which this very answer stays."""
        return self.address(format=self.format.name)


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
    ContradictionError
        Where a parameter that has one value is given several.
    """
    _refuse_repeats(request, filters)
    chosen = negotiate(accepted(request), filters.format, offered)
    edition = editions.find(observatory, filters.release)
    pinned = "release" in request.query_params
    return Call(request, edition, chosen, pinned=pinned, exports=editions.exports)


def _refuse_repeats(request: Request, filters: Filters) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    for name, field in type(filters).model_fields.items():
        if given[name] > 1 and get_origin(field.annotation) is not list:
            what = f"`{name}` is given {given[name]} times, and has one value"
            raise ContradictionError(what, mend="leave all but one of them out")


def accepted(request: Request) -> str:
    """Return what a caller accepts; a header that comes in several lines is one list."""
    return ", ".join(request.headers.getlist("accept"))


def _head(headers: dict[str, str]) -> Response:
    """Leave out the length too: it is that of a body which was never made."""
    response = Response(headers=headers)
    del response.headers["content-length"]
    return response


def answer_now(request: Request, model: BaseModel) -> Response:
    """Answer with what may change without a release: the tag is that of the content."""
    body = model.model_dump_json().encode()
    headers = {"ETag": tag(body), "Cache-Control": AGAIN, "Vary": "Accept"}
    negotiate(accepted(request), None, [JSON])
    if unchanged(request.headers, headers):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON.media_type)
