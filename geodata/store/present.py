"""The present published figures, read back in batches to be scored: as numbers, then as frames of codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from geodata import tables as t
from geodata.store import statements
from geodata.store.binary import read_columns
from geodata.store.keys import Book
from geodata.store.packed import PACKED, period_of, unpack, written
from geodata.store.records import DERIVED
from indicators.observations import COLUMNS

FIGURE = {"indicator": "int32", "key": "int64", "value": "float64", "flags": "int32"}
LETTERS = 26


class Present:
    """The present figures of one observatory's territories, those written in this transaction among them."""

    def __init__(self, connection: Connection, observatory: int, book: Book) -> None:
        self._connection, self._observatory, self._book = connection, observatory, book

    def counts(self) -> pd.DataFrame:
        """Count the published figures: columns indicator, group and count."""
        given = {"observatory": self._observatory, "derived": DERIVED}
        rows = self._connection.execute(text(statements.COUNTS), given).all()
        return pd.DataFrame(rows, columns=["indicator", "group", "count"])

    def figures(
        self,
        indicators: Collection[str],
        groups: Collection[str] | None = None,
        whole: Collection[str] = (),
    ) -> pd.DataFrame:
        """Return published figures, `COLUMNS`, in one order whatever they were loaded in.

        Parameters
        ----------
        groups : collection of str, optional
            Only these groups; all where None.
        whole : collection of str
            Indicators of which every group is wanted all the same.
        """
        return self._read(statements.PRESENT, indicators, groups, whole=self._indicators(whole))

    def estimates(self, indicators: Collection[str], groups: Collection[str] | None = None) -> pd.DataFrame:
        """Return figures converted from older territories, `COLUMNS`; two data sets may give one."""
        return self._read(statements.ESTIMATED, indicators, groups)

    def _read(
        self, query: str, indicators: Collection[str], groups: Collection[str] | None, **more: object
    ) -> pd.DataFrame:
        given = {
            **more,
            "observatory": self._observatory,
            "derived": DERIVED,
            "indicators": self._indicators(indicators),
            "every": groups is None,
            "groups": [*_chosen(self._book.keys(t.grouping, groups or ()), groups or ())],
        }
        asked = query.replace("{packed}", PACKED).replace("{flags}", statements.FLAGS)
        found = read_columns(self._connection, asked, FIGURE, **given)
        return self._decode(found)

    def _indicators(self, codes: Collection[str]) -> list[int]:
        return _chosen(self._book.keys(t.indicator, codes), codes)

    def _decode(self, found: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
        order = np.lexsort((found["key"], found["indicator"]))
        sorted_ = {name: column[order] for name, column in found.items()}
        territory, group, time = unpack(sorted_["key"])
        territories = {key: code for code, key in self._book.territories().items()}
        groups = {key: code for code, key in self._book.keys(t.grouping, ()).items()}
        indicators = {key: code for code, key in self._book.keys(t.indicator, ()).items()}
        columns = {
            "indicator": written(sorted_["indicator"], indicators.__getitem__),
            "territory": written(territory, territories.__getitem__),
            "period": written(time, period_of),
            "group": written(group, groups.__getitem__),
            "value": sorted_["value"],
            "status": written(sorted_["flags"], _flags),
        }
        return pd.DataFrame(columns)[COLUMNS]


def _chosen(known: Mapping[str, int], codes: Collection[str]) -> list[int]:
    return [known[code] for code in codes]


def _flags(bits: int) -> str:
    return "".join(chr(ord("a") + at) for at in range(LETTERS) if bits >> at & 1)
