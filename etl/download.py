"""Files from addresses onto disk: patiently, in their turn, whole or not at all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import stamina

from etl import eurostat_api
from etl.answers import LATER, PREPARING, QueuedError, TryAgainError, require_no_page, require_ok
from etl.eurostat_api import MOST_TICKET_BYTES, Ticket
from etl.fetch import Client
from etl.receive import TellBytes, receive
from etl.shelf import Record, Shelf, is_trusted
from etl.watch import Watch
from indicators.errors import FetchError

LOG = logging.getLogger("recovery.fetch")
for quiet in ("recovery", "stamina"):  # unless somebody listens, see etl.journal
    logging.getLogger(quiet).addHandler(logging.NullHandler())
SAME_ETAG = (
    "the server sent other bytes under the same ETag: its word that nothing changed is not taken any more"
)
T = TypeVar("T")


@dataclass(frozen=True)
class Fetched:
    """A whole file on disk.

    Attributes
    ----------
    path : Path
        Where it lies, under its own name.
    changed : bool
        Whether its bytes differ from those of the last time.
    note : str
        What a person should know of how it came; empty if nothing.
    """

    path: Path
    sha256: str
    retrieved_at: datetime
    changed: bool
    note: str = ""


class Fetcher:
    """Brings files into ``RECOVERY_HOME/fetched``.

    Parameters
    ----------
    home : Path
        RECOVERY_HOME.
    tell : callable
        Is called with the address, the bytes so far and the bytes in all, where known.
    """

    def __init__(self, home: Path, client: Client, tell: TellBytes) -> None:
        self._home, self._client, self._limits, self._tell = home, client, client.limits, tell

    def fetch(self, url: str) -> Fetched:
        """Fetch one file, or find that it has not changed.

        A passing fault (429, 5xx, a broken connection) is tried again and goes on where it stopped, now or in
        a later run; a publisher's queue is waited for.

        Raises
        ------
        FetchError
            Where the address may not be asked, the server has no file there, or a limit is reached. The file
            of the last time stays.
        """
        self._client.gate.check(url, url)
        shelf, watch, start = Shelf(self._home, url), Watch(self._limits.seconds), time.monotonic()
        try:
            with shelf.held():
                found = self._bring(shelf, url, watch)
        except OSError as error:
            raise FetchError(
                f"the file cannot be kept in {shelf.folder}: {error.strerror or error}",
                where=url,
                mend="make room there, or set RECOVERY_HOME to a folder that can be written to",
            ) from None
        about = {"url": url, "sha256": found.sha256, "note": found.note}
        seconds = round(time.monotonic() - start, 3)
        LOG.info("fetched" if found.changed else "unchanged", extra={**about, "seconds": seconds})
        return found

    def _bring(self, shelf: Shelf, url: str, watch: Watch) -> Fetched:
        at, found = url, None
        while not isinstance(found, Fetched):
            try:
                found = self._patiently(partial(self._download, shelf, at, url, watch), watch)
            except QueuedError as queued:
                self._rest(queued, watch)
                continue
            if isinstance(found, Ticket):
                at = self._wait_in_queue(found, url, watch)
        return found

    def _rest(self, queued: QueuedError, watch: Watch) -> None:
        """Wait until it is time to ask again; give up where there is none left."""
        if watch.left < self._limits.poll:
            raise queued
        time.sleep(self._limits.poll)

    def _patiently(self, work: Callable[[], T], watch: Watch) -> T:
        """Do the work again after a passing fault, as long as there is time."""

        def wait(error: Exception) -> bool | float:
            if not isinstance(error, TryAgainError) or (error.after or 0.0) > watch.left:
                return False
            LOG.warning("passing fault", extra={"url": error.where, "error": error.what})
            return True if error.after is None else error.after

        limits = self._limits
        patience = stamina.RetryingCaller(
            attempts=limits.attempts,
            timeout=watch.left,
            wait_initial=limits.wait,
            wait_max=limits.longest_wait,
            wait_jitter=limits.wait,
        )
        return patience(wait, work)

    def _download(self, shelf: Shelf, at: str, url: str, watch: Watch) -> Fetched | Ticket:
        known = shelf.record
        with self._client.ask(at, url, _conditions(shelf, known), watch) as answer:
            if known and answer.status == HTTPStatus.NOT_MODIFIED:
                return Fetched(shelf.file, known.sha256, known.retrieved_at, changed=False)
            if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                shelf.drop()
                raise TryAgainError("the half-fetched file is of no use any more", url)
            require_ok(answer, url)
            record = receive(answer, url, shelf, self._limits.bytes, self._tell)
        with shelf.part.open("rb") as file:
            head = file.read(MOST_TICKET_BYTES + 1)
        ticket = eurostat_api.ticket(at, head)
        if ticket:
            shelf.drop()
            return ticket
        return _finish(shelf, known, record, head)

    def _wait_in_queue(self, ticket: Ticket, url: str, watch: Watch) -> str:
        """Look at a queued extraction from time to time, and return the address at which it is ready."""
        while ticket.status in eurostat_api.WAITING:
            self._rest(QueuedError(PREPARING, where=url, mend=LATER), watch)
            ticket = self._patiently(partial(self._look, ticket, url, watch), watch)
        if ticket.status != eurostat_api.READY:
            raise FetchError(f"the publisher's queue answers {ticket.status}", where=url, mend=LATER)
        return ticket.data_address

    def _look(self, ticket: Ticket, url: str, watch: Watch) -> Ticket:
        with self._client.ask(ticket.status_address, url, {}, watch) as answer:
            require_ok(answer, url)
            looked = eurostat_api.ticket(ticket.status_address, answer.read(MOST_TICKET_BYTES))
        if looked is None:
            raise FetchError(
                "the publisher's queue gives an answer that cannot be read", where=url, mend=LATER
            )
        return looked


def _conditions(shelf: Shelf, known: Record | None) -> dict[str, str]:
    """Say what is there already: the beginning of the file, or all of it as it was."""
    begun = shelf.begun
    if begun and begun.validator and (size := shelf.part.stat().st_size):
        return {"Range": f"bytes={size}-", "If-Range": begun.validator}
    if known is None or not is_trusted(known):
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _finish(shelf: Shelf, known: Record | None, record: Record, head: bytes) -> Fetched:
    """Put the whole file in its place, unless it is no file of data."""
    if not head:
        shelf.drop()
        raise FetchError("the server sends an empty file", where=record.url, mend=LATER)
    try:
        require_no_page(head, record.url)
    except FetchError:
        shelf.drop()
        raise
    changed = known is None or known.sha256 != record.sha256
    same_etag = known is not None and changed and bool(known.etag) and known.etag == record.etag
    trusted = not same_etag and (known is None or known.trusted)
    shelf.finish(record.model_copy(update={"trusted": trusted}))
    note = f"{record.url}: {SAME_ETAG}" if same_etag else ""
    return Fetched(shelf.file, record.sha256, record.retrieved_at, changed, note)
