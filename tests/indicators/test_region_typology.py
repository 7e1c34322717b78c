"""Classes of NUTS 3 regions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.region_typology import CLASSED, REGIONS, classify_regions, merge_small

NOBODY = pd.DataFrame(columns=["territory", "neighbour"])
NAN = np.nan


def regions(*rows):
    return pd.DataFrame(rows, columns=REGIONS)


def borders(*pairs, **weights):
    frame = pd.DataFrame([tuple(pair) for pair in pairs], columns=NOBODY.columns)
    return frame.assign(weight=[weights.get(pair, 1.0) for pair in pairs]) if weights else frame


@pytest.mark.parametrize(
    ("people", "rural", "city", "expected", "raised"),
    [
        (1000e3, 199e3, NAN, "urban", False),
        (1000e3, 200e3, NAN, "intermediate", False),
        (1000e3, 500e3, NAN, "intermediate", False),
        (1000e3, 501e3, NAN, "rural", False),
        (800e3, 500e3, 200e3, "rural", False),  # not more than 200 000
        (804e3, 500e3, 201e3, "intermediate", True),
        (805e3, 500e3, 201e3, "rural", False),  # less than a quarter
        (2000e3, 600e3, 500e3, "intermediate", False),
        (2000e3, 600e3, 501e3, "urban", True),
        (2005e3, 600e3, 501e3, "intermediate", False),
        (2000e3, 1100e3, 900e3, "intermediate", True),  # one class up, not two
        (2000e3, 100e3, 900e3, "urban", False),
    ],
)
def test_shares_and_cities(people, rural, city, expected, raised):
    found = classify_regions(regions(("A", people, rural, 900.0, city)), NOBODY)
    assert list(found.columns) == CLASSED
    assert found.loc[0, ["role", "raised", "merged", "reason"]].tolist() == [expected, raised, "", ""]
    assert found.loc[0, "rural_share"] == pytest.approx(rural / people)


def test_what_is_merged_has_one_class():
    rows = regions(
        ("B", 900e3, 0.0, 90.0, 800e3), ("A", 300e3, 290e3, 900.0, NAN), ("C", 90e3, 80e3, 800.0, NAN)
    )
    found = classify_regions(rows, borders("AB", "BA", "BC", "CB")).set_index("territory")
    assert found["merged"].to_dict() == {"B": "B,C", "A": "", "C": "B,C"}  # C is the smaller neighbour
    assert found["role"].to_dict() == {"B": "urban", "A": "rural", "C": "urban"}
    longer = classify_regions(rows, borders("AB", "BC", AB=30.0, BC=10.0)).set_index("territory")
    assert longer["merged"].to_dict() == {"B": "A,B", "A": "A,B", "C": ""}
    assert longer["role"].to_dict() == {"B": "urban", "A": "urban", "C": "rural"}
    assert longer["raised"].to_dict() == {"B": True, "A": True, "C": False}


def test_merging_goes_on_until_none_is_small():
    area = {"A": 100.0, "B": 150.0, "C": 200.0, "D": 40.0, "E": 700.0, "I": 30.0}
    frame = pd.DataFrame({"territory": list(area), "area_km2": list(area.values())})
    # D joins C, A joins B, those two make 490 and join E; nobody is next to I.
    found = merge_small(frame, borders("AB", "BC", "CD", "DE"))
    assert found == {**dict.fromkeys("ABCDE", "A"), "I": "I"}
    # D joins C and both B: that is enough.
    enough = frame.assign(area_km2=[600.0, 170.0, 200.0, 140.0, 700.0, 30.0])
    assert merge_small(enough, borders("AB", "BC", "CD", "DE")) == dict(zip("ABCDEI", "ABBBEI", strict=True))


def test_undefined_with_a_reason():
    rows = regions(
        ("A", NAN, 1.0, 900.0, NAN),
        ("B", 10.0, NAN, 900.0, NAN),
        ("C", 0.0, 0.0, 900.0, NAN),
        ("D", 10.0, 1.0, NAN, 500e3),
        ("E", 10.0, 9.0, 900.0, NAN),
    )
    found = classify_regions(rows, borders("DE"))
    assert found["reason"].tolist() == ["no population"] * 3 + ["no area", ""]
    assert found["role"].tolist() == [None] * 4 + ["rural"]
    assert found["raised"].tolist() == [False] * 5


@given(st.lists(st.tuples(st.floats(1, 2000), st.floats(0, 1)), min_size=2, max_size=9), st.randoms())
def test_row_order_changes_nothing(rows, random):
    made = regions(*[(f"{i}", 1000.0, 1000 * share, area, NAN) for i, (area, share) in enumerate(rows)])
    chain = borders(*[f"{i}{i + 1}" for i in range(len(rows) - 1)])
    order = random.sample(range(len(rows)), len(rows))
    found = classify_regions(made, chain).set_index("territory")
    other = classify_regions(made.iloc[order], chain.sample(frac=1)).set_index("territory")
    pd.testing.assert_frame_equal(other.loc[found.index], found)
    merged = {text for text in found["merged"] if text}
    small = [i for i, (area, _) in enumerate(rows) if area < 500]
    assert all(any(f"{i}" in text.split(",") for text in merged) for i in small)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("A", 1.0, 2.0, 900.0, NAN)], "more rural people"),
        ([("A", 2.0, 1.0, 900.0, NAN)] * 2, "A stands twice"),
        ([("A", 2.0, 1.0, -1.0, NAN)], "below zero"),
    ],
)
def test_rows_that_are_refused(rows, words):
    with pytest.raises(DataError, match=words):
        classify_regions(regions(*rows), NOBODY)
