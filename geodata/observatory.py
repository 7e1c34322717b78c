"""The declaration of an observatory: its places, data sets, shocks and recipe, in one `observatory.yaml`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from geodata.checks import Checks
from geodata.commitment import Commitment
from geodata.data_set import Break, Columns, DataSet
from geodata.grid_layers import GridLayer, GridLayers
from geodata.hierarchy import ROLES, Changes, Crosswalk, Hierarchy, Role, Typology, Version
from geodata.level import Attributes, Boundaries, Level, Place, Slug, Tabular, Tier
from geodata.lookup import by_code
from geodata.needs import needed_indicators, own_indicators
from geodata.references import faults_between, pick
from geodata.web_address import faults_in_addresses
from indicators.declaration import Frozen, Text, read_yaml, validate
from indicators.errors import DeclarationError, Fault
from indicators.indicator import Code, Indicator, catalogue
from indicators.recipe import Recipe
from indicators.shock import Shock

__all__ = [
    "ROLES",
    "Attributes",
    "Boundaries",
    "Break",
    "Changes",
    "Checks",
    "Columns",
    "Commitment",
    "Crosswalk",
    "DataSet",
    "Extent",
    "GridLayer",
    "GridLayers",
    "Hierarchy",
    "Inset",
    "Language",
    "Level",
    "MapView",
    "Observatory",
    "Place",
    "Role",
    "Slug",
    "Tabular",
    "Tier",
    "Typology",
    "Version",
    "read_observatory",
]

Language = Literal["en", "es", "fr"]
Host = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?$")]


def _extent(value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = value
    if not (-180 <= west < east <= 360 and -90 <= south < north <= 90):
        raise ValueError("an extent is west, south, east, north in degrees, as in [-81.2, -5.1, -75.1, 1.6]")
    return value


Extent = Annotated[tuple[float, float, float, float], AfterValidator(_extent)]


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
    hosts : tuple of str
        Hosts from which files may be fetched: ``ec.europa.eu``, or ``example.org:8443`` for another port.
    score_level, map_levels : str, tuple of str
        Where scores are shown first; the levels the map offers.
    targets : tuple of Commitment
        What plans promise, beside the targets of the goals.
    indicators : mapping
        Resolved from the catalogue and the declaration's own `indicators`: everything that has a data set,
        a formula over such, or is named by a shock.
    """

    observatory: Slug
    name: Text
    hosts: tuple[Host, ...] = ()
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
    targets: tuple[Commitment, ...] = ()
    indicators: dict[Code, Indicator] = Field(default_factory=dict)

    @property
    def grid(self) -> tuple[GridLayer, ...]:
        """The layers of the population grid by which territories are classed; none with another scheme."""
        return self.typology.grid.all if self.typology and self.typology.grid else ()

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of everything that tells of territories, each once."""
        return tuple(dict.fromkeys((*self.hierarchy.files, *(layer.path for layer in self.grid))))

    @property
    def hash(self) -> str:
        """Hash of the whole declaration, catalogue entries included."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def shock(self, code: str) -> Shock:
        """Return the shock of that code.

        Raises
        ------
        NotFoundError
            Naming the shocks there are.
        """
        return by_code("shock", code, self.shocks)


def read_observatory(path: Path, sources: Collection[str] = ()) -> Observatory:
    """Read and check one `observatory.yaml`, its own indicators and those of the catalogue it uses.

    Parameters
    ----------
    path : Path
        The file, or the folder that holds it.
    sources : collection of str
        The sources that the caller can read; whoever only looks at the declaration gives none.

    Returns
    -------
    Observatory
        With `indicators` resolved: everything that a data set brings or a formula yields from it, what
        the shocks and means need, and what those need.

    Raises
    ------
    DeclarationError
        With every fault, each with its file and line.
    """
    path = path / "observatory.yaml" if path.is_dir() else path
    if not path.is_file():
        raise DeclarationError([Fault(str(path), 1, "no such file", "make one with: recovery init DIR")])
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise DeclarationError([document.fault((), "not a mapping", "begin with 'observatory: <code>'")])
    own, faults = own_indicators(document)
    known = {**catalogue(), **own}
    try:
        observatory = validate(Observatory, document, {**document.data, "indicators": {}})
    except DeclarationError as error:
        faults += error.faults
    declared = {code for _, code in pick(document.data, "indicators.*.code")}
    faults += [*faults_between(document, {*known, *declared}, sources), *faults_in_addresses(document)]
    if not faults:
        needed, faults = needed_indicators(document, known)
    if faults:
        raise DeclarationError(sorted(faults, key=lambda fault: fault.line))
    return observatory.model_copy(update={"indicators": needed})
