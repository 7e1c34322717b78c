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
from dashboard.gaps import classed_levels, gaps, gaps_by_country, rates
from dashboard.library import Edition
from geodata.balances import ALL, AMONG
from geodata.codebook import tables
from geodata.lookup import require_known
from geodata.typed import to_arrow
from indicators.balance import BALANCE
from indicators.balance_score import BALANCE_SCORES, score_balance

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
        shock, among = _about(call, filters)
        edition = call.edition

        def made() -> pd.DataFrame:
            rows = edition.keep(("balance", shock, among), lambda: compared(edition, shock, among))
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
        shock, among = _about(call, filters)
        edition = call.edition

        def made() -> pd.DataFrame:
            rows = edition.keep(("balance scores", shock, among), lambda: scored(edition, shock, among))
            return _narrowed(rows, filters)

        return call.answer_table(scores, lambda: to_arrow(scores, made()), filters)


def _about(call: Call, filters: BalanceFilters) -> tuple[str, str]:
    """Return the shock and the level of a call; the first of each where none is named.

    Raises
    ------
    NotFoundError
        Where there is no such shock, or no such level that has urban and rural territories.
    """
    edition = call.edition
    shocks, levels = edition.shocks(), classed_levels(edition)
    shock, among = filters.shock or next(iter(shocks), ""), filters.among or next(iter(levels), "")
    require_known("shock", shock, shocks)
    require_known("level with urban and rural territories", among, levels)
    return shock, among


def compared(edition: Edition, shock: str, among: str) -> pd.DataFrame:
    """Compare town and country in every rate: the table `balance` of one shock and level."""
    made = [
        compare(edition, shock, rate.code, among)
        for rate in rates(edition, shock, among)
        for compare in (gaps, gaps_by_country)
    ]
    rows = pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=BALANCE)
    return rows.assign(**{AMONG: among})


def scored(edition: Edition, shock: str, among: str) -> pd.DataFrame:
    """Score them: the table `balance_scores` of one shock and level."""
    declared, rows = edition.declaration, compared(edition, shock, among)
    if rows.empty:
        return pd.DataFrame(columns=[AMONG, *BALANCE_SCORES])
    made = score_balance(rows[BALANCE], declared.indicators, declared.recipe)
    return made.assign(**{AMONG: among})


def _narrowed(rows: pd.DataFrame, filters: BalanceFilters) -> pd.DataFrame:
    if filters.parent is not None:
        require_known("parent", filters.parent, {ALL, *rows["parent"]})
        rows = rows[rows["parent"] == filters.parent]
    if filters.enclaves is not None:
        rows = rows[rows["enclaves"].astype(bool) == filters.enclaves]
    return rows
