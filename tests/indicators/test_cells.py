"""Grids that can be used, and those that cannot."""

import numpy as np
import pytest

from indicators.degurba import degurba
from indicators.errors import DataError


@pytest.mark.parametrize(
    ("grids", "words"),
    [
        (([1.0, 2.0],), "1 dimension"),
        (([[-200.0]],), "negative"),
        (([[np.inf]],), "infinite"),
        (([[1.0]], [[1.0, 1.0]]), "grid of land is"),
        (([[1.0]], [[1_000_000.0]]), "0 to 1: divide square metres"),
        (([[1.0]], None, [[2.0]]), "grid of built goes up to 2"),
        (([[1.0]], None, [[-0.1]]), "grid of built has cells that are negative"),
    ],
)
def test_grids_that_cannot_be_used(grids, words):
    with pytest.raises(DataError, match=words):
        degurba(*grids)


def test_hardly_any_land_is_crowded_and_nothing_leaks():
    assert degurba([[50_000.0]], [[1e-307]]).tolist() == [[3]]
