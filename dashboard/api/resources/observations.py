"""The figures: by the page, or all that is wanted in one stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import pyarrow as pa
from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api.call import Call, open_call
from dashboard.api.editions import Editions
from dashboard.api.figure_filters import ObservationFilters, at_vintage
from dashboard.api.filters import Observatory
from dashboard.api.formats.drawn import MOST_DRAWN, draw
from dashboard.api.formats.xlsx import MOST_ROWS
from dashboard.api.negotiate import JSON, SDMX_CSV, SPATIAL, TABULAR, XLSX, Format
from dashboard.api.page import write_page
from dashboard.api.places import require_indicators, require_places
from dashboard.api.refusals import ContradictionError, TooMuchError
from dashboard.api.schemas import offers
from geodata.codebook import tables
from geodata.lookup import require_known
from geodata.store import SCHEMA, Place, Stream, Wanted
from indicators.observations import frequency, period_start

TABLE = tables()["observations"]
OFFERED = (*TABULAR, SDMX_CSV, *SPATIAL)
MOST = {XLSX: MOST_ROWS, **dict.fromkeys(SPATIAL, MOST_DRAWN)}


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""

    @api.get(
        "/observatories/{observatory}/observations",
        responses=offers("observations_page", OFFERED),
        tags=["figures"],
    )
    def list_observations(
        request: Request, observatory: Observatory, filters: Annotated[ObservationFilters, Query()]
    ) -> Response:
        """List the figures; as JSON by the page, in every other format all at once."""
        seen = at_vintage(editions, observatory, filters)
        call = open_call(editions, request, observatory, seen, OFFERED)
        stream = editions.stream if call.format == JSON else editions.exports.stream
        for group in filters.group:
            require_known("group", group, stream.contents(call.edition.release).groups.keys)
        wanted = wanted_of(call, filters)
        if call.format == JSON:
            return call.answer(TABLE.table, lambda: _page(stream, call, wanted, filters))
        return call.answer_pieces(TABLE, lambda: _pieces(call, wanted))


def wanted_of(call: Call, filters: ObservationFilters) -> Wanted:
    """Say which figures are wanted.

    Raises
    ------
    NotFoundError
        Where an indicator, territory or level is named that is not there.
    ContradictionError
        Where the first period lies behind the last.
    """
    require_places(call.edition, filters)
    require_indicators(call.edition, filters.indicator)
    since = None if filters.period_from is None else period_start(filters.period_from)
    until = None if filters.period_to is None else _last_start(filters.period_to)
    if since and until and since > until:
        what = f"`period_from` ({filters.period_from}) lies behind `period_to` ({filters.period_to})"
        raise ContradictionError(what, mend="exchange them, or leave one of them out")
    return Wanted(
        indicators=filters.indicator or None,
        territories=filters.territory or None,
        level=filters.level,
        parent=filters.parent,
        groups=filters.group or None,
        at=filters.frequency,
        since=since,
        until=until,
        load=filters.load,
    )


def _last_start(period: str) -> date:
    """Return the first day of the last month in a period: no shorter period begins later in it."""
    start = period_start(period)
    return start.replace(month=start.month + {"A": 11, "Q": 2, "M": 0}[frequency(period)])


def _page(stream: Stream, call: Call, wanted: Wanted, filters: ObservationFilters) -> bytes:
    """Write one page, with the address of the next."""
    after = None if filters.after is None else Place(*map(int, filters.after.split("-")))
    rows, end = stream.page(call.edition.release, wanted, filters.limit, after)
    return write_page(call.edition.release, rows, None if end is None else call.address(after=end))


def _pieces(call: Call, wanted: Wanted) -> Iterator[pa.RecordBatch]:
    """Read all that is wanted, in turn with others; at least one piece.

    Raises
    ------
    TooMuchError
        Where it is more than the format holds.
    """
    exports, release = call.exports, call.edition.release
    if call.format in MOST:
        refuse_more(call.format, exports.stream.count(release, wanted, MOST[call.format] + 1))
    pieces = at_least_one(exports.stream.pieces(release, wanted))
    if call.format in SPATIAL:
        pieces = draw(pieces, lambda codes: exports.source.boundaries(release, codes))
    yield from exports.in_turn(pieces)


def at_least_one(pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Put a piece without rows where there is none."""
    yield next(pieces, pa.RecordBatch.from_pylist([], SCHEMA))
    yield from pieces


def refuse_more(format: Format, rows: int) -> None:
    """Refuse more rows than a format holds.

    Raises
    ------
    TooMuchError
        Naming another way.
    """
    if rows > MOST[format]:
        other = "ask for one indicator, period and level" if format in SPATIAL else "take csv or parquet"
        raise TooMuchError(f"more than the {MOST[format]:,} rows that {format.name} holds", mend=other)
