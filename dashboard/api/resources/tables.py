"""The small tables: indicators, shocks and loads."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response

from dashboard.api.call import open_call
from dashboard.api.editions import Editions
from dashboard.api.filters import NAME, IndicatorFilters, JsonFilters, LoadFilters, Observatory, PagedTable
from dashboard.api.negotiate import JSON, TABULAR
from dashboard.api.page import write_json
from dashboard.api.schemas import offers
from geodata.codebook import tables
from geodata.declared import declared_indicators, declared_shocks
from geodata.lookup import require_known
from geodata.typed import to_arrow

HERE = "/observatories/{observatory}"
Indicator = Annotated[str, Path(pattern=NAME, description="Code of the indicator.", examples=["population"])]


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""
    _add_indicators(api, editions)
    _add_others(api, editions)


def _add_indicators(api: FastAPI, editions: Editions) -> None:
    table = tables()["indicators"]

    @api.get(f"{HERE}/indicators", responses=offers("indicators_page", TABULAR), tags=["indicators"])
    def list_indicators(
        request: Request, observatory: Observatory, filters: Annotated[IndicatorFilters, Query()]
    ) -> Response:
        """List the indicators, with definitions and units in three languages."""
        call = open_call(editions, request, observatory, filters, TABULAR)
        frame = declared_indicators(call.edition.declaration)
        if filters.dimension is not None:
            frame = frame[frame["dimension"] == filters.dimension]
        return call.answer_table(table, lambda: to_arrow(table, frame), filters)

    @api.get(
        f"{HERE}/indicators/{{indicator}}",
        responses=offers("indicators", [JSON]),
        tags=["indicators"],
    )
    def get_indicator(
        request: Request,
        observatory: Observatory,
        indicator: Indicator,
        filters: Annotated[JsonFilters, Query()],
    ) -> Response:
        """Tell what one indicator is."""
        call = open_call(editions, request, observatory, filters, [JSON])
        declared = call.edition.declaration
        require_known("indicator", indicator, declared.indicators)
        frame = declared_indicators(declared)
        only = frame[frame["indicator"] == indicator]
        return call.answer(indicator, lambda: write_json(to_arrow(table, only).to_pylist()[0]))


def _add_others(api: FastAPI, editions: Editions) -> None:
    shocks, loads = tables()["shocks"], tables()["loads"]

    @api.get(f"{HERE}/shocks", responses=offers("shocks_page", TABULAR), tags=["scores"])
    def list_shocks(
        request: Request, observatory: Observatory, filters: Annotated[PagedTable, Query()]
    ) -> Response:
        """List the shocks: the named crises, and the years by which a recovery is judged."""
        call = open_call(editions, request, observatory, filters, TABULAR)
        declared = call.edition.declaration
        return call.answer_table(shocks, lambda: to_arrow(shocks, declared_shocks(declared)), filters)

    @api.get(f"{HERE}/loads", responses=offers("loads_page", TABULAR), tags=["sources"])
    def list_loads(
        request: Request, observatory: Observatory, filters: Annotated[LoadFilters, Query()]
    ) -> Response:
        """List the files behind the figures: publisher, licence, address and hash."""
        call = open_call(editions, request, observatory, filters, TABULAR)
        source, release = editions.library.source, call.edition.release
        frame = source.loads(release, superseded=filters.superseded)
        return call.answer_table(loads, lambda: to_arrow(loads, frame), filters)
