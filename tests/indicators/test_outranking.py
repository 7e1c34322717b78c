"""Who beats whom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.outranking import copeland, dominance, outranking

cells = st.one_of(st.integers(0, 4).map(float), st.just(np.nan))
scores = st.integers(1, 4).flatmap(
    lambda k: arrays(float, st.tuples(st.integers(1, 6), st.just(k)), elements=cells)
)


def by_hand(x, w):
    n = len(x)
    matrix = np.full((n, n), 0.5)
    for j, k in np.ndindex(n, n):
        both = np.isfinite(x[j]) & np.isfinite(x[k])
        if (w * both).sum() > 0:
            won = (w * (x[j] > x[k]) * both).sum() + (w * (x[j] == x[k]) * both).sum() / 2
            matrix[j, k] = won / (w * both).sum()
    np.fill_diagonal(matrix, 0)
    return matrix


@given(scores, st.data())
def test_outranking_by_hand(x, data):
    w = np.array(data.draw(st.lists(st.floats(0.1, 5), min_size=x.shape[1], max_size=x.shape[1])))
    found = outranking(x, w)
    assert found == pytest.approx(by_hand(x, w))
    off = ~np.eye(len(x), dtype=bool)
    assert (found + found.T)[off] == pytest.approx(np.ones(off.sum()))


@given(scores, st.data())
def test_many_weights_at_once_are_each_as_alone(x, data):
    w = data.draw(arrays(float, (3, x.shape[1]), elements=st.floats(0, 5)))
    for together, alone in ((copeland(x, w), [copeland(x, one) for one in w]),):
        assert together == pytest.approx(np.array(alone), nan_ok=True)
    assert outranking(x, w) == pytest.approx(np.array([outranking(x, one) for one in w]))


@given(scores)
def test_copeland_sums_to_zero_and_stays_in_bounds(x):
    found = copeland(x, np.ones(x.shape[1]))
    known = np.isfinite(found)
    assert (known == np.isfinite(x).any(axis=1)).all()
    assert found[known].sum() == 0
    assert (np.abs(found[known]) <= max(known.sum() - 1, 0)).all()


@given(scores, st.floats(1e-6, 1e6))
def test_the_scale_of_the_weights_changes_nothing(x, scale):
    w = np.arange(1.0, x.shape[1] + 1)
    assert copeland(x, w * scale) == pytest.approx(copeland(x, w), nan_ok=True)


def test_half_the_weight_is_a_tie():
    x = np.array([[1.0, 2, 3, 0, 0, 9], [2, 1, 0, 3, 9, 0]])
    assert copeland(x, np.full(6, 0.1)).tolist() == [0, 0]


def test_what_cannot_be_compared_is_neither_won_nor_lost():
    x = np.array([[1.0, np.nan], [np.nan, 1], [2, 2]])
    assert outranking(x, np.ones(2))[0, 1] == 0.5
    assert copeland(x, np.ones(2)).tolist() == [-1, -1, 2]
    assert np.isnan(copeland(x, np.array([1.0, 0.0]))).tolist() == [False, True, False]


def test_one_alone_dominates_nobody():
    found, share = dominance(np.array([[1.0]]), np.ones(1))
    assert found == 0
    assert np.isnan(share)
