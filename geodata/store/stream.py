"""Figures of a release in pieces of bounded size, each read in a transaction of its own.

What a release saw never changes, so that nothing has to be held between two pieces: neither a connection, nor
a cursor, nor the figures. Whoever takes long over a piece, or never comes back, costs the database nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, Engine

from geodata.store import streaming
from geodata.store.connection import connection, statement
from geodata.store.contents import Contents, read_contents
from geodata.store.question import SCHEMA, Place, Places, Question, Wanted
from geodata.store.records import Release

PIECE = 50_000
KEPT = 4  # releases
AT_ONCE = 50_000  # series that are asked for together


class Page(NamedTuple):
    """The first rows of what is wanted, and where they end; no place where nothing follows."""

    rows: pa.RecordBatch
    end: Place | None


class Stream:
    """Read the figures of releases as Arrow, with the columns of `SCHEMA`.

    In the order of indicator and group by code, territory as entered, and period.

    Parameters
    ----------
    engine : Engine
        Connected as export or reader.

    Raises
    ------
    StoreError
        From every method, where the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._kept: OrderedDict[Hashable, Contents] = OrderedDict()
        self._lock = Lock()

    def contents(self, release: Release) -> Contents:
        """Return the codes of a release; those of the last few are kept."""
        with self._lock:
            if release.identity in self._kept:
                self._kept.move_to_end(release.identity)
                return self._kept[release.identity]
        with connection(self.engine) as c:
            found = read_contents(c, release)
        with self._lock:
            self._kept[release.identity] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def pieces(self, release: Release, wanted: Wanted, most: int = PIECE) -> Iterator[pa.RecordBatch]:
        """Read all that is wanted, `most` rows at a time; no piece at all where nothing is."""
        question = Question(self.contents(release), release, wanted)
        return (rows for rows, _ in self._read(question, None, most))

    def page(self, release: Release, wanted: Wanted, most: int, after: Place | None = None) -> Page:
        """Read the first rows of what is wanted.

        Parameters
        ----------
        after : Place, optional
            The end of the page before.

        Raises
        ------
        NotFoundError
            Where it is not a place in what is wanted.
        """
        question = Question(self.contents(release), release, wanted)
        read: list[tuple[pa.RecordBatch, Places]] = []
        for piece in self._read(question, after, most + 1):
            read.append(piece)
            if sum(rows.num_rows for rows, _ in read) > most:
                break
        rows = _together([rows for rows, _ in read])
        if rows.num_rows <= most:
            return Page(rows, None)
        last = np.concatenate([places for _, places in read], axis=1)[:, most - 1]
        return Page(rows.slice(0, most), Place(*last.tolist()))

    def count(self, release: Release, wanted: Wanted, most: int) -> int:
        """Count what is wanted, up to `most`."""
        question = Question(self.contents(release), release, wanted)
        met = 0
        for first in range(0, len(question.series), AT_ONCE):
            series = question.series[first : first + AT_ONCE]
            with self._open(question) as c:
                met += c.execute(*question.ask(streaming.count, series, None, most)).scalar_one()
        return min(met, most)

    @contextmanager
    def _open(self, question: Question) -> Iterator[Connection]:
        if not question.planned:
            with statement(self.engine) as c:
                yield c
            return
        with connection(self.engine) as c:
            c.execute(streaming.PLAN)
            yield c

    def _read(
        self, question: Question, after: Place | None, most: int
    ) -> Iterator[tuple[pa.RecordBatch, Places]]:
        series = question.behind(after)
        while series:
            now = series[:AT_ONCE]
            with self._open(question) as c:
                sent = c.execute(*question.ask(streaming.figures, now, after, most)).one()
            series, after = series[AT_ONCE:], None
            if sent.keys is None:
                continue
            rows, places = question.read(sent, now)
            if rows.num_rows == most:
                after = Place(*places[:, -1].tolist())
                series = question.behind(after)
            yield rows, places


def _together(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(parts) == 1:
        return parts[0]
    table = pa.Table.from_batches(parts, SCHEMA).unify_dictionaries().combine_chunks()
    return table.to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], SCHEMA)
