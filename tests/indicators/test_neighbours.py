"""Pairs of neighbours as weights."""

import numpy as np
import pandas as pd
import pytest

from indicators.errors import DataError
from indicators.neighbours import weigh_neighbours


def pairs(*rows):
    columns = ["territory", "neighbour", "weight"]
    return pd.DataFrame(rows, columns=columns[: len(rows[0])])


def test_shares_of_what_is_asked_for():
    rows = pairs(("a", "b", 3.0), ("a", "c", 1.0), ("b", "a", 2.0), ("a", "z", 9.0))
    found = weigh_neighbours(rows, ["c", "a", "b"]).toarray()
    assert found.tolist() == [[0, 0, 0], [0.25, 0, 0.75], [0, 1, 0]]
    equal = weigh_neighbours(rows, ["a", "b"], standardised=False).toarray()
    assert equal.tolist() == [[0, 3], [2, 0]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (pairs(("a", "b"), ("a", "b")), "a - b stands twice"),
        (pairs(("a", "a")), "its own neighbour"),
        (pairs(("a", "b", 0.0)), "no weight above zero"),
        (pairs(("a", "b", np.nan)), "no weight above zero"),
    ],
)
def test_pairs_that_are_refused(rows, words):
    with pytest.raises(DataError, match=words):
        weigh_neighbours(rows, ["a", "b"])
