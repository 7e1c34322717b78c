"""One question for figures of a release: which, in what order, and how what is sent is read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Row, TextClause

from geodata.store.binary import read_array
from geodata.store.contents import Contents, Series
from geodata.store.packed import is_time, period_of, time_parts, unpack
from geodata.store.records import Release
from indicators.errors import NotFoundError

FEW = 200  # territories that are looked up one by one
_CODED = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        *((name, _CODED) for name in ("indicator", "territory", "period", "group")),
        ("value", pa.float64()),
        *((name, _CODED) for name in ("unit", "status", "data_set")),
        ("load", pa.int32()),
    ]
)
"""The columns of a piece."""
Places = NDArray[np.int64]  # shape (4, rows): the parts of a `Place`
Asked = tuple[TextClause, dict[str, object]]
Write = Callable[[tuple[str, ...]], TextClause]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which figures are wanted; what is None does not narrow.

    Attributes
    ----------
    parent : str
        Of the territories: those right under it.
    at : {"A", "Q", "M"}
        Frequency.
    since, until : date
        First and last day on which a period may begin.
    load : int
        The one that brought them.
    """

    indicators: Collection[str] | None = None
    territories: Collection[str] | None = None
    level: str | None = None
    parent: str | None = None
    groups: Collection[str] | None = None
    at: str | None = None
    since: date | None = None
    until: date | None = None
    load: int | None = None


@dataclass(frozen=True)
class Place:
    """A figure that a piece ended with: the keys of its parts, and its time (`packed.time_of`)."""

    indicator: int
    group: int
    territory: int
    time: int

    def __str__(self) -> str:
        """Write it as one word.

        Examples
        --------
        >>> str(Place(1, 2, 3, 4))
        '1-2-3-4'
        """
        return "-".join(map(str, astuple(self)))


class Question:
    """Ask for figures, and read what is sent.

    Attributes
    ----------
    series : list of (indicator, grouping)
        Those that may hold what is wanted, in their order.
    planned : bool
        Whether the statement is to be planned for these very parameters.
    """

    def __init__(self, contents: Contents, release: Release, wanted: Wanted) -> None:
        self._contents = contents
        places = contents.placed(wanted.territories, wanted.level, wanted.parent)
        few = wanted.territories is not None and len(places) <= FEW
        narrowed = {name: getattr(wanted, name) for name in ("at", "since", "until", "load")}
        narrowed = {name: value for name, value in narrowed.items() if value is not None}
        self._given = {**narrowed, "territories": places, "high": release.load_high}
        self.planned = not few
        self._narrowings = ("territories" if few else "many", *narrowed)
        indicators = {*contents.indicators.chosen(wanted.indicators)}
        groups = {*contents.groups.chosen(wanted.groups)}
        self.series = [(i, g) for i, g in contents.series if i in indicators and g in groups and places]

    def behind(self, place: Place | None) -> list[Series]:
        """Return the series from the one of a place on; all without one.

        Raises
        ------
        NotFoundError
            Where it is not a place in them.
        """
        if place is None:
            return self.series
        first = (place.indicator, place.group)
        known = first in self.series and place.territory in self._contents.places.index
        if not (known and is_time(place.time)):
            raise NotFoundError(f"nothing that is asked for ends at {place}", mend="begin at the start")
        return self.series[self.series.index(first) :]

    def ask(self, write: Write, series: list[Series], after: Place | None, most: int) -> Asked:
        """Return one of the statements of `streaming`, and its parameters."""
        indicators, groups = ([*keys] for keys in zip(*series, strict=True))
        asked = {**self._given, "indicators": indicators, "groups": groups, "most": most}
        return write(self._narrowings), {**asked, **_start(after)}

    def read(self, row: Row[Any], series: list[Series]) -> tuple[pa.RecordBatch, Places]:
        """Read what was sent: the rows, and the place of each."""
        known = self._contents
        territory, number, time = unpack(read_array(row.keys, "int64"))
        loads = read_array(row.loads, "int32")
        indicators, groups = np.array(series, np.int64).T[:, number - 1]
        indicator = known.indicators.written(indicators)
        columns = [
            indicator,
            known.territories.written(territory),
            _coded(time, period_of),
            known.groups.written(groups),
            pa.array(read_array(row.values_sent, "float64"), from_pandas=True),
            known.units.take(indicator.indices),
            pc.split_pattern(pa.array([row.statuses]), ",").values.dictionary_encode(),
            _coded(loads, known.owners.__getitem__),
            pa.array(loads),
        ]
        places = np.stack([indicators, groups, territory, time])
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA), places


def _start(after: Place | None) -> dict[str, object]:
    if after is None:
        return {"territory": -1, "start": date.min, "frequency": ""}
    start, frequency = time_parts(after.time)
    return {"territory": after.territory, "start": start, "frequency": frequency}


def _coded(numbers: NDArray[Any], name: Callable[[int], str]) -> pa.DictionaryArray:
    """Write numbers as texts, each different one looked up once."""
    met, places = np.unique(numbers, return_inverse=True)
    codes = pa.array([name(number) for number in met.tolist()], pa.string())
    return codes.dictionary_encode().take(pa.array(places.astype(np.int32)))  # two numbers may have one name
