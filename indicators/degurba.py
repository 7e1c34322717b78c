"""Degree of Urbanisation, level 1: cells of a population grid, and the units they make up (METHODS 2)."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from indicators.arrays import Floats
from indicators.cells import check_people, check_shape, check_share
from indicators.clusters import fill_gaps, find_clusters, smooth_edges
from indicators.declaration import Frozen
from indicators.errors import DataError

CENTRE, CLUSTER, RURAL, NOTHING = 3, 2, 1, 0
UNITS = ["zone", "population", "centre", "cluster", "rural", "degurba"]

HALF = 0.5

Threshold = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class UrbanRule(Frozen):
    """Thresholds of the Degree of Urbanisation; the standard ones unless told otherwise.

    Attributes
    ----------
    majority : {"R2023A", "R2022A"}
        How edges of urban centres are smoothed, by the data package that defines it. R2022A: a cell with at
        least five of its eight neighbours in one centre joins it. R2023A: with more than half of those
        neighbours that are peopled or at least half land; water never joins.
    built_share : float, optional
        Share of a cell's land from which built-up area makes it part of a centre, however few live there.
        The data packages take 0.5 (R2022A) and about 0.2 (R2023A); None leaves the criterion out.
    centre_density, cluster_density : float
        Inhabitants per km2 of land.
    centre_people, cluster_people : float
        Inhabitants that a centre, a cluster must have.
    gap_km2 : float
        Gaps in a centre that are smaller are filled.
    """

    majority: Literal["R2022A", "R2023A"] = "R2023A"
    built_share: Annotated[float, Field(gt=0, le=1)] | None = 0.2
    centre_density: Threshold = 1500.0
    centre_people: Threshold = 50_000.0
    cluster_density: Threshold = 300.0
    cluster_people: Threshold = 5_000.0
    gap_km2: Threshold = 15.0


R2022A = UrbanRule(majority="R2022A", built_share=0.5)
R2023A = UrbanRule()


def degurba(
    population: ArrayLike,
    land: ArrayLike | None = None,
    built: ArrayLike | None = None,
    *,
    cell_km2: float = 1.0,
    rule: UrbanRule = R2023A,
) -> NDArray[np.int8]:
    """Class the cells of a grid: urban centre, urban cluster, rural (METHODS 2).

    Urban centres are 4-neighbour clusters of cells dense in people (or built up), large enough, their edges
    smoothed and then their gaps filled; urban clusters are 8-neighbour clusters of less dense cells; whatever
    is left is rural, and nothing where there is neither land (half a cell at least) nor people nor buildings.

    Parameters
    ----------
    population : array, shape (H, W)
        Inhabitants of each cell; missing counts as 0.
    land : array, shape (H, W), optional
        Share of each cell that is land, 0 to 1; missing is no data, and never dense. People on a cell with
        no land at all are infinitely dense. Where not given, every cell with a known population is land.
    built : array, shape (H, W), optional
        Share of each cell that is built up, 0 to 1; missing counts as 0. Without it the rule's criterion of
        built-up area is not applied.
    cell_km2 : float
        Area of a cell; the definition is for 1 km2.
    rule : UrbanRule

    Returns
    -------
    ndarray of int8, shape (H, W)
        3 urban centre, 2 urban cluster, 1 rural, 0 no land or no data.

    Raises
    ------
    DataError
        Where the grids differ in shape, people are negative, shares leave 0 to 1, or a cell has no area.

    References
    ----------
    European Union, FAO, UN-Habitat, OECD, World Bank (2021), Applying the Degree of Urbanisation;
    Schiavina, M. et al. (2022, 2023), GHSL Data Package 2022 and 2023, European Commission JRC.

    Examples
    --------
    >>> town = np.zeros((5, 12))
    >>> town[1:4, 1:4] = 6000  # 54 000 people, its corners smoothed
    >>> town[1:4, 8:10] = 900
    >>> degurba(town)[1]
    array([1, 3, 3, 3, 1, 1, 1, 1, 2, 2, 1, 1], dtype=int8)
    """
    if not 0 < cell_km2 < np.inf:
        raise DataError(f"a cell of {cell_km2:g} km2", mend="give its area, above zero")
    people, ground, buildings = _read(population, land, built)
    density = np.where(people > 0, np.inf, 0.0)
    with np.errstate(over="ignore"):
        np.divide(people, ground * cell_km2, out=density, where=ground != 0)
    empty = ~(ground >= HALF) & (people == 0)
    nothing = empty & (buildings == 0)
    dense = density >= rule.centre_density
    if built is not None and rule.built_share is not None:
        dense |= (ground > 0) & (buildings >= rule.built_share * ground)
    centres = find_clusters(dense, people, rule.centre_people, diagonal=False)
    if rule.majority == "R2022A":
        centres = smooth_edges(centres)
    else:
        centres = smooth_edges(centres, voters=~empty, joining=~nothing)
    centres = fill_gaps(centres, rule.gap_km2 / cell_km2)
    clusters = find_clusters(density >= rule.cluster_density, people, rule.cluster_people, diagonal=True)
    found = np.select([centres > 0, clusters > 0, nothing], [CENTRE, CLUSTER, NOTHING], RURAL)
    return found.astype(np.int8)


def classify_units(classes: ArrayLike, population: ArrayLike, zones: ArrayLike) -> pd.DataFrame:
    """Class territories by where on the grid their people live (METHODS 2).

    City: at least half in urban centres. Rural area: more than half in rural cells. Else towns and semi-dense
    areas. Where nobody lives, cells count instead of people. Cells of class 0 never count.

    Parameters
    ----------
    classes : array of int, shape (H, W)
        As from `degurba`.
    population : array, shape (H, W)
        Inhabitants of each cell; missing counts as 0.
    zones : array of int, shape (H, W)
        Number of the territory that each cell belongs to; below 0 it belongs to none.

    Returns
    -------
    DataFrame
        Columns `UNITS`, a row for each zone in order of its number: people; their shares (of the cells, where
        nobody lives) in centres, clusters and rural cells, NaN where no cell counts; and `degurba`: 3 city,
        2 towns and semi-dense areas, 1 rural area, 0 where no cell counts.

    Raises
    ------
    DataError
        Where the grids differ in shape, or people are negative.

    References
    ----------
    European Union, FAO, UN-Habitat, OECD, World Bank (2021), Applying the Degree of Urbanisation.

    Examples
    --------
    >>> found = classify_units([[3, 2, 1, 1]], [[60.0, 40.0, 30.0, 0.0]], [[7, 7, 8, -1]])
    >>> found[["zone", "population", "centre", "degurba"]].to_numpy().tolist()
    [[7.0, 100.0, 0.6, 3.0], [8.0, 30.0, 0.0, 1.0]]
    """
    people = np.nan_to_num(check_people(population), nan=0.0)
    kind, zone = np.asarray(classes), np.asarray(zones)
    check_shape("classes", kind, people)
    check_shape("zones", zone, people)
    inside = zone >= 0
    names, at = np.unique(zone[inside], return_inverse=True)
    belongs = kind[inside] == np.array([[CENTRE], [CLUSTER], [RURAL]])
    counts = np.stack([np.bincount(at, one, len(names)) for one in belongs])
    heads = np.stack([np.bincount(at, one * people[inside], len(names)) for one in belongs])
    peopled = heads.sum(axis=0)
    parts = np.where(peopled > 0, heads, counts)
    total = parts.sum(axis=0)
    shares = np.divide(parts, total, out=np.full(parts.shape, np.nan), where=total > 0)
    found = np.select(
        [total == 0, 2 * parts[0] >= total, 2 * parts[2] > total], [NOTHING, CENTRE, RURAL], CLUSTER
    )
    columns = (names, peopled, *shares, found)
    return pd.DataFrame(dict(zip(UNITS, columns, strict=True)))


def _read(
    population: ArrayLike, land: ArrayLike | None, built: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    """People, land (NaN: no data) and buildings of every cell."""
    counted = check_people(population)
    ground, buildings = np.where(np.isnan(counted), np.nan, 1.0), np.zeros_like(counted)
    if land is not None:
        ground = check_share("land", land, counted)
    if built is not None:
        buildings = np.nan_to_num(check_share("built", built, counted), nan=0.0)
    return np.nan_to_num(counted, nan=0.0), ground, buildings
