"""One data set's new figures on their way into the store: in a table of the transaction, as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, CursorResult, text

from geodata import tables as t
from geodata.store import statements
from geodata.store.binary import copy_columns, read_columns
from geodata.store.frames import require
from geodata.store.keys import Book
from geodata.store.packed import PACKED, UNPACKED, pack, period_of, time_of, unpack, written
from indicators.errors import DataError
from indicators.observations import COLUMNS, period_start

CODED = ["indicator", "territory", "period", "group", "status"]
PLACE = {"key": "int64", "value": "float64", "line": "int64", "column": "int32"}
FLAGS = re.compile("[a-z]*")
WORK_MEM = text("set local work_mem = '64MB'")


class Stage:
    """The figures that are to be the present ones of a data set; get one from `Writer.stage`.

    Its table has a row a figure: indicator, packed key (`geodata.store.packed`), value (NaN: missing), the
    numbers of its status and column among those met so far, and its line. `replaces` tells whether the data
    set was loaded before.
    """

    def __init__(self, connection: Connection, data_set: int, book: Book, name: str = "staged") -> None:
        self._connection, self.data_set, self._book = connection, data_set, book
        self._names = {
            "{pairs}": statements.PAIRS,
            "{again}": statements.AGAIN,
            "{staged}": f"{name}_{data_set}",
            "{former}": f"former_{data_set}",
            "{packed}": PACKED,
            "{unpacked}": UNPACKED,
        }
        self.statuses: list[str] = []
        self._columns: list[str] = []
        self.count = 0
        self.replaces = bool(self.run(statements.HAS_LOADS, data_set=data_set).scalar_one())
        connection.execute(WORK_MEM)
        self.run(statements.CREATE)

    @cached_property
    def estimates(self) -> Stage:
        """Where the figures converted from older territories are kept, which show where nothing else does."""
        return Stage(self._connection, self.data_set, self._book, "estimated")

    @property
    def estimated(self) -> bool:
        """Whether there are such figures."""
        return "estimates" in self.__dict__

    def run(self, statement: str, **given: object) -> CursorResult[*tuple[Any, ...]]:
        """Run one of the `statements` on this data set's tables."""
        return self._connection.execute(text(self._named(statement)), given)

    def read(self, statement: str, types: Mapping[str, str], **given: object) -> dict[str, NDArray[Any]]:
        """Read the numbers that one of the `statements` gives."""
        return read_columns(self._connection, self._named(statement), types, **given)

    def _named(self, statement: str) -> str:
        for name, meaning in self._names.items():
            statement = statement.replace(name, meaning)
        return statement

    def add(self, frame: pd.DataFrame) -> None:
        """Append a piece.

        Parameters
        ----------
        frame : DataFrame
            Columns `COLUMNS`, fastest with columns of codes; line and column, where it has them. NaN is a
            figure that is missing and says so in its status.

        Raises
        ------
        DataError
            Where a territory is unknown, a period is none, a code is missing, or a value is infinite.
        """
        frame = require(frame, COLUMNS, "figures").assign(
            line=frame.get("line", 0), column=frame.get("column", "")
        )
        value = frame["value"].to_numpy(dtype=float)
        if np.isinf(value).any():
            raise DataError("an infinite value", mend="reject the row")
        coded = {name: _coded(frame[name]) for name in [*CODED, "column"]}
        if wrong := [flags for flags in coded["status"].categories if not FLAGS.fullmatch(flags)]:
            raise DataError(f"'{wrong[0]}' are not status flags", mend="write small letters")
        times = {period: time_of(period) for period in coded["period"].categories}
        key = pack(
            _replaced(coded["territory"], self._book.territories(coded["territory"].categories)),
            _replaced(coded["group"], self._book.keys(t.grouping, coded["group"].categories)),
            _replaced(coded["period"], times),
        )
        indicator = _replaced(coded["indicator"], self._book.keys(t.indicator, coded["indicator"].categories))
        columns: dict[str, NDArray[Any]] = {
            "indicator": indicator.astype(np.int32),
            "key": key,
            "value": value,
            "status": _numbered(coded["status"], self.statuses),
            "column": _numbered(coded["column"], self._columns),
            "line": frame["line"].to_numpy(dtype=np.int64),
        }
        copy_columns(self._connection, self._names["{staged}"], columns)
        self.count += len(frame)

    def take_repeats(self) -> pd.DataFrame:
        """Take every further figure of a key that was given before out of the stage.

        Returns
        -------
        DataFrame
            Columns of `decode`, first (the line of the first one) and same (whether it has its value), in the
            order of the file.
        """
        self.run(statements.ANALYZE)
        # Sorting the packed keys is three times faster than hashing them.
        self._connection.execute(text("set local enable_hashagg = off"))
        found = self.read(statements.REPEATS, {**PLACE, "first": "int64", "same": "int32"})
        if len(found["key"]):
            self.run(statements.DROP_REPEATS)
        self._connection.execute(text("set local enable_hashagg = on"))
        self.count -= len(found["key"])
        return self.decode(found).assign(same=found["same"] == 1)

    def drop(self) -> None:
        """Give the room of the tables back, once the figures are settled."""
        self.run(statements.DROP)
        if self.estimated:
            self.estimates.drop()

    def mark_break(self, period: str, territories: Collection[str] | None) -> None:
        """Add flag ``b`` to the first figure of each series from a period on; everywhere where None."""
        broken = ["".join(sorted({*status, "b"})) for status in self.statuses]
        self.statuses += [status for status in dict.fromkeys(broken) if status not in self.statuses]
        self.run(
            statements.MARK_BREAK,
            first=period_start(period).toordinal(),
            everywhere=territories is None,
            chosen=self._chosen(territories or ()),
            broken=[self.statuses.index(status) for status in broken],
        )

    def figures(self, territories: Collection[str]) -> pd.DataFrame:
        """Return the staged figures of some territories, as `decode` does."""
        return self.decode(self.read(statements.FIGURES, PLACE, chosen=self._chosen(territories)))

    def _chosen(self, territories: Collection[str]) -> list[int]:
        known = self._book.territories()
        return [known[code] for code in territories if code in known]

    def group_keys(self, groups: Collection[str]) -> list[int]:
        """Return the keys of groups."""
        known = self._book.keys(t.grouping, groups)
        return [known[code] for code in groups]

    def decode(
        self, found: Mapping[str, NDArray[Any]], parts: Collection[str] = ("territory", "period", "group")
    ) -> pd.DataFrame:
        """Write packed keys and columns as what they stand for.

        Returns
        -------
        DataFrame
            Columns territory, period and group, as far as asked for; column, if given; the other numbers as
            they are.
        """
        territory, group, time = unpack(found["key"])
        meanings = {
            "territory": (territory, _names(self._book.territories())),
            "period": (time, period_of),
            "group": (group, _names(self._book.keys(t.grouping, ()))),
        }
        codes = {part: written(*meanings[part]) for part in parts}
        if "column" in found:
            codes["column"] = written(found["column"], self._columns.__getitem__)
        numbers = {name: given for name, given in found.items() if name not in ("key", "column")}
        return pd.DataFrame({**codes, **numbers})


def _names(known: Mapping[str, int]) -> Callable[[int], str]:
    return {key: code for code, key in known.items()}.__getitem__


def _coded(column: pd.Series[Any]) -> pd.Categorical:
    coded = pd.Categorical(column)
    if (coded.codes < 0).any():
        raise DataError(f"a figure without {column.name}", mend="reject the row")
    used = np.bincount(coded.codes, minlength=len(coded.categories)) > 0
    return coded if used.all() else coded.remove_unused_categories()


def _replaced(column: pd.Categorical, by: Mapping[str, int]) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = np.array([by[code] for code in column.categories], dtype=np.int64)
    replaced: NDArray[np.int64] = numbers[column.codes]
    return replaced


def _numbered(column: pd.Categorical, met: list[str]) -> NDArray[np.int32]:
    """Number codes in the order in which they are met."""
    met += [code for code in column.categories if code not in met]
    at = {code: number for number, code in enumerate(met)}
    return _replaced(column, at).astype(np.int32)
