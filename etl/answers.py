"""What a server's answer means: take it, ask again later, or give up, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from indicators.errors import FetchError

AGAIN = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
MENDS = {
    HTTPStatus.UNAUTHORIZED: "it needs a login: fetch it by hand and put it beside the declaration",
    HTTPStatus.FORBIDDEN: "it needs a login: fetch it by hand and put it beside the declaration",
    HTTPStatus.NOT_FOUND: "correct the address: the publisher may have moved the file",
    HTTPStatus.GONE: "correct the address: the publisher has removed the file",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "ask for less: declare narrower filters, or a later 'since'",
}
QUEUED = "ASYNCHRONOUS_RESPONSE"  # what Eurostat says under 413 where it does not refuse, but takes its time
PREPARING = "the publisher is still preparing the extraction"
LATER = "try again later; nothing was changed"
SAID = re.compile(r'"label"\s*:\s*"([^"]{1,500})"|<faultstring[^>]*>([^<]{1,500})<')
PAGE = re.compile(rb"\s*(<!--.{0,500}?-->\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,120}?)\s*<", re.IGNORECASE)
HEAD = 4096


@dataclass(frozen=True)
class Answer:
    """A server's answer, of which the body has still to come.

    Attributes
    ----------
    headers : mapping
        By name, in whichever case.
    pieces : iterator of bytes
        The body as it is sent.
    """

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]

    def read(self, most: int) -> bytes:
        """Read the body up to a little more than `most` bytes."""
        body = b""
        for piece in self.pieces:
            body += piece
            if len(body) > most:
                break
        return body


class TryAgainError(FetchError):
    """What may pass by itself; `after` is how many seconds the server asks to wait, where it does."""

    def __init__(self, what: str, where: str, after: float | None = None) -> None:
        super().__init__(what, where=where, mend=LATER)
        self.after = after


class QueuedError(FetchError):
    """The server prepares the file; the same question is to be asked again, as often as it takes."""


def require_ok(answer: Answer, where: str) -> None:
    """Let only an answer with a file through.

    Raises
    ------
    TryAgainError
        For 408, 429 and 5xx, with the wait that the server asks for.
    QueuedError
        Where the server will answer later.
    FetchError
        For every other answer that is not a file, with what the server says about it.
    """
    status = answer.status
    if status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        _require_no_page_type(answer.headers, where)
        return
    name = HTTPStatus(status).phrase if status in {*HTTPStatus} else "(an unknown status)"
    if status in AGAIN:
        after = wait_asked(answer.headers.get("retry-after", ""))
        asked = f" and asks to wait {after:.0f} s" if after is not None else ""
        raise TryAgainError(f"the server answers {status} {name}{asked}", where, after)
    said = SAID.search(answer.read(HEAD).decode("utf-8", "replace"))
    words = f": {said[1] or said[2]}" if said else ""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and QUEUED in words:
        raise QueuedError(PREPARING, where=where, mend=LATER)
    mend = {int(known): mend for known, mend in MENDS.items()}.get(status, "look at it in a browser")
    raise FetchError(f"the server answers {status} {name}{words}", where=where, mend=mend)


def wait_asked(text: str) -> float | None:
    """Read a Retry-After header: seconds, or a moment; None where there is none to read.

    Examples
    --------
    >>> wait_asked("120"), wait_asked(""), wait_asked("Thu, 01 Jan 1970 00:00:00 GMT")
    (120.0, None, 0.0)
    """
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _require_no_page_type(headers: Mapping[str, str], where: str) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml") or kind.startswith(("audio/", "video/")):
        raise FetchError(
            f"the server sends {kind}, not a file of data",
            where=where,
            mend="take the address of the file itself, not of the page that shows it",
        )


def require_no_page(head: bytes, where: str) -> None:
    """Refuse a web page that a server sends in place of a file, by its title.

    Raises
    ------
    FetchError
    """
    if PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        title = TITLE.search(head)
        called = f" '{title[1].decode('utf-8', 'replace')}'" if title else ""
        raise FetchError(
            f"the server sends a web page{called}, not a file of data",
            where=where,
            mend="take the address of the file itself, or try again later; nothing was changed",
        )
