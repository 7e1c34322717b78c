"""The parameters of calls: each typed, bounded and described once."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypeVar

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

MAX_INTEGER = 2**31 - 1
LIMIT, MOST_ROWS = 1_000, 10_000
T = TypeVar("T")

# A parameter that is left out is not null: there is no way to write null into an address.
Maybe: TypeAlias = T | Annotated[None, SkipJsonSchema()]

CODE = r"^[^\x00-\x1f\x7f]{1,64}$"
SLUG = r"^[a-z][a-z0-9-]{0,63}$"
NAME = r"^[a-z][a-z0-9_]{0,63}$"
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
        Maybe[int],
        Field(ge=1, le=MAX_INTEGER, description="Number of a release; the current one if left out."),
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
