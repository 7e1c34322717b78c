"""Which territories touch, read off their boundaries; islands joined to the nearest (METHODS 7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
METRES_A_KM = 1000.0


@dataclass(frozen=True)
class Contiguity:
    """Who lies next to whom.

    Attributes
    ----------
    neighbours : DataFrame
        Columns territory, neighbour, each pair in both directions: what `indicators.moran`,
        `indicators.local_moran` and `indicators.classify_regions` take.
    joined : DataFrame
        Columns territory, neighbour, km: islands, which touch nobody, and the nearest that each joined.
    notes : tuple of str
        The same in words, to be said wherever the neighbours are used.
    """

    neighbours: pd.DataFrame
    joined: pd.DataFrame
    notes: tuple[str, ...]


def find_neighbours(territories: GeoDataFrame, *, join_islands: bool = True) -> Contiguity:
    """Find the neighbours of each territory: those that share a border or a corner (queen).

    Parameters
    ----------
    territories : GeoDataFrame
        Columns territory, geometry (EPSG:4326), of one level; those without a shape have no neighbours.
    join_islands : bool
        Whether a territory that touches nobody is joined to the nearest one, both ways.

    Examples
    --------
    >>> shapes = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 5)]
    >>> found = find_neighbours(GeoDataFrame({"territory": ["a", "b", "i"], "geometry": shapes}))
    >>> found.neighbours.to_numpy().tolist()
    [['a', 'b'], ['b', 'a'], ['b', 'i'], ['i', 'b']]
    >>> found.notes
    ('i touches no other territory: joined to b, 334 km away',)
    """
    known = territories[territories.geometry.notna()]
    codes, shapes = known["territory"].to_numpy(dtype=object), known.geometry.to_numpy()
    row, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = {(codes[i], codes[j]) for i, j in zip(row, other, strict=True) if i != j}
    alone = sorted(set(codes) - {one for one, _ in pairs}) if join_islands and len(codes) > 1 else []
    joined = pd.DataFrame(
        [(code, *_nearest(code, codes, shapes)) for code in alone], columns=["territory", "neighbour", "km"]
    )
    for one, near in zip(joined["territory"], joined["neighbour"], strict=True):
        pairs |= {(one, near), (near, one)}
    notes = tuple(
        f"{one} touches no other territory: joined to {near}, {km:.0f} km away"
        for one, near, km in joined.itertuples(index=False)
    )
    return Contiguity(pd.DataFrame(sorted(pairs), columns=["territory", "neighbour"]), joined, notes)


def _nearest(code: str, codes: NDArray[np.object_], shapes: NDArray[np.object_]) -> tuple[str, float]:
    """Return the nearest other territory and how far it is, in km.

    Degrees of longitude are as long as at the island, which is right for what is near it.
    """
    at = int(np.flatnonzero(codes == code)[0])
    shrink = np.array([np.cos(np.radians(shapes[at].centroid.y)), 1.0])
    flat = shapely.transform(shapes, lambda points: points * shrink)
    apart = shapely.distance(flat[at], flat)
    apart[at] = np.inf
    near = int(np.lexsort((codes.astype(str), apart))[0])
    line = shapely.transform(shapely.shortest_line(flat[at], flat[near]), lambda points: points / shrink)
    (x, y), (to_x, to_y) = shapely.get_coordinates(line)
    return codes[near], GEOD.inv(x, y, to_x, to_y)[2] / METRES_A_KM
