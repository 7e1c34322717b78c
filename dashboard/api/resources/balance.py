"""The balance of town and country: of each rate, and of all together."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api.call import Call, open_call
from dashboard.api.editions import Editions
from dashboard.api.figure_filters import BalanceFilters, RateFilters, at_vintage
from dashboard.api.filters import Observatory
from dashboard.api.negotiate import TABULAR
from dashboard.api.places import require_indicators
from dashboard.api.schemas import offers
from dashboard.library import Edition
from geodata.balances import ALL, classed_levels, compare_level, lay_figures, score_level, wanted
from geodata.codebook import tables
from geodata.lookup import require_known
from geodata.typed import to_arrow

HERE = "/observatories/{observatory}"


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""
    balance, scores = tables()["balance"], tables()["balance_scores"]

    @api.get(f"{HERE}/balance", responses=offers("balance_page", TABULAR), tags=["balance"])
    def list_balance(
        request: Request, observatory: Observatory, filters: Annotated[RateFilters, Query()]
    ) -> Response:
        """List town and country compared in each rate, since the baseline of a shock."""
        call = open_call(editions, request, observatory, at_vintage(editions, observatory, filters), TABULAR)
        require_indicators(call.edition, filters.indicator)
        shocks, among = _about(call, filters)

        def made() -> pd.DataFrame:
            rows = compared(editions, call.edition, shocks, among)
            if filters.indicator:
                rows = rows[rows["indicator"].isin(filters.indicator)]
            return _narrowed(rows, filters)

        return call.answer_table(balance, lambda: to_arrow(balance, made()), filters)

    @api.get(f"{HERE}/balance-scores", responses=offers("balance_scores_page", TABULAR), tags=["balance"])
    def list_balance_scores(
        request: Request, observatory: Observatory, filters: Annotated[BalanceFilters, Query()]
    ) -> Response:
        """List the mean parity of town and country over all rates, and over those of each dimension."""
        call = open_call(editions, request, observatory, at_vintage(editions, observatory, filters), TABULAR)
        shocks, among = _about(call, filters)

        def made() -> pd.DataFrame:
            return _narrowed(scored(editions, call.edition, shocks, among), filters)

        return call.answer_table(scores, lambda: to_arrow(scores, made()), filters)


def _about(call: Call, filters: BalanceFilters) -> tuple[list[str], str]:
    """Return the shocks and the level of a call: every shock, and the first level, where none is named.

    Raises
    ------
    NotFoundError
        Where there is no such shock, or no such level that has urban and rural territories.
    """
    edition = call.edition
    shocks, levels = edition.shocks(), classed_levels(edition.declaration, edition.territories)
    among = filters.among or next(iter(levels), "")
    require_known("level with urban and rural territories", among, levels)
    if filters.shock is not None:
        require_known("shock", filters.shock, shocks)
        shocks = [filters.shock]
    return shocks, among


def compared(editions: Editions, edition: Edition, shocks: list[str], among: str) -> pd.DataFrame:
    """Compare town and country in every rate: the table `balance` of some shocks and one level."""
    declared = edition.declaration

    def compare() -> pd.DataFrame:
        figures = lay_figures(editions.stream.pieces(edition.release, wanted(declared, among)))
        since = [edition.shock(shock) for shock in shocks]
        return compare_level(figures, declared, edition.territories, among, since)

    return edition.keep(("balance", among, *shocks), compare)


def scored(editions: Editions, edition: Edition, shocks: list[str], among: str) -> pd.DataFrame:
    """Score them: the table `balance_scores` of some shocks and one level."""
    return edition.keep(
        ("balance scores", among, *shocks),
        lambda: score_level(compared(editions, edition, shocks, among), edition.declaration),
    )


def _narrowed(rows: pd.DataFrame, filters: BalanceFilters) -> pd.DataFrame:
    if filters.parent is not None:
        require_known("parent", filters.parent, {ALL, *rows["parent"]})
        rows = rows[rows["parent"] == filters.parent]
    if filters.enclaves is not None:
        rows = rows[rows["enclaves"].astype(bool) == filters.enclaves]
    return rows
