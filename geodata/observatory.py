"""The declaration of an observatory: its places, data sets, shocks and recipe, in one `observatory.yaml`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from indicators.declaration import Frozen, Text, read_yaml, validate
from indicators.errors import DeclarationError, Fault
from indicators.indicator import Code, Indicator, catalogue, inconsistencies
from indicators.observations import TOTAL
from indicators.recipe import Recipe
from indicators.shock import Shock

Language = Literal["en", "es", "fr"]
Role = Literal["urban", "intermediate", "rural"]
ROLES: tuple[Role, ...] = ("urban", "intermediate", "rural")
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Extent = tuple[float, float, float, float]


def _tuple(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else (value,)


class Boundaries(Frozen):
    """A file of polygons for one level.

    Attributes
    ----------
    path : str
        GeoJSON, relative to the observatory's folder or to ``--from``.
    key : str
        Property that holds the territory's code.
    name : dict
        Language -> property that holds the name; ``local`` for a name in the place's own language.
    """

    path: str
    key: str
    name: dict[Literal["en", "es", "fr", "local"], str] = {}
    publisher: str = ""
    licence: str = ""
    url: str = ""
    attribution: str = ""


class Attributes(Frozen):
    """A table of facts about territories: official area, and the class where a source publishes it."""

    path: str
    key: str
    area_km2: str | None = None


class Place(Frozen):
    """A territory declared by hand: one without a boundary of its own (a country above its provinces)."""

    code: str
    name: Text
    parent: str | None = None


class Level(Frozen):
    """One level of the hierarchy, from the largest territories to the smallest.

    Attributes
    ----------
    parent : str, optional
        Code of the one parent of every territory of the level; or ``prefix:N``, the first N characters
        of the territory's own code.
    """

    code: Slug
    name: Text
    places: tuple[Place, ...] = ()
    boundaries: Boundaries | None = None
    attributes: Attributes | None = None
    parent: str | None = None

    def parent_of(self, code: str) -> str | None:
        """Code of the parent of one of this level's territories."""
        if self.parent and self.parent.startswith("prefix:"):
            return code[: int(self.parent.removeprefix("prefix:"))]
        return self.parent


class Hierarchy(Frozen):
    """The levels, largest first, under one version."""

    version: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]

    def level(self, code: str) -> Level:
        """Return the level of that code."""
        return next(level for level in self.levels if level.code == code)


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
    values: dict[str, Role] = {}
    derive: tuple[Slug, ...] = ()
    derived_label: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Typology:
        if self.scheme == "density" and (self.cuts is None or self.population is None or self.year is None):
            raise ValueError("scheme density needs 'population', 'year' and 'cuts'")
        if self.scheme == "property" and not (self.property and self.values):
            raise ValueError("scheme property needs 'property' and 'values'")
        if self.derive and self.derived_label is None:
            raise ValueError("a derived class needs a 'derived_label'")
        return self


class Break(Frozen):
    """A period at which the series of a data set start anew, everywhere or in the territories named."""

    period: str
    territories: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ("all",)
    note: str = ""


class Columns(Frozen):
    """Names of the columns of a tidy table."""

    territory: str = "territory"
    period: str = "period"
    value: str = "value"
    status: str | None = None


class DataSet(Frozen):
    """One published data set that feeds one indicator.

    Attributes
    ----------
    id : str
        Name of the data set inside the observatory; loads and rejects are listed under it.
    source : {"table", "eurostat"}
        The reader in `etl/sources`.
    path : str
        File, relative to the observatory's folder or to ``--from``.
    columns : Columns
        Of a tidy ``table``.
    wide : bool
        A ``table`` with one column a period instead of `columns.period` and `columns.value`.
    filter : dict
        Column -> the codes to keep; other rows are out of scope and counted as such.
    map : dict
        Column -> code -> group (``sex=F``); ``total`` is the whole population.
    group : str
        Group of every row, where the file does not say.
    out_of_scope : tuple of str
        Territory codes, with ``*``, that the file holds but the observatory does not want
        (``EU27_2020``, ``*ZZ``); every other unknown code is rejected by name.
    scale : float
        Factor from the published unit to the indicator's.
    flags : str
        SDMX flags added to every row, where the publisher states them in words only.
    """

    id: Code
    source: Literal["table", "eurostat"]
    path: str
    indicator: Code
    unit: str = ""
    columns: Columns = Columns()
    wide: bool = False
    delimiter: str = ","
    decimal: str = "."
    filter: dict[str, Annotated[tuple[str, ...], BeforeValidator(_tuple)]] = {}
    map: dict[str, dict[str, str]] = {}
    group: str = TOTAL
    out_of_scope: tuple[str, ...] = ()
    scale: float = 1.0
    breaks: tuple[Break, ...] = ()
    publisher: str
    dataset: str = ""
    licence: str
    url: str = ""
    read_from: str = ""
    retrieved: str = ""
    note: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of how the file is read: a change here reads the same bytes anew."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Inset(Frozen):
    """A far part of the map drawn in a box of its own (Galápagos; the Canary Islands)."""

    name: Text
    extent: Extent


class MapView(Frozen):
    """What the map shows first: west, south, east, north in degrees, and its insets."""

    extent: Extent
    insets: tuple[Inset, ...] = ()


class Observatory(Frozen):
    """Everything one team sets up. The same value is stored with each release and read by the dashboard.

    Attributes
    ----------
    population : str
        Indicator that weights every mean.
    benchmark : str
        Level whose ancestor a territory is compared with (usually the country).
    score_level, map_levels : str, tuple of str
        Where scores are shown first; the levels the map offers.
    indicators : mapping
        Resolved from the catalogue and the declaration's own `indicators`: everything that has a data set,
        a formula over such, or is named by a shock.
    """

    observatory: Slug
    name: Text
    languages: tuple[Language, ...] = ("en", "es", "fr")
    hierarchy: Hierarchy
    population: Code
    typology: Typology | None = None
    enclaves: tuple[str, ...] = ()
    enclave_note: Text | None = None
    benchmark: Slug
    score_level: Slug
    map_levels: tuple[Slug, ...]
    map: MapView
    data: tuple[DataSet, ...]
    shocks: tuple[Shock, ...]
    recipe: Recipe = Recipe()
    indicators: dict[Code, Indicator] = {}

    @property
    def hash(self) -> str:
        """Hash of the whole declaration, catalogue entries included."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def shock(self, code: str) -> Shock:
        """Return the shock of that code."""
        return next(shock for shock in self.shocks if shock.code == code)


def read_observatory(path: Path) -> Observatory:
    """Read and check one `observatory.yaml`, its own indicators and those of the catalogue it uses.

    Raises
    ------
    DeclarationError
        With every fault, each with its file and line.
    """
    raise NotImplementedError
