"""The grid of units by indicators."""

import numpy as np
import pandas as pd

from indicators.grid import join_used, lay_out
from indicators.measures import tabulate
from indicators.recipe import Recipe


def test_a_grid_has_a_row_a_unit_and_a_column_an_indicator():
    rows = [("s", 2022, "a", "x", 1.0), ("s", 2022, "b", "y", 2.0), ("s", 2023, "a", "x", 3.0)]
    frame = pd.DataFrame(rows, columns=["shock", "evaluation", "territory", "indicator", "score"])
    grid = lay_out(tabulate(frame.assign(parts="p,q", marks="early")), Recipe())
    assert grid.codes == ["x", "y"]
    np.testing.assert_array_equal(grid.scores, [[1, np.nan], [np.nan, 2], [3, np.nan]])
    assert grid.weights.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert grid.parts[0, 0] == "x:p+q"
    assert grid.marks["early"].tolist() == [[True, False], [False, True], [True, False]]
    assert [rows.tolist() for rows in grid.groups] == [[0, 1], [2]]


def test_join_keeps_the_order_of_columns():
    words = np.array([["a", "b", "c"], ["d", "e", "f"]], dtype=object)
    used = np.array([[True, True, True], [False, False, False]])
    assert join_used(words, used).tolist() == ["a,b,c", ""]
