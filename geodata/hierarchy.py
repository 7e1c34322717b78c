"""The hierarchy of an observatory as it is declared: its levels, other versions of it, and its classes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geodata.data_set import Codes
from geodata.grid_layers import GridLayers
from geodata.level import Level, Slug, Tabular, Tier
from geodata.lookup import by_code
from indicators.declaration import Frozen, Text
from indicators.indicator import Code

Role = Literal["urban", "intermediate", "rural"]
Kind = Literal["renamed", "recoded", "moved", "split", "merged", "discontinued", "new"]
ROLES: tuple[Role, ...] = ("urban", "intermediate", "rural")
NAMED = ("en", "es", "fr", "local")  # in these languages a territory may have a name; local is its own
SIDES = ["west", "south", "east", "north"]


class Crosswalk(Tabular):
    """A table of flows from the territories of another version, usually an older one, to those of this one.

    Attributes
    ----------
    version : str
        The other version.
    old, new : str
        Columns of its codes and of the present ones.
    population, area : str
        Columns of the weights: people and area that old and new territory have in common.
    """

    version: str
    old: str
    new: str
    population: str
    area: str


class Changes(Tabular):
    """A publisher's list of what was changed between another version, older or newer, and this one.

    Attributes
    ----------
    version : str
        The other version.
    old, new : str
        Columns of its codes and of the present ones, either empty where there is none.
    kind : str
        Column of what happened.
    kinds : dict
        What is written there -> what it means; ``renamed`` is a new name under the same code, ``recoded`` a
        new code for the same area, ``moved`` another boundary.
    name : tuple of str
        Columns of the name, the first that is filled; an old and a new code of one name are one place.
    note : tuple of str
        Columns of the publisher's words, which are told as they stand.
    """

    version: str
    old: str
    new: str
    kind: str
    kinds: dict[str, Kind]
    name: Codes = ()
    note: Codes = ()


class Version(Frozen):
    """Another version of the hierarchy, kept beside the present one.

    Attributes
    ----------
    levels : tuple of Tier
        Largest first; a level that is not known of that version is left out.
    property : str, optional
        The property of its boundary file that holds the class, at the level of the typology.
    """

    version: str
    levels: Annotated[tuple[Tier, ...], Field(min_length=1)]
    property: str | None = None


class Hierarchy(Frozen):
    """The levels, largest first, under one version; other versions, and how they lead to this one."""

    version: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    versions: tuple[Version, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    changes: tuple[Changes, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of boundaries, attributes, crosswalks and changes, in order of level, each once."""
        tiers: list[Tier] = [*self.levels, *(tier for other in self.versions for tier in other.levels)]
        parts = [part for tier in tiers for part in (tier.boundaries, tier.attributes) if part]
        return tuple(dict.fromkeys(part.path for part in (*parts, *self.crosswalks, *self.changes)))

    @property
    def leading(self) -> tuple[str, ...]:
        """The other versions of which it is declared how they lead to the present one, each once."""
        changes = (entry.version for entry in self.changes)
        return tuple(dict.fromkeys((*changes, *(entry.version for entry in self.crosswalks))))

    @model_validator(mode="after")
    def _other_versions(self) -> Hierarchy:
        again = [other.version for other in self.versions if other.version == self.version]
        if again:
            raise ValueError(f"version '{self.version}' is the present one: its levels stand under 'levels'")
        return self

    def level(self, code: str) -> Level:
        """Return the level of that code.

        Raises
        ------
        NotFoundError
            Naming the levels there are.
        """
        return by_code("level", code, self.levels)


class Typology(Frozen):
    """How territories are called urban, intermediate or rural, and in which words.

    Attributes
    ----------
    scheme : {"density", "property", "degurba"}
        ``density``: population over official area, with `cuts` (inhabitants per km2: below the first is
        rural, from the second on urban). ``property``: a column of the boundary file, with `values`.
        ``degurba``: the Degree of Urbanisation of the cells of a `grid` in which their people live.
    level : str
        Level that is classified; the level above is derived from it when `derive` names it: urban (rural)
        where at least half of the people live in urban (rural) members, else intermediate.
    label : Text
        What the classification is, in words ("by population density"); stands wherever it is shown.
    classes : dict
        Name of each class, e.g. dense / intermediate / sparse.
    """

    scheme: Literal["density", "property", "degurba"]
    level: Slug
    label: Text
    classes: dict[Role, Text]
    population: Code | None = None
    year: int | None = None
    cuts: tuple[float, float] | None = None
    property: str | None = None
    values: dict[str, Role] = Field(default_factory=dict)
    grid: GridLayers | None = None
    derive: tuple[Slug, ...] = ()
    derived_label: Text | None = None

    def role_of(self, published: str) -> Role | None:
        """Return the class that a published code stands for, with scheme ``property``."""
        return self.values.get(published)

    @model_validator(mode="after")
    def _complete(self) -> Typology:
        if self.scheme == "density" and (self.cuts is None or self.population is None or self.year is None):
            raise ValueError("scheme density needs 'population', 'year' and 'cuts'")
        if self.scheme == "property" and not (self.property and self.values):
            raise ValueError("scheme property needs 'property' and 'values'")
        if (self.scheme == "degurba") != (self.grid is not None):
            raise ValueError("scheme degurba, and no other, needs a 'grid'")
        if self.cuts is not None and not 0 < self.cuts[0] < self.cuts[1]:
            raise ValueError("'cuts' are two densities, the lower first, as in [50, 150]")
        if self.derive and self.derived_label is None:
            raise ValueError("a derived class needs a 'derived_label'")
        return self
