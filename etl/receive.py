"""An answer's bytes onto the shelf: from the beginning or on from where they stopped, measured and hashed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from etl.answers import Answer, TryAgainError
from etl.shelf import Record, Shelf
from geodata.archive import gunzip
from indicators.errors import FetchError

TellBytes = Callable[[str, int, int | None], None]


def receive(answer: Answer, url: str, shelf: Shelf, most: int, tell: TellBytes) -> Record:
    """Write the body to the shelf's `part`, on from where it stopped if the server goes on there.

    Parameters
    ----------
    most : int
        Bytes that are taken.

    Returns
    -------
    Record
        Of the whole file, which is still at `part`.

    Raises
    ------
    TryAgainError
        Where the server goes on at another place than where the file stopped.
    FetchError
        Where there are more bytes than `most`, or they are packed in a way that is not read.
    """
    digest = hashlib.sha256()
    done = _go_on(answer, url, shelf, digest.update)
    length = answer.headers.get("content-length", "")
    total = done + int(length) if length.isdecimal() else None
    _require_size(total or 0, most, url, shelf)
    with shelf.part.open("ab") as file:
        for piece in answer.pieces:
            done += len(piece)
            _require_size(done, most, url, shelf)
            file.write(piece)
            digest.update(piece)
            tell(url, done, total)
        file.flush()
        os.fsync(file.fileno())
    begun = shelf.begun
    assert begun is not None
    return begun.model_copy(update={"sha256": _unpacked(answer, shelf.part, url) or digest.hexdigest()})


def _go_on(answer: Answer, url: str, shelf: Shelf, count: Callable[[bytes], None]) -> int:
    """Return how many bytes are there already, counted into the hash; 0 at a new beginning."""
    if answer.status != HTTPStatus.PARTIAL_CONTENT:
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        shelf.begin(Record(url=url, etag=etag, last_modified=modified, retrieved_at=datetime.now(UTC)))
        return 0
    size = shelf.part.stat().st_size if shelf.begun else None
    if size is None or not answer.headers.get("content-range", "").startswith(f"bytes {size}-"):
        shelf.drop()
        raise TryAgainError("the server goes on at another place than where the file stopped", url)
    with shelf.part.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            count(piece)
    return size


def _require_size(size: int, most: int, url: str, shelf: Shelf) -> None:
    if size > most:
        shelf.drop()
        raise FetchError(
            f"the file has more than {most:,} bytes",
            where=url,
            mend="ask for less of it, or fetch it by hand and put it beside the declaration",
        )


def _unpacked(answer: Answer, part: Path, url: str) -> str | None:
    """Undo a packing that was not asked for, and return the hash of the file itself; None without one."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        return None
    if coding not in ("gzip", "x-gzip"):
        raise FetchError(f"the file is packed as '{coding}'", where=url, mend="fetch it by hand")
    plain = gunzip(part.read_bytes(), url)
    part.write_bytes(plain)
    return hashlib.sha256(plain).hexdigest()
