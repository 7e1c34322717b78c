"""The parameters of calls for figures and scores."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, TypeVar

import pandas as pd
from pydantic import Field, StringConstraints

from dashboard.api.editions import Editions
from dashboard.api.filters import (
    FORMAT,
    LIMIT,
    MAX_INTEGER,
    MOST_CODES,
    MOST_ROWS,
    Code,
    Filters,
    Maybe,
    Name,
    Paged,
    Slug,
    Year,
)
from dashboard.api.refusals import ContradictionError
from indicators.errors import NotFoundError
from indicators.indicator import Dimension

PERIOD = r"^[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"
GROUP = r"^[^\x00-\x1f\x7f]{1,200}$"
PLACE = r"^[0-9]{1,9}-[0-9]{1,9}-[0-9]{1,9}-[0-9]{1,8}$"
Period = Annotated[str, StringConstraints(pattern=PERIOD)]
Group = Annotated[str, StringConstraints(pattern=GROUP)]
Indicators = Annotated[
    list[Name],
    Field(
        default_factory=list, max_length=MOST_CODES, description="Codes of indicators; repeat it for several."
    ),
]
Seen = TypeVar("Seen", bound="VintageFilters")


class VintageFilters(Filters):
    """What every call for figures or scores takes."""

    vintage: Annotated[
        Maybe[date],
        Field(
            description="A day such as 2026-05-31: the newest release that was published by its end (UTC). "
            "Goes without `release`."
        ),
    ] = None


class Places(VintageFilters):
    """Which territories."""

    territory: Annotated[
        list[Code],
        Field(
            default_factory=list,
            max_length=MOST_CODES,
            description="Codes of territories; repeat it for several.",
        ),
    ]
    level: Annotated[Maybe[Slug], Field(description="Level of the hierarchy.")] = None
    parent: Annotated[Maybe[Code], Field(description="Code of the territory right above.")] = None


class ObservationFilters(Places):
    """Which figures."""

    indicator: Indicators
    format: Annotated[
        Maybe[Literal["json", "csv", "parquet", "xlsx", "sdmx-csv", "geojson", "gpkg", "geoparquet"]],
        Field(description=FORMAT),
    ] = None
    group: Annotated[
        list[Group],
        Field(
            default_factory=list,
            max_length=MOST_CODES,
            description="Parts of the population: `total`, or pairs as in `sex=F;urbanisation=rural`.",
        ),
    ]
    frequency: Annotated[Maybe[Literal["A", "Q", "M"]], Field(description="Years, quarters or months.")] = (
        None
    )
    period_from: Annotated[Maybe[Period], Field(description="First period: 2019, 2019-Q2 or 2019-06.")] = None
    period_to: Annotated[
        Maybe[Period],
        Field(description="Last period: 2021, all of it, 2021-Q2 or 2021-06; by the day it begins."),
    ] = None
    load: Annotated[
        Maybe[Annotated[int, Field(ge=1, le=MAX_INTEGER)]], Field(description="The load that brought them.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows of one page of JSON.")] = LIMIT
    after: Annotated[
        Maybe[Annotated[str, StringConstraints(pattern=PLACE)]],
        Field(description="Where a page of JSON begins: as `next` of the page before has it."),
    ] = None


def at_vintage(editions: Editions, observatory: str, filters: Seen) -> Seen:
    """Name the newest release that was published by the end of a day, where one is asked for.

    Raises
    ------
    ContradictionError
        Where a release is named too.
    NotFoundError
        Where there was none yet.
    """
    if filters.vintage is None:
        return filters
    if filters.release is not None:
        raise ContradictionError("`vintage` and `release` both name a release", mend="leave one of them out")
    end = pd.Timestamp(datetime.combine(filters.vintage, time.max, UTC))
    editions.find(observatory)
    known = editions.library.source.releases(observatory)
    before = known.loc[pd.to_datetime(known["published_at"], utc=True) <= end, "number"]
    if before.empty:
        first = pd.to_datetime(known["published_at"], utc=True).min()
        what = f"nothing was published by {filters.vintage}"
        raise NotFoundError(what, mend=f"the first release is of {first:%Y-%m-%d}")
    return filters.model_copy(update={"release": int(before.max())})


class PagedScores(VintageFilters, Paged):
    """What every call for scores takes."""

    format: Annotated[Maybe[Literal["json", "csv", "parquet", "xlsx"]], Field(description=FORMAT)] = None
    shock: Annotated[Maybe[Slug], Field(description="Code of the shock.")] = None


class ScoreFilters(PagedScores, Places):
    """Which composite scores."""

    evaluation: Annotated[Maybe[Year], Field(description="Year in which the recovery is judged.")] = None
    dimension: Annotated[
        Maybe[Literal["all", Dimension]],
        Field(description="Thematic pillar; `all` for the composite of them all."),
    ] = None


class MeasureFilters(PagedScores, Places):
    """Which measures."""

    evaluation: Annotated[Maybe[Year], Field(description="Year in which the recovery is judged.")] = None
    indicator: Indicators


class BalanceFilters(PagedScores):
    """Which balances of town and country."""

    among: Annotated[
        Maybe[Slug],
        Field(description="Level of the territories that are compared; the first with classes if left out."),
    ] = None
    parent: Annotated[
        Maybe[Code],
        Field(description="Code of the territory they lie in; `all` for all of the level."),
    ] = None
    enclaves: Annotated[Maybe[bool], Field(description="Whether enclaves are counted in.")] = None


class RateFilters(BalanceFilters):
    """Which balances of town and country in a rate."""

    indicator: Indicators
