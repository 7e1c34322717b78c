"""The writer: everything a load brings, in one transaction that ends by publishing a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Self

import pandas as pd
from geopandas import GeoDataFrame
from sqlalchemy import Connection, Engine, Table, func, select, text

from geodata import tables as t
from geodata.observatory import Observatory
from geodata.store import ledger, statements, versions
from geodata.store.connection import connection
from geodata.store.copy import copy_frame, storable
from geodata.store.frames import require
from geodata.store.keys import Book, keys_of, to_keys
from geodata.store.present import Present
from geodata.store.records import DERIVED, Load, LoadRecord, Release
from geodata.store.releases import find_release
from geodata.store.scores import score_columns
from geodata.store.settlement import add, close, without_loops
from geodata.store.stage import Stage
from geodata.store.survey import Survey
from indicators.errors import NotFoundError, StoreError

CHECK_COLUMNS = ["data_set", "sha256", "name", "outcome", "message", "failing", "rows"]
REJECT_COLUMNS = ["path", "line", "column", "code", "reason", "content"]
ANALYZE = text("analyze indicator, grouping, territory, territory_version, measure, composite")
NO_REJECTS = pd.DataFrame(columns=REJECT_COLUMNS)


class Writer:
    """Write one observatory. Nobody sees anything of it before the transaction is committed.

    Get one from `Writer.open`; the last call must be `publish`, unless nothing was written.
    """

    def __init__(self, opened: Connection, code: str, observatory: int) -> None:
        self._connection, self._code, self._observatory = opened, code, observatory
        self._book = Book(opened, observatory)
        self._stages: dict[str, Stage] = {}
        self._pending = False

    @classmethod
    @contextmanager
    def open(cls, engine: Engine, observatory: str) -> Iterator[Self]:
        """Wait for the observatory's lock, then hand out its writer; commit at a clean exit.

        Raises
        ------
        StoreError
            Where the database is away, or something was written and not published: all is rolled back.
        """
        with connection(engine) as opened:
            opened.execute(select(func.pg_advisory_xact_lock(_lock(observatory))))
            writer = cls(opened, observatory, keys_of(opened, t.observatory, [observatory])[observatory])
            yield writer
            if writer._pending:
                raise StoreError("figures were written but not published", where=observatory)

    def current(self) -> dict[str, LoadRecord]:
        """Return the load behind the present figures of each data set."""
        load = t.load.c
        query = (
            select(t.data_set.c.code, load.id, load.sha256, load.fingerprint, load.columns)
            .join(t.data_set, load.data_set == t.data_set.c.id)
            .where(load.observatory == self._observatory, load.superseded_by.is_(None))
        )
        rows = self._connection.execute(query)
        return {code: LoadRecord(key, sha, made, tuple(columns)) for code, key, sha, made, columns in rows}

    def place(self, frame: pd.DataFrame, version: str) -> None:
        """Make known which territories there are to be, before any figure is staged.

        Parameters
        ----------
        frame : DataFrame
            Columns territory, level and parent: every level at once.
        version : str
            Hierarchy version: the same code in another version is another territory.
        """
        keys = self._book.enter_territories(frame["territory"], version)
        members = frame["parent"].value_counts()
        self._connection.execute(text(statements.PLACE))
        rows = pd.DataFrame(
            {
                "territory": frame["territory"].map(keys),
                "code": frame["territory"],
                "level": frame["level"],
                "parent": frame["parent"].map(keys).astype("Int64"),
                "members": frame["territory"].map(members).fillna(0).astype(int),
            }
        )
        copy_frame(self._connection, "place", rows)

    def stage(self, data_set: str) -> Stage:
        """Return where the new figures of a data set are gathered; `settle` makes them the present ones."""
        self._pending = True
        if data_set not in self._stages:
            key = keys_of(self._connection, t.data_set, [data_set], observatory=self._observatory)[data_set]
            self._stages[data_set] = Stage(self._connection, key, self._book)
        return self._stages[data_set]

    def survey(self, data_set: str) -> Survey:
        """Compare what is staged of a data set with its present figures; `place` comes before."""
        return Survey(self.stage(data_set))

    def present(self) -> Present:
        """Return the reader of the present published figures; `place` comes before."""
        return Present(self._connection, self._observatory, self._book)

    def record_checks(self, results: pd.DataFrame) -> None:
        """Keep what the checks of one run said.

        Parameters
        ----------
        results : DataFrame
            Columns data_set, sha256, name, outcome, message, failing and rows (JSON).
        """
        kept = require(results, CHECK_COLUMNS, "checks").assign(observatory=self._observatory)
        for column in ("message", "rows"):
            kept[column] = [storable(str(cell)) for cell in kept[column]]
        copy_frame(self._connection, "check_result", kept)

    def write_territories(
        self, load: Load, frame: GeoDataFrame, version: str, others: GeoDataFrame | None = None
    ) -> int:
        """Make a frame the present territories, and another one those of other versions.

        Parameters
        ----------
        load : Load
            Where they come from.
        frame : GeoDataFrame
            As `territory.assemble` makes it: every level at once.
        version : str
            Hierarchy version: the same code in another version is another territory.
        others : GeoDataFrame, optional
            The territories of other versions, with version and fate.

        Returns
        -------
        int
            How many territories are new or changed.
        """
        self._pending = True
        every = versions.together(frame, version, others)
        number = ledger.record_load(self._connection, self._observatory, load, len(every), NO_REJECTS)
        self._book.forget_territories(version)
        return versions.replace_territories(self._connection, every, self._observatory, number)

    def settle(self, loads: Mapping[Load, pd.DataFrame], declaration: Observatory) -> int:
        """Make the staged figures of data sets their present ones, and keep the rows they could not use.

        Parameters
        ----------
        loads : mapping
            Where the figures of each data set come from -> its rejects, columns path, line, column, code,
            reason, content.
        declaration : Observatory
            Data sets it does not declare are closed.

        Returns
        -------
        int
            How many figures are new or changed.

        Raises
        ------
        DataError
            Where a key is given twice, by one data set or by two.
        """
        return self._settle(loads, declaration)[1]

    def _settle(self, loads: Mapping[Load, pd.DataFrame], declaration: Observatory) -> tuple[int, int]:
        """Return the key of the highest load too; 0 where there is none."""
        stages = {}
        for load, rejects in loads.items():
            stage = self.stage(load.data_set)
            kept = require(rejects, REJECT_COLUMNS, load.data_set)
            number = ledger.record_load(self._connection, self._observatory, load, stage.count, kept)
            stages[number] = self._stages.pop(load.data_set)
        if not stages:
            return 0, 0
        without_loops(self._connection)
        ledger.retire(self._connection, self._observatory, declaration, max(stages))
        close(stages, self._data_sets().get(DERIVED))
        added = add(self._connection, self._observatory, stages)
        for stage in stages.values():
            stage.drop()
        return max(stages), added

    def _data_sets(self) -> dict[str, int]:
        return keys_of(self._connection, t.data_set, (), observatory=self._observatory)

    def publish(
        self,
        declaration: Observatory,
        measures: pd.DataFrame,
        composites: pd.DataFrame,
    ) -> Release:
        """Make what was written, with the scores computed from it, the release that readers see.

        The staged figures of the data set ``derived``, rolled up, inherited or computed, are settled here.

        Parameters
        ----------
        declaration : Observatory
            Stored with the release. Data sets it does not declare are closed.
        measures, composites : DataFrame
            Columns `MEASURES` and `COMPOSITES`.

        Raises
        ------
        DataError
            Where two data sets give the same figure, or a score names an unknown territory or indicator.
        """
        count = self.stage(DERIVED).count
        load = Load(
            data_set=DERIVED, kind="derived", sha256="", fingerprint=declaration.hash, rows_read=count
        )
        number, _ = self._settle({load: NO_REJECTS}, declaration)
        key = ledger.enter_release(self._connection, self._observatory, declaration, number)
        self._write_scores(t.measure, measures, key)
        self._write_scores(t.composite, composites, key)
        self._connection.execute(ANALYZE)
        self._pending = False
        found = find_release(self._connection, self._code)
        if found is None:
            raise StoreError("the release just published cannot be found", where=self._code)
        return found

    def roll_back(self, number: int | None = None) -> Release:
        """Make a release that was published before the one readers see; without a number, the one before it.

        No figure is written or closed: a release stands for the same numbers for ever, and the next load
        makes a new one. A number above the current one goes forward again.

        Raises
        ------
        NotFoundError
            Where there is no such release.
        """
        current = find_release(self._connection, self._code)
        if current is None:
            raise NotFoundError(f"'{self._code}' was never loaded", mend=f"try: recovery load {self._code}")
        number = current.number - 1 if number is None else number
        wanted = find_release(self._connection, self._code, number)
        if wanted is None:
            what = f"'{self._code}' has no release {number}"
            raise NotFoundError(what, mend=f"see: recovery releases {self._code}")
        ledger.make_current(self._connection, self._observatory, wanted.id)
        return wanted

    def _write_scores(self, table: Table, frame: pd.DataFrame, release: int) -> None:
        frame = require(frame, score_columns(table), table.name).assign(release=release)
        if frame.empty:
            return
        frame["territory"] = to_keys(frame["territory"], self._book.territories())
        if "indicator" in frame:
            frame["indicator"] = to_keys(frame["indicator"], self._book.keys(t.indicator, ()))
        copy_frame(self._connection, table.name, frame)


def _lock(observatory: str) -> int:
    return int.from_bytes(hashlib.sha256(observatory.encode()).digest()[:8], signed=True)
