"""Weighted means, row by row."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.aggregate import aggregate, mean_covered, to_positive
from indicators.errors import DataError

METHODS = ["harmonic", "geometric", "arithmetic"]
rows = st.lists(st.tuples(st.floats(1, 100), st.floats(0.01, 10)), min_size=1, max_size=6)


def one(pairs, method, scale=1.0):
    x, w = np.array(pairs).T[:, None]
    return aggregate(x, w * scale, method)[0]


@pytest.mark.parametrize(
    ("method", "expected"), [("arithmetic", 4.75), ("geometric", 128**0.25), ("harmonic", 16 / 7)]
)
def test_by_hand(method, expected):
    assert one([(1, 1), (2, 1), (8, 2)], method) == pytest.approx(expected)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_missing_or_weighs_nothing_is_left_out(method):
    x = np.array([[5.0, np.nan, 80.0], [np.nan, np.nan, 80.0]])
    found = aggregate(x, np.array([[2.0, 1.0, 0.0]] * 2), method)
    assert found[0] == pytest.approx(5)
    assert np.isnan(found[1])


@given(rows)
def test_the_means_are_ordered_and_inside_the_range(pairs):
    means = [one(pairs, method) for method in METHODS]
    values = [value for value, _ in pairs]
    bounds = [min(values), *means, max(values)]
    assert all(a <= b * (1 + 1e-9) for a, b in itertools.pairwise(bounds))


@given(rows, st.floats(0.001, 1000), st.sampled_from(METHODS))
def test_the_scale_of_the_weights_changes_nothing(pairs, scale, method):
    assert one(pairs, method) == pytest.approx(one(pairs, method, scale))


def test_lifted_scores_know_no_zero():
    assert to_positive(np.array([0.0, 50, 100]), "harmonic").tolist() == [1, 50.5, 100]
    assert to_positive(np.array([0.0, 50, 100]), "arithmetic").tolist() == [0, 50, 100]


@pytest.mark.parametrize(("threshold", "kept"), [(0.5, True), (2 / 3, True), (0.67, False)])
def test_coverage_is_by_weight(threshold, kept):
    x = np.array([[40.0, 60.0, np.nan]])
    mean, share = mean_covered(x, np.ones((1, 3)), np.isfinite(x), threshold, "arithmetic")
    assert share[0] == pytest.approx(2 / 3)
    assert np.isfinite(mean[0]) == kept


def test_no_weight_is_no_coverage():
    mean, share = mean_covered(np.ones((1, 2)), np.zeros((1, 2)), np.ones((1, 2)), 0.5, "arithmetic")
    assert np.isnan([mean[0], share[0]]).all()


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_a_mean_that_a_zero_would_swallow_is_refused(method):
    with pytest.raises(DataError, match=f"the {method} mean of a row"):
        aggregate(np.array([[0.0, 5.0]]), np.ones((1, 2)), method)
    assert aggregate(np.array([[0.0, 5.0]]), np.array([[0.0, 1.0]]), method)[0] == pytest.approx(5)
