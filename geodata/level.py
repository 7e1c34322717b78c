"""One level of a hierarchy as it is declared: where its territories, their shapes and facts come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geodata.data_set import Codes
from geodata.text import Delimiter
from indicators.declaration import Frozen, Text, code_of

Slug = Annotated[str, code_of("-")]
Language = Literal["en", "es", "fr", "local"]  # a territory's own language is local


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
    filter : dict
        Property -> the values of the features to keep, in a file of several levels.
    """

    path: str
    online: str = ""
    key: str
    code_width: Annotated[int, Field(ge=1, le=20)] | None = None
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    filter: dict[str, Codes] = Field(default_factory=dict)
    name: dict[Language, str] = Field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    url: str = ""
    attribution: str = ""


class Tabular(Frozen):
    """A table beside the boundaries.

    Attributes
    ----------
    path : str
        CSV (gzipped or not), XLSX or ODS, relative to the observatory's folder or to ``--from``.
    delimiter : str
        Of a CSV.
    sheet : str, optional
        Of a workbook; may be left out where there is one.
    filter : dict
        Column -> the codes of the rows to keep.
    """

    path: str
    delimiter: Delimiter = ","
    sheet: str | None = None
    filter: dict[str, Codes] = Field(default_factory=dict)


class Attributes(Tabular):
    """A table of facts about territories; of a level without boundaries and places, also of which there are.

    Attributes
    ----------
    key : str
        Column of the codes.
    area_km2 : str, optional
        Column of the official area.
    name : dict
        Language -> column of the name; goes before that of the boundary file.
    role : str, optional
        Column of the published class, read by the `values` of the typology.
    out_of_scope : tuple of str
        Codes, with ``*`` and ``?``, that are in the table and not wanted.
    publisher, licence, url : str
        Whose facts they are, and their terms.
    """

    key: str
    area_km2: str | None = None
    name: dict[Language, str] = Field(default_factory=dict)
    role: str | None = None
    out_of_scope: Codes = ()
    publisher: str = ""
    licence: str = ""
    url: str = ""


class Place(Frozen):
    """A territory declared by hand: one without a boundary of its own (a country above its provinces)."""

    code: str
    name: Text
    parent: str | None = None


class Tier(Frozen):
    """The territories of one level in one version of a hierarchy.

    Attributes
    ----------
    code : str
        Of the level.
    parent : str, optional
        Code of the one parent of every territory of the level; or ``prefix:N``, the first N characters
        of the territory's own code.
    """

    code: Slug
    places: tuple[Place, ...] = ()
    boundaries: Boundaries | None = None
    attributes: Attributes | None = None
    parent: str | None = None

    def parent_of(self, code: str) -> str | None:
        """Code of the parent of one of this level's territories."""
        if self.parent and self.parent.startswith("prefix:"):
            return code[: int(self.parent.removeprefix("prefix:"))]
        return self.parent


class Level(Tier):
    """One level of the hierarchy, from the largest territories to the smallest.

    Attributes
    ----------
    plural : Text, optional
        What several of them are called inside a sentence ("provinces").
    """

    name: Text
    plural: Text | None = None
