"""The tables of a package, each as Arrow with the types of the codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import chain

import pandas as pd
import pyarrow as pa

from geodata.balances import balances, lay_figures, wanted
from geodata.codebook import tables
from geodata.declared import declared_indicators, declared_shocks
from geodata.store import Reader, Release, Stream, Wanted
from geodata.typed import arrow_schema, to_arrow

Pieces = Iterator[pa.RecordBatch]
Turn = Callable[[Pieces], Pieces]
GEOMETRY = "geometry"


class Contents:
    """Everything that a release holds, read as it is asked for; the figures in pieces, never whole.

    Parameters
    ----------
    reader : Reader
        Of an engine connected as export: a big release takes longer than a page may.
    turn : callable
        Lets pieces be read only when it is their turn.
    """

    def __init__(self, reader: Reader, release: Release, turn: Turn = iter) -> None:
        self.reader, self.release = reader, release
        self._stream, self._turn = Stream(reader.engine), turn

    def pieces(self, table: str) -> Pieces:
        """Return a table of the codebook, in pieces, at least one, with its types."""
        schema = arrow_schema(tables()[table])
        if table != "observations":
            return _whole(to_arrow(tables()[table], self._frames[table]()))
        pieces = (piece.cast(schema) for piece in self._figures(Wanted()))
        return chain([pa.RecordBatch.from_pylist([], schema)], pieces)

    def _figures(self, wanted: Wanted) -> Pieces:
        return self._turn(self._stream.pieces(self.release, wanted))

    def places(self) -> Pieces:
        """Return the territories with their boundaries, in well-known binary."""
        shapes = self.reader.boundaries(self.release).set_index("territory")[GEOMETRY]
        places = to_arrow(tables()["territories"], self.territories)
        drawn = [shapes.get(code) for code in self.territories["territory"]]
        return _whole(places.append_column(GEOMETRY, pa.array(drawn, pa.binary())))

    @cached_property
    def territories(self) -> pd.DataFrame:
        """The territories of the present version of the hierarchy."""
        return self.reader.territories(self.release)

    @cached_property
    def loads(self) -> pd.DataFrame:
        """Every load that a figure of the release may have come with."""
        return self.reader.loads(self.release, superseded=True)

    @cached_property
    def _balances(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        declared = self.release.declaration
        return balances(lay_figures(self._figures(wanted(declared))), declared, self.territories)

    @cached_property
    def _frames(self) -> dict[str, Callable[[], pd.DataFrame]]:
        declared, release = self.release.declaration, self.release
        return {
            "territories": lambda: self.territories,
            "indicators": lambda: declared_indicators(declared),
            "shocks": lambda: declared_shocks(declared),
            "loads": lambda: self.loads,
            "measures": lambda: self.reader.measures(release),
            "composites": lambda: self.reader.composites(release),
            "balance": lambda: self._balances[0],
            "balance_scores": lambda: self._balances[1],
        }


def _whole(table: pa.Table) -> Pieces:
    return iter(table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], table.schema)])
