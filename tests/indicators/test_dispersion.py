"""Gini, coefficient of variation, dissimilarity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.dispersion import dissimilarity, gini, variation

NAN = np.nan
people = st.lists(st.tuples(st.floats(0.01, 1000), st.floats(0.1, 100)), min_size=1, max_size=12)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def both(rows, scale=1.0, heads=1.0):
    y, p = (column(*side) for side in zip(*rows, strict=True))
    return gini(y * scale, p * heads)[0], variation(y * scale, p * heads)[0]


@given(people)
def test_gini_is_the_mean_difference_of_all_pairs(rows):
    y, p = (np.array(side) for side in zip(*rows, strict=True))
    p = p / p.sum()
    pairs = (p[:, None] * p * np.abs(y[:, None] - y)).sum() / (2 * (p * y).sum())
    assert both(rows)[0] == pytest.approx(pairs, abs=1e-9)
    assert 0 <= both(rows)[0] + 1e-12 <= 1


@given(people, st.floats(0.01, 100), st.floats(0.01, 100))
def test_units_and_the_scale_of_weights_change_nothing(rows, scale, heads):
    assert both(rows, scale, heads) == pytest.approx(both(rows), abs=1e-9)


@given(people, st.randoms())
def test_row_order_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert both(shuffled) == pytest.approx(both(rows), abs=1e-9)


@given(people)
def test_a_weight_of_two_is_two_of_them(rows):
    doubled = [(y, 2 * p) for y, p in rows]
    assert both(rows + rows) == pytest.approx(both(doubled), abs=1e-9)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((5, 5, 5), (0, 0)),
        ((0, 0, 9), (2 / 3, np.sqrt(2))),
        ((1, -1, 9), (NAN, np.sqrt(56 / 3) / 3)),
        ((0, 0, 0), (NAN, NAN)),
        ((-3, 1, 1), (NAN, NAN)),
        ((NAN, NAN, NAN), (NAN, NAN)),
        ((1e308, 1e308, NAN), (0, 0)),
    ],
)
def test_by_hand(values, expected):
    weights = np.ones((3, 1))
    found = gini(column(*values), weights)[0], variation(column(*values), weights)[0]
    assert found == pytest.approx(expected, nan_ok=True)


def test_nobody_at_all():
    nothing = np.empty((0, 2))
    assert np.isnan(
        [gini(nothing, nothing), variation(nothing, nothing), dissimilarity(nothing, nothing)]
    ).all()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((10, 0), (0, 5), 1),
        ((10, 20), (1, 2), 0),
        ((10, 10, NAN), (20, 0, 8), 0.5),
        ((0, 0), (1, 2), NAN),
        ((-1, 2), (1, 2), NAN),
    ],
)
def test_dissimilarity_by_hand(a, b, expected):
    assert dissimilarity(column(*a), column(*b))[0] == pytest.approx(expected, nan_ok=True)
