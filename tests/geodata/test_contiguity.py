"""Who touches whom."""

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from geodata.contiguity import find_neighbours
from indicators import local_moran

SQUARES = {
    "a": (0, 0),
    "b": (1, 0),  # beside a
    "c": (1, 1),  # above b, at the corner of a
    "i": (4, 1.5),  # an island
    "j": (4, 60),  # one far north, where degrees are short
}


def frame(codes="abcij", **shapes):
    boxes = {code: shapely.box(x, y, x + 1, y + 1) for code, (x, y) in SQUARES.items()} | shapes
    return GeoDataFrame(
        {"territory": list(codes), "geometry": [boxes[code] for code in codes]}, crs="EPSG:4326"
    )


def pairs(found):
    return {one + other for one, other in found.neighbours.to_numpy()}


def test_borders_corners_and_islands():
    found = find_neighbours(frame())
    assert pairs(found) == {"ab", "ba", "ac", "ca", "bc", "cb", "ic", "ci", "ji", "ij"}
    assert found.joined["neighbour"].tolist() == ["c", "i"]
    assert found.joined.loc[0, "km"] == pytest.approx(2 * 111.32 * np.cos(np.radians(2)), rel=0.01)
    assert found.notes[0] == "i touches no other territory: joined to c, 223 km away"


def test_nearest_is_by_kilometres_not_by_degrees():
    east = shapely.box(6.5, 60, 7, 61)  # 1.5 degrees of longitude, 83 km
    south = shapely.box(4, 58, 5, 59)  # one degree of latitude, 111 km
    found = find_neighbours(frame("jes", e=east, s=south))
    assert found.joined.set_index("territory").loc["j", "neighbour"] == "e"


def test_islands_may_stay_alone_and_shapes_may_be_missing():
    found = find_neighbours(frame(), join_islands=False)
    assert pairs(found) == {"ab", "ba", "ac", "ca", "bc", "cb"}
    assert found.notes == ()
    assert pairs(find_neighbours(frame("abi", i=None))) == {"ab", "ba"}
    alone = find_neighbours(frame("a"))
    assert alone.neighbours.empty
    assert alone.joined.empty


def test_row_order_changes_nothing():
    assert find_neighbours(frame("jicba")).neighbours.equals(find_neighbours(frame()).neighbours)


def test_the_indicators_take_it():
    values = pd.Series([1.0, 2.0, 2.0, 5.0, 5.0], list("abcij"))
    found = local_moran(values, find_neighbours(frame()).neighbours, permutations=99)
    assert found["neighbours"].tolist() == [2, 2, 3, 2, 1]
