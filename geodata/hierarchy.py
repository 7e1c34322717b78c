"""The places of an observatory as they are declared: levels, boundaries, and how places are classed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geodata.lookup import by_code
from geodata.text import Delimiter
from indicators.declaration import Frozen, Text, code_of
from indicators.indicator import Code

Role = Literal["urban", "intermediate", "rural"]
ROLES: tuple[Role, ...] = ("urban", "intermediate", "rural")
NAMED = ("en", "es", "fr", "local")  # in these languages a territory may have a name; local is its own
SIDES = ["west", "south", "east", "north"]
Slug = Annotated[str, code_of("-")]


class Boundaries(Frozen):
    """A file of polygons for one level.

    Attributes
    ----------
    path : str
        GeoJSON, TopoJSON, GeoPackage or a zipped Shapefile (the bytes tell which), relative to the
        observatory's folder or to ``--from``; or an https address.
    online : str
        The https address of the same file, taken with ``--live``.
    key : str
        Property that holds the territory's code.
    name : dict
        Language -> property that holds the name; ``local`` for a name in the place's own language.
    code_width : int, optional
        Digits of codes that the file holds as numbers: with 2, the number 1 is the code ``01``.
    layer : str, optional
        Which layer of a GeoPackage, a TopoJSON or a zip of Shapefiles; may be left out where there is one.
    crs, encoding : str, optional
        What a Shapefile's missing .prj and .cpg would say, as in ``EPSG:32717`` and ``cp1252``.
    """

    path: str
    online: str = ""
    key: str
    code_width: Annotated[int, Field(ge=1, le=20)] | None = None
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    name: dict[Literal["en", "es", "fr", "local"], str] = Field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    url: str = ""
    attribution: str = ""


class Attributes(Frozen):
    """A table of facts about territories: official area, and the class where a source publishes it."""

    path: str
    key: str
    area_km2: str | None = None
    delimiter: Delimiter = ","


class Place(Frozen):
    """A territory declared by hand: one without a boundary of its own (a country above its provinces)."""

    code: str
    name: Text
    parent: str | None = None


class Level(Frozen):
    """One level of the hierarchy, from the largest territories to the smallest.

    Attributes
    ----------
    plural : Text, optional
        What several of them are called inside a sentence ("provinces").
    parent : str, optional
        Code of the one parent of every territory of the level; or ``prefix:N``, the first N characters
        of the territory's own code.
    """

    code: Slug
    name: Text
    plural: Text | None = None
    places: tuple[Place, ...] = ()
    boundaries: Boundaries | None = None
    attributes: Attributes | None = None
    parent: str | None = None

    def parent_of(self, code: str) -> str | None:
        """Code of the parent of one of this level's territories."""
        if self.parent and self.parent.startswith("prefix:"):
            return code[: int(self.parent.removeprefix("prefix:"))]
        return self.parent


class Crosswalk(Frozen):
    """A CSV of flows from the territories of an older version to those of this one.

    Attributes
    ----------
    version : str
        The older version.
    path : str
        Relative to the observatory's folder or to ``--from``.
    old, new : str
        Columns of the codes.
    population, area : str
        Columns of the weights: people and area that old and new territory have in common.
    """

    version: str
    path: str
    old: str
    new: str
    population: str
    area: str


class Hierarchy(Frozen):
    """The levels, largest first, under one version; and how older versions lead to it."""

    version: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    crosswalks: tuple[Crosswalk, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of the boundaries, attributes and crosswalks, in order of level, each once."""
        parts = (part for level in self.levels for part in (level.boundaries, level.attributes) if part)
        return tuple(dict.fromkeys(part.path for part in (*parts, *self.crosswalks)))

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
    scheme : {"density", "property"}
        ``density``: population over official area, with `cuts` (inhabitants per km2: below the first is
        rural, from the second on urban). ``property``: a column of the boundary file, with `values`.
    level : str
        Level that is classified; the level above is derived from it when `derive` names it: urban (rural)
        where at least half of the people live in urban (rural) members, else intermediate.
    label : Text
        What the classification is, in words ("by population density"); stands wherever it is shown.
    classes : dict
        Name of each class, e.g. dense / intermediate / sparse.
    """

    scheme: Literal["density", "property"]
    level: Slug
    label: Text
    classes: dict[Role, Text]
    population: Code | None = None
    year: int | None = None
    cuts: tuple[float, float] | None = None
    property: str | None = None
    values: dict[str, Role] = Field(default_factory=dict)
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
        if self.cuts is not None and not 0 < self.cuts[0] < self.cuts[1]:
            raise ValueError("'cuts' are two densities, the lower first, as in [50, 150]")
        if self.derive and self.derived_label is None:
            raise ValueError("a derived class needs a 'derived_label'")
        return self
