"""The scores of a release: of the recovery in each indicator, and of all together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Annotated

import pandas as pd
import pyarrow as pa
from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api.call import Call, open_call
from dashboard.api.editions import Editions
from dashboard.api.figure_filters import MeasureFilters, PagedScores, ScoreFilters, at_vintage
from dashboard.api.filters import Observatory
from dashboard.api.negotiate import JSON, TABULAR, XLSX
from dashboard.api.page import write_page
from dashboard.api.places import codes_of, require_indicators, require_places
from dashboard.api.resources.observations import MOST, refuse_more
from dashboard.api.schemas import offers
from geodata.codebook import Table, tables
from geodata.store import Reader
from geodata.typed import arrow_schema, to_arrow

HERE = "/observatories/{observatory}"
ALL = "all"
Read = Callable[..., pd.DataFrame]


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""
    _add_scores(api, editions)
    _add_measures(api, editions)


def _add_scores(api: FastAPI, editions: Editions) -> None:
    @api.get(f"{HERE}/scores", responses=offers("composites_page", TABULAR), tags=["scores"])
    def list_scores(
        request: Request, observatory: Observatory, filters: Annotated[ScoreFilters, Query()]
    ) -> Response:
        """List the scores of all indicators together, and of each dimension."""
        call = open_call(editions, request, observatory, at_vintage(editions, observatory, filters), TABULAR)
        require_places(call.edition, filters)
        only = {"territory": codes_of(call.edition, filters), "evaluation": filters.evaluation}
        if filters.dimension is not None:
            only["dimension"] = "" if filters.dimension == ALL else filters.dimension
        return _answer(call, filters, tables()["composites"], _source(call, editions).composites, only)


def _add_measures(api: FastAPI, editions: Editions) -> None:
    @api.get(f"{HERE}/measures", responses=offers("measures_page", TABULAR), tags=["scores"])
    def list_measures(
        request: Request, observatory: Observatory, filters: Annotated[MeasureFilters, Query()]
    ) -> Response:
        """List how each territory came through each shock by each indicator."""
        call = open_call(editions, request, observatory, at_vintage(editions, observatory, filters), TABULAR)
        require_places(call.edition, filters)
        require_indicators(call.edition, filters.indicator)
        only = {"territory": codes_of(call.edition, filters), "evaluation": filters.evaluation}
        only["indicator"] = filters.indicator or None
        return _answer(call, filters, tables()["measures"], _source(call, editions).measures, only)


def _source(call: Call, editions: Editions) -> Reader:
    """A page is read with the readers' connections, a whole table with those of exports."""
    return editions.library.source if call.format == JSON else call.exports.source


def _answer(
    call: Call, filters: PagedScores, table: Table, read: Read, only: Mapping[str, object]
) -> Response:
    """Answer with a page as JSON, or with everything, one shock and year at a time."""
    if filters.shock is not None:
        call.edition.shock(filters.shock)
    if call.format == JSON:
        return call.answer(table.table, lambda: _page(call, filters, table, read, only))
    return call.answer_pieces(table, lambda: _pieces(call, filters, table, read, only))


def _page(call: Call, filters: PagedScores, table: Table, read: Read, only: Mapping[str, object]) -> bytes:
    end = filters.offset + filters.limit
    given = {**only, "shock": filters.shock, "rows": slice(filters.offset, end + 1)}
    rows = to_arrow(table, read(call.edition.release, **given))
    following = call.address(offset=end) if rows.num_rows > filters.limit else None
    return write_page(call.edition.release, rows.slice(0, filters.limit), following)


def _pieces(
    call: Call, filters: PagedScores, table: Table, read: Read, only: Mapping[str, object]
) -> Iterator[pa.RecordBatch]:
    release = call.edition.release
    if call.format == XLSX:
        first_beyond = slice(MOST[XLSX], MOST[XLSX] + 1)
        refuse_more(XLSX, MOST[XLSX] + len(read(release, **only, shock=filters.shock, rows=first_beyond)))
    judged = [
        {"shock": shock, "evaluation": year}
        for shock, year in call.exports.source.evaluations(release)
        if filters.shock in (None, shock) and only["evaluation"] in (None, year)
    ]
    frames = call.exports.in_turn(read(release, **{**only, **each}) for each in judged)
    yield pa.RecordBatch.from_pylist([], arrow_schema(table))
    yield from chain.from_iterable(to_arrow(table, frame).to_batches() for frame in frames)
