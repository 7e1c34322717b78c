"""What a release's integer keys stand for, read once a release: whatever a stream looks up for its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, Table, select

from geodata import tables as t
from geodata.store.frames import read_frame
from geodata.store.queries import visible
from geodata.store.records import Release
from geodata.store.streaming import SERIES
from indicators.indicator import Indicator

Series = tuple[int, int]  # keys of an indicator and of a grouping


class Labels:
    """The codes that keys stand for, in the order of the codes.

    Parameters
    ----------
    keys : sequence of int
    codes : sequence of str
        As long; none twice.
    """

    def __init__(self, keys: Iterable[int], codes: Iterable[str]) -> None:
        pairs = sorted(zip(codes, keys, strict=True))
        self.keys = dict(pairs)
        self.codes = pa.array(self.keys, pa.string())
        self._places = np.full(max(self.keys.values(), default=-1) + 1, -1, np.int32)
        self._places[[*self.keys.values()]] = np.arange(len(pairs))

    def chosen(self, codes: Collection[str] | None) -> list[int]:
        """Return the keys of codes, in the order of the codes; all without any."""
        if codes is None:
            return [*self.keys.values()]
        return [self.keys[code] for code in sorted({*codes} & self.keys.keys())]

    def written(self, keys: NDArray[np.int64]) -> pa.DictionaryArray:
        """Write keys as codes."""
        return pa.DictionaryArray.from_arrays(self._places[keys], self.codes)


@dataclass(frozen=True)
class Contents:
    """The codes of one release, and the series that there are.

    Attributes
    ----------
    places : DataFrame
        Indexed by the key of a territory: territory (its code), level, parent.
    owners : dict
        Key of a load -> code of the data set that it brought.
    units : array
        Of the indicators, in their order.
    series : list of (indicator, grouping)
        Keys, in the order of the codes.
    """

    places: pd.DataFrame
    territories: Labels
    indicators: Labels
    groups: Labels
    owners: dict[int, str]
    units: pa.DictionaryArray
    series: list[Series]

    def placed(self, codes: Collection[str] | None, level: str | None, parent: str | None) -> list[int]:
        """Return the keys of the territories that are wanted."""
        keys = self.territories.chosen(codes)
        if level is None and parent is None:
            return keys
        places = self.places.loc[keys]
        if level is not None:
            places = places[places["level"] == level]
        if parent is not None:
            places = places[places["parent"] == parent]
        return [int(key) for key in places.index]


def read_contents(connection: Connection, release: Release) -> Contents:
    """Read the codes of a release."""
    places = read_frame(connection, _places(release)).set_index("id")
    indicators, groups = (_labels(connection, table, release) for table in (t.indicator, t.grouping))
    owners = {row.id: row.code for row in connection.execute(_owners(release))}
    declared = release.declaration.indicators
    return Contents(
        places,
        Labels(places.index, places["territory"]),
        indicators,
        groups,
        owners,
        pa.array([_unit(declared.get(code)) for code in indicators.keys], pa.string()).dictionary_encode(),
        _series(connection, release, indicators, groups),
    )


def _unit(indicator: Indicator | None) -> str:
    return "" if indicator is None else indicator.unit.in_("en")


def _labels(connection: Connection, table: Table, release: Release) -> Labels:
    query = select(table.c.id, table.c.code).where(table.c.observatory == release.observatory_id)
    found = read_frame(connection, query)
    return Labels(found["id"], found["code"])


def _owners(release: Release) -> Select[tuple[int, str]]:
    load, data_set = t.load.c, t.data_set
    return (
        select(load.id, data_set.c.code)
        .join(data_set, load.data_set == data_set.c.id)
        .where(load.observatory == release.observatory_id, load.id <= release.load_high)
    )


def _places(release: Release) -> Select[tuple[int, str, str, str]]:
    place, fact = t.territory.c, t.territory_version
    return (
        select(place.id, place.code.label("territory"), fact.c.level, fact.c.parent)
        .join(fact, fact.c.territory == place.id)
        .where(
            place.observatory == release.observatory_id,
            place.hierarchy_version == release.declaration.hierarchy.version,
            visible(fact, release.load_high),
        )
    )


def _series(connection: Connection, release: Release, indicators: Labels, groups: Labels) -> list[Series]:
    """Find which indicators have which groups, in the order of the codes."""
    given = {"indicators": indicators.chosen(None), "groups": groups.chosen(None), "high": release.load_high}
    return [(row.indicator, row.grouping) for row in connection.execute(SERIES, given)]
