"""The parameters of calls: each typed, bounded and described once."""

from __future__ import annotations

from functools import reduce
from operator import or_
from types import NoneType
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, get_args

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

from indicators.indicator import Dimension

MAX_INTEGER = 2**31 - 1
LIMIT, MOST_ROWS = 1_000, 10_000
MOST_CODES = 100
MOST_METRES = 50_000
T = TypeVar("T")


class _Given:
    """Only what is given is looked at: what is left out is None, and there is no way to send None."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take the type that it may be, without None."""
        kinds = [one for one in get_args(source) if one is not NoneType]
        return handler.generate_schema(reduce(or_, kinds))


Maybe: TypeAlias = Annotated[T | None, _Given()]

CODE = r"^[^\x00-\x1f\x7f]{1,64}$"
SLUG = r"^[a-z][a-z0-9-]{0,63}$"
NAME = r"^[a-z][a-z0-9_]{0,63}$"
_DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,10})?"
BBOX = rf"^{_DEGREES},{_DEGREES},{_DEGREES},{_DEGREES}$"
Code = Annotated[str, StringConstraints(pattern=CODE)]
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Name = Annotated[str, StringConstraints(pattern=NAME)]
Year = Annotated[int, Field(ge=1, le=9999)]

Observatory = Annotated[
    str,
    Path(
        pattern=SLUG, description="Code of the observatory.", openapi_examples={"one": {"value": "ecuador"}}
    ),
]


FORMAT = "Format of the answer; goes before the header `Accept`."


class Filters(BaseModel):
    """What every call about an observatory takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    release: Annotated[
        Maybe[Annotated[int, Field(ge=1, le=MAX_INTEGER)]],
        Field(description="Number of a release; the current one if left out."),
    ] = None
    format: Annotated[Maybe[str], Field(description=FORMAT)] = None


class JsonFilters(Filters):
    """What a call for something that is no table takes."""

    format: Annotated[Maybe[Literal["json"]], Field(description=FORMAT)] = None


class TableFilters(Filters):
    """What a call for a table takes."""

    format: Annotated[Maybe[Literal["json", "csv", "parquet", "xlsx"]], Field(description=FORMAT)] = None


class Paged(BaseModel):
    """Which rows of a JSON answer."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows of one page of JSON.")] = LIMIT
    offset: Annotated[int, Field(ge=0, le=MAX_INTEGER, description="Rows of JSON to pass over.")] = 0


class NoFilters(BaseModel):
    """What a call takes that is about no release."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PagedTable(TableFilters, Paged):
    """What a call for a table takes whose JSON comes in pages."""


class IndicatorFilters(PagedTable):
    """Which indicators."""

    dimension: Annotated[Maybe[Dimension], Field(description="Thematic pillar.")] = None


class ScenarioFilters(TableFilters):
    """How the scores of a scenario are answered."""

    of: Annotated[
        Literal["composites", "measures"],
        Field(description="The composite scores, or every measure of each indicator."),
    ] = "composites"


class LoadFilters(PagedTable):
    """Which loads."""

    superseded: Annotated[bool, Field(description="Those too that later ones took the place of.")] = False


class TerritoryFilters(Paged, Filters):
    """Which territories, and how they are drawn."""

    format: Annotated[
        Maybe[Literal["json", "csv", "parquet", "xlsx", "geojson", "gpkg", "geoparquet"]],
        Field(description=FORMAT),
    ] = None
    level: Annotated[Maybe[Slug], Field(description="Level of the hierarchy.")] = None
    parent: Annotated[Maybe[Code], Field(description="Code of the territory right above.")] = None
    territory: Annotated[
        list[Code], Field(max_length=MOST_CODES, description="Codes of territories; repeat it for several.")
    ] = []
    bbox: Annotated[
        Maybe[Annotated[str, StringConstraints(pattern=BBOX)]],
        Field(
            description="west,south,east,north in degrees, such as -80,-3,-78,0: those whose extent meets "
            "it. Where west lies east of east, it crosses the 180th meridian.",
        ),
    ] = None
    simplify: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_METRES,
            description="In spatial formats: metres by which boundaries may be simplified; neighbours still "
            "share every border.",
        ),
    ] = 0
