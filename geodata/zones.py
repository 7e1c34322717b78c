"""Territories by the Degree of Urbanisation of the cells that their people live in (METHODS 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import Transformer

from geodata.folder import Folder
from geodata.grid import Grid, read_grid
from geodata.grid_layers import GridLayer, GridLayers
from geodata.hierarchy import Role
from geodata.lattice import Bounds, Lattice
from indicators.arrays import Floats
from indicators.degurba import CENTRE, CLUSTER, R2022A, R2023A, RURAL, classify_units, degurba
from indicators.errors import DataError

Shapes = NDArray[np.object_]
Places = NDArray[np.int64]
RULES = {"R2022A": R2022A, "R2023A": R2023A}
ROLE_OF: dict[int, Role] = {CENTRE: "urban", CLUSTER: "intermediate", RURAL: "rural"}
FINE_DEGREES = 0.1  # longer edges are cut before they are projected, which bends them
SOMEBODY = 1.0  # less is a sliver of a cell: outlines never meet to the millimetre
SHOWN = 10


@dataclass(frozen=True)
class Zones:
    """The classes of territories, and what to know of how they came about.

    Attributes
    ----------
    roles : dict
        Code -> urban (cities), intermediate (towns and semi-dense areas) or rural; without those in which the
        grid counts nobody.
    people : dict
        Code -> people in the grid.
    notes : tuple of str
        How many people were counted; territories without people.
    """

    roles: dict[str, Role]
    people: dict[str, float]
    notes: tuple[str, ...]


def roles_by_grid(
    frame: GeoDataFrame, level: str, layers: GridLayers, folder: Folder
) -> tuple[pd.Series[Any], tuple[str, ...]]:
    """Give the territories of a level the classes of `class_zones`, and tell its notes.

    Returns
    -------
    Series of str
        The roles of all rows; those of other levels as they were, None where there is no class.

    Raises
    ------
    DataError
        See `class_zones`; and where no territory of the level has a boundary.
    """
    there = (frame["level"] == level) & frame.geometry.notna()
    if not there.any():
        raise DataError(
            f"no territory of the level '{level}' has a boundary to lay over the grid",
            where=layers.population.path,
            mend="declare its 'boundaries', or another 'level' of the typology",
        )
    places = frame[there]
    zones = class_zones(dict(zip(places["territory"], places.geometry, strict=True)), layers, folder)
    roles = frame["territory"].map(zones.roles).where(there, frame["role"]).astype(object)
    return roles.where(roles.notna(), None), zones.notes


def class_zones(shapes: Mapping[str, Any], layers: GridLayers, folder: Folder) -> Zones:
    """Read a population grid, class its cells, and the territories by where their people live.

    Parameters
    ----------
    shapes : mapping
        Code -> polygon in longitude and latitude.

    Raises
    ------
    DataError
        See `read_grid`; and where land or built-up shares are on other cells than the people.
    """
    drawn = np.array([*shapes.values()], dtype=object)
    degrees = Bounds(*shapely.total_bounds(drawn).tolist())
    population = read_grid(folder / layers.population.path, layers.population, degrees)
    land = _share(layers.land, population, degrees, folder)
    built = _share(layers.built, population, degrees, folder)
    area_km2 = (population.lattice.size / 1000) ** 2
    classes = degurba(population.figures, land, built, cell_km2=area_km2, rule=RULES[layers.rule])
    where = layers.population.path
    found = class_places(project(drawn, population.lattice, where), population, classes, land)
    codes = [*shapes]
    rows = found[found["population"] >= SOMEBODY].to_dict("records")
    roles = {codes[row["zone"]]: ROLE_OF[row["degurba"]] for row in rows if row["degurba"] in ROLE_OF}
    people = dict.fromkeys(codes, 0.0) | {codes[row["zone"]]: row["population"] for row in rows}
    return Zones(roles, people, _told(people, where))


def _share(layer: GridLayer | None, population: Grid, degrees: Bounds, folder: Folder) -> Floats | None:
    if layer is None:
        return None
    path = folder / layer.path
    return read_grid(path, layer, degrees, most=1).onto(population, str(path))


def project(shapes: Shapes, lattice: Lattice, where: str) -> Shapes:
    """Draw polygons in the reference system of a grid.

    Raises
    ------
    DataError
        Where a polygon reaches beyond it.
    """
    turn = Transformer.from_crs(4326, lattice.crs, always_xy=True)
    fine = shapely.segmentize(shapes, FINE_DEGREES)
    drawn = shapely.transform(fine, lambda xy: np.column_stack(turn.transform(*xy.T)))
    if not np.isfinite(shapely.bounds(drawn)).all():
        raise DataError(
            f"territories reach beyond {lattice.crs.name}",
            where=where,
            mend="take a population grid in a reference system that holds all of them",
        )
    return np.asarray(shapely.make_valid(drawn))


def class_places(
    places: Shapes, population: Grid, classes: NDArray[np.integer[Any]], land: Floats | None = None
) -> pd.DataFrame:
    """Class polygons by the classes of the cells that their people live in.

    The people of a cell on a border are shared out by how much of its land lies on each side (of its area,
    where `land` is not given): the sea takes none of them, a neighbour that is no territory takes its share.

    Parameters
    ----------
    places : (P,) array of polygons
        In the reference system of the grid.
    classes : (R, C) array
        As from `degurba`.
    land : (R, C) array, optional
        Share of each cell that is land.

    Returns
    -------
    DataFrame
        As of `classify_units`; `zone` is the position in `places`. Without those where nobody lives.
    """
    owner, crossed = _burn(places, population)
    peopled = population.figures > 0
    whole = peopled & ~crossed & (owner >= 0)
    rows, columns = np.nonzero(peopled & crossed)
    place, cell, share = _overlaps(places, _squares(rows, columns, population.lattice))
    dry = np.ones(len(rows)) if land is None else np.nan_to_num(land[rows, columns])
    covered = np.bincount(cell, weights=share, minlength=len(rows))
    parts = population.figures[rows, columns][cell] * share / np.maximum(dry, covered)[cell]
    return classify_units(  # as a grid of one row: whole cells, then parts of cells
        np.concatenate([classes[whole], classes[rows, columns][cell]])[np.newaxis],
        np.concatenate([population.figures[whole], parts])[np.newaxis],
        np.concatenate([owner[whole], place])[np.newaxis],
    )


def _burn(places: Shapes, population: Grid) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the polygon around the middle of each cell (-1: none), and the cells that borders cross."""
    from rasterio.features import rasterize  # takes a while: only those who read a grid wait for it
    from rasterio.transform import Affine

    lattice, size = population.lattice, population.lattice.size
    at = {
        "out_shape": population.figures.shape,
        "transform": Affine(size, 0, lattice.west, 0, -size, lattice.north),
    }
    numbered = zip(places, range(len(places)), strict=True)
    owner = rasterize(numbered, fill=-1, dtype="int32", **at)
    crossed = rasterize(shapely.boundary(places), all_touched=True, dtype="uint8", **at)
    return owner, crossed == 1


def _squares(rows: Places, columns: Places, lattice: Lattice) -> Shapes:
    west, north = lattice.west + columns * lattice.size, lattice.north - rows * lattice.size
    return np.asarray(shapely.box(west, north - lattice.size, west + lattice.size, north))


def _overlaps(places: Shapes, cells: Shapes) -> tuple[Places, Places, Floats]:
    """Pair polygons and cells that overlap, with the share of the cell's area."""
    shapely.prepare(places)
    place, cell = shapely.STRtree(cells).query(places, predicate="intersects")
    share = np.ones(len(place))
    edge = ~shapely.contains_properly(places[place], cells[cell])
    inside, square = places[place[edge]], cells[cell[edge]]
    share[edge] = shapely.area(shapely.intersection(inside, square)) / shapely.area(square)
    real = share > 0  # a cell that only touches has no part in it
    return place[real], cell[real], share[real]


def _told(people: Mapping[str, float], where: str) -> tuple[str, ...]:
    empty = [code for code, count in people.items() if count == 0]
    more = f" ... ({len(empty)})" if len(empty) > SHOWN else ""
    counted = f"{where}: {sum(people.values()):,.0f} people counted in {len(people) - len(empty)} territories"
    return (counted, *([f"{where}: nobody in {', '.join(empty[:SHOWN])}{more}: no class"] if empty else []))
