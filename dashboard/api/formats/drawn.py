"""Figures with the boundaries of their territories, for the spatial formats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import pandas as pd
import pyarrow as pa

from dashboard.api.formats.geojson import GEOMETRY

MOST_DRAWN = 50_000  # rows: each carries its boundary
AT_ONCE = 500  # rows that are drawn together


def draw(
    pieces: Iterable[pa.RecordBatch], boundaries: Callable[[Collection[str]], pd.DataFrame]
) -> Iterator[pa.RecordBatch]:
    """Put a column of boundaries to rows that have a territory.

    Parameters
    ----------
    boundaries : callable
        Takes codes; returns territory, geometry (well-known binary).
    """
    for piece in pieces:
        for start in range(0, max(piece.num_rows, 1), AT_ONCE):
            rows = piece.slice(start, AT_ONCE)
            codes = rows.column("territory").to_pylist()
            shapes = boundaries(set(codes)).set_index("territory")["geometry"].to_dict()
            drawn = pa.array([shapes.get(code) for code in codes], pa.binary())
            names = rows.schema.names
            plain = [_plain(column) for column in rows.columns]
            yield pa.RecordBatch.from_arrays([*plain, drawn], [*names, GEOMETRY])


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
