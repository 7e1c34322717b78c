"""The writer: everything a load brings, in one transaction that ends by publishing a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

import pandas as pd
from geopandas import GeoDataFrame
from sqlalchemy import Connection, Engine, Table, func, select, text

from geodata import tables as t
from geodata.observatory import Observatory
from geodata.store import ledger, queries, versions
from geodata.store.connection import connection
from geodata.store.copy import copy_frame, storable
from geodata.store.frames import check_figures, read_frame, require
from geodata.store.keys import keys_of, present_version, territory_keys, to_keys
from geodata.store.records import DERIVED, Load, LoadRecord, Release
from geodata.store.releases import find_release
from geodata.store.scores import score_columns
from indicators.errors import NotFoundError, StoreError
from indicators.observations import COLUMNS

PRESENT = (1 << 31) - 1  # above every load
CHECK_COLUMNS = ["data_set", "sha256", "name", "outcome", "message", "failing", "rows"]
REJECT_COLUMNS = ["path", "line", "column", "code", "reason", "content"]
ANALYZE = text("analyze indicator, grouping, territory, territory_version, observation, measure, composite")
NO_REJECTS = pd.DataFrame(columns=REJECT_COLUMNS)


class Writer:
    """Write one observatory. Nobody sees anything of it before the transaction is committed.

    Get one from `Writer.open`; the last call must be `publish`, unless nothing was written.
    """

    def __init__(self, opened: Connection, code: str, observatory: int) -> None:
        self._connection, self._code, self._observatory = opened, code, observatory
        self._pending = False
        self._version = present_version(opened, observatory)

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

    def figures(self, data_set: str) -> pd.DataFrame:
        """Return the present figures of a data set, `COLUMNS`."""
        query = queries.observations(self._observatory, PRESENT)
        owned = query.join(t.data_set, t.observation.c.data_set == t.data_set.c.id)
        found = read_frame(self._connection, owned.where(t.data_set.c.code == data_set))[COLUMNS]
        return found.astype({column: "str" for column in COLUMNS if column != "value"})

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
        self._version = version
        every = versions.together(frame, version, others)
        for one in every["version"].unique():
            codes = every.loc[every["version"] == one, "territory"]
            every.loc[codes.index, "key"] = codes.map(self._keys(t.territory, codes, hierarchy_version=one))
        keyed = every.assign(territory=every["key"].astype(int))
        _, number = ledger.record_load(self._connection, self._observatory, load, len(keyed), NO_REJECTS)
        return versions.replace_territories(self._connection, keyed, self._observatory, number)

    def _places(self) -> dict[str, int]:
        return territory_keys(self._connection, self._observatory, self._version)

    def _keys(self, table: Table, codes: Iterable[str], **owner: str | int) -> dict[str, int]:
        return keys_of(self._connection, table, codes, observatory=self._observatory, **owner)

    def write_observations(self, load: Load, frame: pd.DataFrame, rejects: pd.DataFrame) -> int:
        """Make a frame the present figures of a data set, and keep the rows it could not use.

        Parameters
        ----------
        load : Load
            Where they come from.
        frame : DataFrame
            Columns `COLUMNS`; NaN is a figure that is missing and says so in its status.
        rejects : DataFrame
            Columns path, line, column, code, reason, content.

        Returns
        -------
        int
            How many figures are new or changed.

        Raises
        ------
        DataError
            Where a territory is unknown, a key is given twice, or a value is infinite.
        """
        return self._write(load, frame, rejects)[0]

    def _write(self, load: Load, frame: pd.DataFrame, rejects: pd.DataFrame) -> tuple[int, int]:
        self._pending = True
        frame = check_figures(frame, load.data_set)
        rejects = require(rejects, REJECT_COLUMNS, load.data_set)
        data_set, number = ledger.record_load(self._connection, self._observatory, load, len(frame), rejects)
        keyed = frame.assign(
            indicator=frame["indicator"].map(self._keys(t.indicator, frame["indicator"])),
            territory=to_keys(frame["territory"], self._places()),
            group=frame["group"].map(self._keys(t.grouping, frame["group"])),
        )
        changed = versions.replace_observations(self._connection, keyed, self._observatory, data_set, number)
        return changed, number

    def publish(
        self,
        declaration: Observatory,
        derived: pd.DataFrame,
        measures: pd.DataFrame,
        composites: pd.DataFrame,
    ) -> Release:
        """Make what was written, with the scores computed from it, the release that readers see.

        Parameters
        ----------
        declaration : Observatory
            Stored with the release. Data sets it does not declare are closed.
        derived : DataFrame
            Columns `COLUMNS`: rolled-up, inherited and computed figures.
        measures, composites : DataFrame
            Columns `MEASURES` and `COMPOSITES`.

        Raises
        ------
        DataError
            Where two data sets give the same figure, or a score names an unknown territory or indicator.
        """
        load = Load(
            data_set=DERIVED, kind="derived", sha256="", fingerprint=declaration.hash, rows_read=len(derived)
        )
        _, number = self._write(load, derived, NO_REJECTS)
        ledger.retire(self._connection, self._observatory, declaration, number)
        ledger.refuse_clash(self._connection, self._observatory)
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
        keys = {"territory": self._places()}
        if "indicator" in frame:
            keys["indicator"] = self._keys(t.indicator, ())
        for column, known in keys.items():
            frame[column] = to_keys(frame[column], known)
        copy_frame(self._connection, table.name, frame)


def _lock(observatory: str) -> int:
    return int.from_bytes(hashlib.sha256(observatory.encode()).digest()[:8], signed=True)
