"""Scores by other choices than the published ones."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator

from dashboard.api.filters import NAME, Maybe, Name, Slug
from dashboard.api.refusals import MediaTypeError, TooLargeError, TooMuchError
from dashboard.library import Edition
from geodata.lookup import require_known
from geodata.store import Reader
from indicators.alternatives import Alternatives
from indicators.choices import Aggregation, Share, Weight
from indicators.composite import combine
from indicators.errors import NotFoundError
from indicators.indicator import Dimension
from indicators.observations import TOTAL
from indicators.recipe import Recipe
from indicators.variants import remeasure

BODY_BYTES = 16 * 1024
MOST_INDICATORS = 20
MOST_SERIES = 50_000  # territories times indicators

Positive = Annotated[float, Field(ge=0, le=1_000_000)]
Weighed = Annotated[Weight, Field(le=1_000_000)]
Weights = Annotated[
    dict[Name, Weighed],
    Field(max_length=MOST_INDICATORS),
    WithJsonSchema(
        {
            "type": "object",
            "maxProperties": MOST_INDICATORS,
            "propertyNames": {"pattern": NAME},
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1_000_000},
        }
    ),
]
Codes = Annotated[list[Name], Field(min_length=1, max_length=MOST_INDICATORS)]


def _no_defaults(schema: dict[str, Any]) -> None:
    for described in schema["properties"].values():
        described.pop("default", None)


def _not_all_zero(schema: dict[str, Any]) -> None:
    nothing = {name: {"const": 0} for name in schema["properties"]}
    schema["not"] = {"properties": nothing, "required": [*nothing]}


class Sent(BaseModel):
    """A part of a body: what is not wanted is left out, never null."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, json_schema_extra=_no_defaults)


class Parts(Sent):
    """Weights of the three parts of an indicator's score; not all zero."""

    model_config = ConfigDict(json_schema_extra=_not_all_zero)

    resistance: Weighed = 1.0
    recovery: Weighed = 1.0
    renewal: Weighed = 1.0

    @model_validator(mode="after")
    def _something_counts(self) -> Parts:
        if not self.resistance + self.recovery + self.renewal:
            raise ValueError("at least one part of the score must weigh more than zero")
        return self


class Choices(Sent):
    """Choices of a recipe; each that is left out is the published one (see the recipes)."""

    parts: Maybe[Parts] = None
    dating: Maybe[Literal["fixed", "territory"]] = None
    counterfactual: Maybe[Literal["damped drift", "straight line"]] = None
    damping: Maybe[Annotated[float, Field(gt=0, le=1)]] = None
    interval: Maybe[Annotated[float, Field(gt=0, lt=1)]] = None
    loss_percentile: Maybe[Annotated[float, Field(ge=0, le=50)]] = None
    epsilon_relative: Maybe[Positive] = None
    epsilon_absolute: Maybe[Positive] = None
    max_age: Maybe[Annotated[int, Field(ge=0, le=20)]] = None
    breaks: Maybe[Literal["mark", "refuse"]] = None
    dimension_weights: Maybe[dict[Dimension, Weighed]] = None
    indicator_weights: Maybe[Weights] = None
    aggregation: Maybe[Aggregation] = None
    coverage: Maybe[Share] = None
    dimension_coverage: Maybe[Share] = None

    def recipe(self, published: Recipe) -> Recipe:
        """Put these choices in the place of the published ones."""
        given = self.model_dump(exclude_unset=True)
        alone = {"uncertainty": Alternatives().model_dump()}
        return Recipe.model_validate({**published.model_dump(), **given, **alone})


class Scenario(Sent):
    """What is to be scored."""

    shock: Annotated[Name, Field(description="Code of a shock.")]
    level: Annotated[Maybe[Slug], Field(description="The level of the published scores if left out.")] = None
    evaluation: Annotated[
        Maybe[Annotated[int, Field(ge=1900, le=2100)]],
        Field(description="Year in which the recovery is judged; that of the shock if left out."),
    ] = None
    indicators: Annotated[Maybe[Codes], Field(description="Those of the shock if left out.")] = None
    recipe: Choices = Choices()


async def read_scenario(request: Request) -> Scenario:
    """Read a scenario from the body of a call.

    Raises
    ------
    MediaTypeError
        Where it is not sent as JSON.
    TooLargeError
        Where it is longer than any that makes sense.
    RequestValidationError
        With every fault.
    """
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent_as != "application/json":
        raise MediaTypeError(f"the body is '{sent_as[:100]}'", mend="send JSON as application/json")
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > BODY_BYTES:
            raise TooLargeError(f"the body is longer than {BODY_BYTES:,} bytes", mend="send less")
    try:
        return Scenario.model_validate(_parse(bytes(body)))
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from None


def _parse(body: bytes) -> Any:
    """Read JSON, which has one kind of number: 2.0 is whole."""
    try:
        return json.loads(body, parse_float=_number, parse_constant=_refuse)
    except (ValueError, RecursionError):
        fault = {"type": "json_invalid", "loc": ("body",), "msg": "not JSON"}
        raise RequestValidationError([fault]) from None


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def score_scenario(source: Reader, edition: Edition, scenario: Scenario) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score a release by a scenario: measures (`MEASURES`) and composites (`COMPOSITES`).

    Raises
    ------
    NotFoundError
        Where it names something that is not there, or a year that cannot be judged.
    TooMuchError
        Where it is more than one call may ask for.
    DataError
        Where it counts one figure twice.
    """
    declared, known = edition.declaration, edition.declaration.indicators
    shock = edition.shock(scenario.shock)
    for code in (*(scenario.indicators or ()), *(scenario.recipe.indicator_weights or ())):
        require_known("indicator", code, known)
    if scenario.indicators is not None:
        shock = shock.model_copy(update={"indicators": tuple(dict.fromkeys(scenario.indicators))})
    level = scenario.level or declared.score_level
    require_known("level", level, [one.code for one in declared.hierarchy.levels])
    members = edition.members(level)
    if len(members) * len(shock.indicators) > MOST_SERIES:
        raise TooMuchError(f"'{level}' has {len(members):,} territories", mend="name fewer indicators")
    if scenario.evaluation is not None and scenario.evaluation < shock.start:
        raise NotFoundError(
            f"'{shock.code}' cannot be judged in {scenario.evaluation}", mend=f"it began in {shock.start}"
        )
    codes = {*shock.indicators, *(count for one in shock.indicators if (count := known[one].count))}
    frame = source.observations(edition.release, codes, level=level, group=TOTAL, at="A")
    recipe = scenario.recipe.recipe(declared.recipe)
    [measures] = remeasure(
        frame, known, shock, declared.shocks, recipe, members, scenario.evaluation
    ).measures
    return measures, combine(measures, known, recipe)
