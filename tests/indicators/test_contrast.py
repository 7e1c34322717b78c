"""Class means and what lies between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.contrast import class_means, list_undefined
from indicators.disparity import gap, parity, ratio

NAN = np.nan


def column(*means):
    return np.array(means, dtype=float)[:, None]


def test_class_means_by_hand():
    values = np.array([[10, 1], [30, 1], [7, NAN], [5, 2], [99, 9]])
    weights = np.array([[1, 1], [3, 3], [2, 2], [2, NAN], [9, 9]], dtype=float)
    found = class_means(values, weights, ["urban", "urban", "intermediate", "rural", "nowhere"])
    np.testing.assert_array_equal(found, [[25, 1], [7, NAN], [5, NAN]])


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ((10, 8, 5), (5, 0.5, 50)),
        ((5, 8, 10), (-5, 2, 50)),
        ((10, NAN, 5), (5, 0.5, 50)),
        ((10, 8, NAN), (NAN, NAN, 80)),
        ((NAN, NAN, 5), (NAN, NAN, NAN)),
        ((0, 8, 5), (-5, NAN, NAN)),
        ((10, 8, -5), (15, -0.5, NAN)),
    ],
)
def test_gap_ratio_and_parity(means, expected):
    found = (gap(column(*means), 1)[0], ratio(column(*means))[0], parity(column(*means))[0])
    assert found == pytest.approx(expected, nan_ok=True)


@given(st.tuples(*[st.floats(0.1, 1000)] * 3), st.floats(0.01, 100))
def test_direction_mirrors_the_gap_and_the_unit_changes_no_parity(means, scale):
    assert gap(column(*means), 1)[0] == -gap(column(*means), -1)[0]
    assert parity(column(*means) * scale)[0] == pytest.approx(parity(column(*means))[0])
    assert 0 <= parity(column(*means))[0] <= 100


@given(
    st.lists(st.tuples(st.floats(-1e308, 1e308), st.floats(1, 1e12)), min_size=3, max_size=9),
    st.sampled_from([-900, 0, 900]),
)
def test_no_mean_leaves_its_class_and_nothing_overflows(rows, exponent):
    values, weights = (np.array(side)[:, None] for side in zip(*rows, strict=True))
    roles = (["urban", "intermediate", "rural"] * 3)[: len(rows)]
    found = class_means(values, np.ldexp(weights, exponent), roles)
    for i in range(3):
        inside, slack = values[i::3], 1e-12 * np.abs(values).max()
        assert inside.min() - slack <= found[i, 0] <= inside.max() + slack
    np.testing.assert_array_equal(found, class_means(values, weights, roles))


def test_what_overflows_is_undefined_with_a_reason():
    means = np.array([[1.7e308, 1e-10, 0.0], [NAN] * 3, [-1.7e308, 1e300, 5.0]])
    assert np.isnan(gap(means, 1)).tolist() == [True, False, False]
    assert np.isnan(ratio(means)).tolist() == [False, True, True]
    no = np.zeros(3, dtype=bool)
    assert list_undefined(means, no).tolist() == ["overflow", "overflow", ""]
