"""The territories: as a table, or drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pandas as pd
import pyarrow as pa
from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api.call import Call, open_call
from dashboard.api.editions import Editions
from dashboard.api.filters import Observatory, TerritoryFilters
from dashboard.api.formats.geojson import GEOMETRY
from dashboard.api.negotiate import SPATIAL, TABULAR
from dashboard.api.schemas import offers
from dashboard.library import Edition
from geodata.codebook import tables
from geodata.lookup import require_known
from geodata.simplify import simplify
from geodata.typed import to_arrow
from indicators.errors import NotFoundError

TABLE = tables()["territories"]
OFFERED = (*TABULAR, *SPATIAL)
PIECE = 1_000  # boundaries that are held at once, where they need not be simplified together


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""

    @api.get(
        "/observatories/{observatory}/territories",
        responses=offers("territories_page", OFFERED),
        tags=["territories"],
    )
    def list_territories(
        request: Request, observatory: Observatory, filters: Annotated[TerritoryFilters, Query()]
    ) -> Response:
        """List the territories; in the spatial formats with their boundaries."""
        call = open_call(editions, request, observatory, filters, OFFERED)
        frame = chosen(call.edition, filters)
        if call.format in SPATIAL:
            return call.answer_pieces(TABLE, lambda: drawn(editions, call, frame, filters.simplify))
        return call.answer_table(TABLE, lambda: to_arrow(TABLE, frame), filters)


def chosen(edition: Edition, filters: TerritoryFilters) -> pd.DataFrame:
    """Return the territories that are wanted, the largest first, by code.

    Raises
    ------
    NotFoundError
        Where a level or a territory is named that is not there, or a box that holds nothing.
    """
    frame = edition.territories
    levels = [level.code for level in edition.declaration.hierarchy.levels]
    for code in (*filters.territory, *([filters.parent] if filters.parent else [])):
        require_known("territory", code, frame.index)
    if filters.level is not None:
        require_known("level", filters.level, levels)
        frame = frame[frame["level"] == filters.level]
    if filters.parent is not None:
        frame = frame[frame["parent"] == filters.parent]
    if filters.territory:
        frame = frame[frame.index.isin(filters.territory)]
    if filters.bbox is not None:
        frame = frame[_meeting(frame, filters.bbox)]
    rank = frame["level"].map({code: at for at, code in enumerate(levels)})
    return frame.assign(rank=rank).sort_values("rank", kind="stable")


def _meeting(frame: pd.DataFrame, bbox: str) -> pd.Series[bool]:
    """Tell whose extent meets a box; one whose west lies east of its east crosses the 180th meridian."""
    west, south, east, north = (float(side) for side in bbox.split(","))
    if south > north:
        raise NotFoundError(f"no territory lies in bbox={bbox}", mend="write west,south,east,north")
    high = (frame["south"] <= north) & (frame["north"] >= south)
    if west <= east:
        return high & (frame["west"] <= east) & (frame["east"] >= west)
    return high & ((frame["west"] <= east) | (frame["east"] >= west))


def drawn(editions: Editions, call: Call, frame: pd.DataFrame, tolerance_m: int) -> Iterator[pa.RecordBatch]:
    """Yield territories with their boundaries, a level after the other; at least one piece."""
    yield _piece(frame.iloc[:0], pd.Series(dtype=object))
    source, release = editions.library.source, call.edition.release
    for level, here in frame.groupby("rank", sort=True):
        del level
        if tolerance_m:
            shapes = source.boundaries(release, level=str(here["level"].iloc[0])).set_index("territory")
            yield _piece(here, simplify(shapes[GEOMETRY], tolerance_m))
            continue
        for start in range(0, len(here), PIECE):
            rows = here.iloc[start : start + PIECE]
            shapes = source.boundaries(release, rows.index).set_index("territory")
            yield _piece(rows, shapes[GEOMETRY])


def _piece(frame: pd.DataFrame, shapes: pd.Series[bytes]) -> pa.RecordBatch:
    rows = to_arrow(TABLE, frame)
    found = shapes.to_dict()
    geometry = pa.array([found.get(code) for code in frame.index], pa.binary())
    whole = rows.append_column(GEOMETRY, geometry)
    return pa.RecordBatch.from_arrays(
        [column.combine_chunks() for column in whole.columns], whole.column_names
    )
