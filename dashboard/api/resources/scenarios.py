"""Scores by other choices than the published ones, computed when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api.call import open_call
from dashboard.api.editions import Editions
from dashboard.api.examples import SCENARIO
from dashboard.api.filters import Observatory, ScenarioFilters
from dashboard.api.negotiate import JSON, TABULAR
from dashboard.api.problems import described
from dashboard.api.refusals import FullError
from dashboard.api.scenario import Scenario, read_scenario, score_scenario
from dashboard.api.schemas import offers, reference
from geodata.codebook import tables
from geodata.typed import to_arrow

AT_ONCE = 2  # scenarios that are computed at the same time
WAIT_S = 5.0
BODY = {
    "required": True,
    "content": {"application/json": {"schema": reference("Scenario"), "example": SCENARIO}},
}


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""
    room = BoundedSemaphore(AT_ONCE)
    good = offers("composites_page", TABULAR)[200]
    either = [reference("composites_page"), reference("measures_page")]
    good["content"][JSON.media_type] = {"schema": {"anyOf": either}}

    @api.post(
        "/observatories/{observatory}/scenarios",
        responses={200: good | {"headers": {}}, **described(408, 413, 415)},
        openapi_extra={"requestBody": BODY},
        tags=["scores"],
    )
    def score_anew(
        request: Request,
        observatory: Observatory,
        filters: Annotated[ScenarioFilters, Query()],
        scenario: Annotated[Scenario, Depends(read_scenario)],
    ) -> Response:
        """Score the release anew by a recipe of your own; nothing is kept."""
        call = open_call(editions, request, observatory, filters, TABULAR)
        with _room(room):
            measures, composites = score_scenario(editions.library.source, call.edition, scenario)
        frame = measures if filters.of == "measures" else composites
        table = tables()[filters.of]
        return call.answer_once(table, to_arrow(table, frame))


@contextmanager
def _room(places: BoundedSemaphore) -> Iterator[None]:
    """Hold one of the places.

    Raises
    ------
    FullError
        Where none is free for a while.
    """
    if not places.acquire(timeout=WAIT_S):
        raise FullError("as many scenarios as may are being computed", mend="try again in a moment")
    try:
        yield
    finally:
        places.release()
