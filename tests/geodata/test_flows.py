"""What became of a code, by the flows between two versions."""

import pandas as pd
import pytest

from geodata.flows import Flows

# K took a part of L; both go on. S was split, M and N merged, R renamed, U is as it was.
ROWS = [
    *(("K", "K"), ("L", "L"), ("L", "K")),
    *(("S", "S1"), ("S", "S2"), ("M", "MN"), ("N", "MN"), ("R", "R2"), ("U", "U")),
]
FLOWS = Flows(
    "2016", pd.DataFrame([(*row, 1.0, 1.0) for row in ROWS], columns=["old", "new", "population", "area"])
)


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("K", "boundary shift under the same code, took parts of L"),
        ("L", "boundary shift under the same code, gave parts to K"),
        ("S", "split into S1, S2"),
        ("M", "merged into MN"),
        ("R", "renamed R2"),
        ("U", ""),
        ("unheard of", ""),
    ],
)
def test_the_fate_of_a_code_is_told(code: str, fate: str):
    assert FLOWS.fate(code) == fate


def test_codes_of_both_versions_are_known():
    assert FLOWS.shared == {"K", "L", "U"}


def test_the_words_of_the_publisher_go_first():
    assert Flows("2016", FLOWS.table, {"S": "torn apart"}).fate("S") == "torn apart"
