"""Classes by cuts, and of the level above."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
