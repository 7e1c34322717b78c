"""Classes by cuts, and of the level above."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.typology import by_cuts, derive_class


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0.1, 1000))
def test_denser_is_never_less_urban_and_units_change_nothing(values, scale):
    order = {"rural": 0, "intermediate": 1, "urban": 2}
    found = [order[role] for role in by_cuts(np.sort(values), (50.0, 150.0))]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("P", "urban", 50), ("P", "rural", 50)], "urban"),
        ([("P", "urban", 49), ("P", "rural", 50), ("P", "intermediate", 1)], "rural"),
        ([("P", "urban", 40), ("P", "rural", 40), ("P", "intermediate", 20)], "intermediate"),
        ([("P", "urban", 1), ("P", None, 50)], None),
        ([("P", "urban", 1), ("P", "urban", None)], None),
    ],
)
def test_derived_class(rows, expected):
    members = pd.DataFrame(rows, columns=["parent", "role", "people"])
    assert derive_class(members).get("P") == expected


def test_where_nobody_lives_there_is_no_class():
    rows = [("P", "urban", 0.0), ("P", "rural", 0.0), ("Q", "rural", 1.0)]
    assert derive_class(pd.DataFrame(rows, columns=["parent", "role", "people"])) == {"Q": "rural"}


def test_a_misspelt_role_and_cuts_out_of_order_are_refused():
    with pytest.raises(DataError, match="'Urban' is no role"):
        derive_class(pd.DataFrame({"parent": ["P"], "role": ["Urban"], "people": [1.0]}))
    with pytest.raises(DataError, match="150 and 50 are not in order"):
        by_cuts([10.0], (150, 50))
