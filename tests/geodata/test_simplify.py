"""Fewer points, the same neighbours."""

import numpy as np
import pandas as pd
import shapely

from geodata.simplify import simplify


def neighbours():
    """Two halves of a square whose common border winds."""
    y = np.linspace(0, 2, 101)
    border = np.column_stack([1 + 0.01 * np.sin(20 * y), y])
    left = shapely.Polygon([(0, 0), *border, (0, 2)])
    right = shapely.Polygon([(2, 0), *border, (2, 2)])
    return pd.Series([shapely.to_wkb(left), shapely.to_wkb(right)], index=["l", "r"])


def test_neighbours_still_share_their_border():
    fewer = shapely.from_wkb(simplify(neighbours(), 20_000).to_numpy())
    assert shapely.get_num_coordinates(fewer).max() < 20
    assert fewer[0].intersection(fewer[1]).area == 0
    assert shapely.union_all(fewer).area == 4


def test_nothing_changes_without_a_tolerance():
    shapes = neighbours()
    assert simplify(shapes, 0).equals(shapes)


def test_codes_stay_with_their_shapes():
    assert [*simplify(neighbours(), 1_000).index] == ["l", "r"]
