"""Theil's T and its parts."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.inequality import theil

people = st.lists(
    st.tuples(st.floats(0.1, 1000), st.floats(0.1, 100), st.sampled_from("abc")), min_size=1, max_size=12
)


def split(rows, scale=1.0, heads=1.0):
    y, p, classes = (list(column) for column in zip(*rows, strict=True))
    found = theil(np.array(y)[:, None] * scale, np.array(p)[:, None] * heads, classes)
    return found.total[0], found.within[0], found.between[0]


@given(people)
def test_within_and_between_make_the_total_and_none_is_negative(rows):
    total, within, between = split(rows)
    assert within + between == pytest.approx(total, abs=1e-9)
    assert min(total, within, between) >= -1e-9


@given(people, st.floats(0.01, 100), st.floats(0.01, 100))
def test_units_and_the_scale_of_weights_change_nothing(rows, scale, heads):
    assert split(rows, scale, heads) == pytest.approx(split(rows), abs=1e-9)


@given(people, st.randoms())
def test_row_order_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert split(shuffled) == pytest.approx(split(rows), abs=1e-9)


@given(people)
def test_one_class_has_nothing_between_and_equals_have_nothing_at_all(rows):
    assert split([(y, p, "a") for y, p, _ in rows])[2] == pytest.approx(0, abs=1e-9)
    assert split([(5.0, p, c) for _, p, c in rows]) == pytest.approx((0, 0, 0), abs=1e-9)


def test_what_is_missing_is_left_out():
    gaps = theil(
        np.array([[1.0], [3.0], [np.nan], [9.0]]), np.array([[1.0], [1], [1], [np.nan]]), list("aabb")
    )
    assert gaps.total[0] == pytest.approx(
        theil(np.array([[1.0], [3.0]]), np.ones((2, 1)), ["a", "a"]).total[0]
    )


@pytest.mark.parametrize("values", [[1.0, 0.0], [1.0, -1.0], [np.nan, np.nan]])
def test_undefined_without_positive_values(values):
    found = theil(np.array(values)[:, None], np.ones((2, 1)), ["a", "b"])
    assert np.isnan([found.total[0], found.within[0], found.between[0]]).all()


def test_incomes_of_mexican_states(shared):
    path = shared / "cases/pysal"
    expected = json.loads((path / "expected.json").read_text())["inequality@0f9050e tests"]
    states = pd.read_csv(path / "mexico.csv")
    incomes = states[[f"pcgdp{year}" for year in range(1940, 2001, 10)]].to_numpy(dtype=float)
    found = theil(incomes, np.ones_like(incomes), states["hanson98"].to_numpy())
    assert found.total.round(8).tolist() == expected["mexico_theil_T_1940_2000"]
    assert found.between.round(8).tolist() == expected["theil_between_hanson98"]
