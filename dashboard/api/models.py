"""What the resources that are no tables answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from geodata.observatory import Observatory
from geodata.store import Release
from indicators.declaration import Text
from indicators.recipe import Recipe

Link = Annotated[str, Field(description="Address.", json_schema_extra={"format": "uri-reference"})]


class Answer(BaseModel):
    """An answer has the fields that are described, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ObservatoryHead(Answer):
    """An observatory and the release that its readers see."""

    observatory: Annotated[str, Field(description="Code.")]
    name: Text
    release: Annotated[int, Field(ge=1, description="Number of the current release.")]
    published_at: datetime
    link: Link


class Observatories(Answer):
    """Every observatory that has a release."""

    observatories: list[ObservatoryHead]


class Level(Answer):
    """A level of the hierarchy, from the largest territories to the smallest."""

    level: str
    name: Text
    territories: Annotated[int, Field(ge=0, description="How many there are.")]


class Declared(Answer):
    """What an observatory declares, and where its figures are."""

    observatory: str
    name: Text
    release: Annotated[int, Field(ge=1)]
    published_at: datetime
    software: Annotated[str, Field(description="Version that computed the scores.")]
    declaration_hash: str
    recipe_hash: str
    languages: list[str]
    levels: list[Level]
    score_level: Annotated[str, Field(description="Level of the scores that are shown first.")]
    benchmark: Annotated[str, Field(description="Level with whose territory the others are compared.")]
    population: Annotated[str, Field(description="Indicator that weights every mean.")]
    typology: Annotated[Text | None, Field(description="What the urban-rural classes rest on.")]
    extent: Annotated[list[float], Field(description="West, south, east, north in degrees.")]
    links: Annotated[dict[str, Link], Field(description="The resources of the observatory.")]


class ReleaseHead(Answer):
    """A release that is kept."""

    release: Annotated[int, Field(ge=1)]
    published_at: datetime
    declaration_hash: str
    software: str
    current: Annotated[bool, Field(description="Whether it is the one readers see.")]


class Releases(Answer):
    """The releases of an observatory, newest first."""

    observatory: str
    releases: list[ReleaseHead]


class NamedRecipe(Answer):
    """Every choice behind the scores of a release."""

    recipe: Annotated[str, Field(description="Name.")]
    hash: Annotated[str, Field(description="Equal for equal choices.")]
    choices: Recipe


class Recipes(Answer):
    """The recipes of a release."""

    observatory: str
    release: Annotated[int, Field(ge=1)]
    recipes: list[NamedRecipe]


class Check(Answer):
    """What one check said of one file."""

    data_set: str
    sha256: Annotated[str, Field(description="Of the file.")]
    checked_at: datetime
    check: str
    outcome: Annotated[str, Field(description="passed, warned or stopped.")]
    message: str
    failing: Annotated[int, Field(ge=0, description="How many rows failed.")]
    rows: Annotated[list[Any], Field(description="Some of them.")]


class Checks(Answer):
    """What the checks said of the files behind a release, as far as they are still the last ones."""

    observatory: str
    release: Annotated[int, Field(ge=1)]
    checks: list[Check]


RESOURCES = ("releases", "indicators", "shocks", "territories", "recipes", "loads", "checks")


def head(release: Release, at: str) -> ObservatoryHead:
    """Tell of an observatory in a few words."""
    return ObservatoryHead(
        observatory=release.observatory,
        name=release.declaration.name,
        release=release.number,
        published_at=release.published_at,
        link=f"{at}/{release.observatory}",
    )


def declared(release: Release, counts: Mapping[str, int], here: str) -> Declared:
    """Tell what an observatory declares.

    Parameters
    ----------
    counts : mapping
        Level -> how many territories it has.
    here : str
        Address of the observatory.
    """
    said: Observatory = release.declaration
    names = {level.code: level.name for level in said.hierarchy.levels}
    return Declared(
        observatory=release.observatory,
        name=said.name,
        release=release.number,
        published_at=release.published_at,
        software=release.software,
        declaration_hash=said.hash,
        recipe_hash=said.recipe.hash,
        languages=[*said.languages],
        levels=[
            Level(level=code, name=name, territories=counts.get(code, 0)) for code, name in names.items()
        ],
        score_level=said.score_level,
        benchmark=said.benchmark,
        population=said.population,
        typology=said.typology.label if said.typology else None,
        extent=[*said.map.extent],
        links={name: f"{here}/{name}" for name in RESOURCES},
    )
