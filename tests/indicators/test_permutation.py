"""Draws by chance."""

import itertools

import numpy as np
import pytest
from scipy import sparse

from indicators import permutation
from indicators.permutation import count_extremes, deal_out, draw_without_replacement

TIMES = 20_000


def test_every_order_is_as_likely():
    drawn = draw_without_replacement(4, 2, TIMES, seed=1).T
    counts = [(drawn == pair).all(axis=1).sum() for pair in itertools.permutations(range(4), 2)]
    assert sum(counts) == TIMES
    assert counts == pytest.approx([TIMES / 12] * 12, rel=0.1)


def test_neighbours_are_drawn_from_all_others_but_not_from_itself():
    z = np.array([100.0, 1.0, 2.0, 4.0])
    weights = sparse.csr_array(np.array([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0]]) / 1.0)
    above, below = count_extremes(z, weights, TIMES, seed=2)
    # Of 100 the lag is 3, and pairs of 1, 2, 4 make 3, 5, 6. Of 4 it is 3, and pairs make 3, 101, 102.
    assert above[[0, 3]].tolist() == [TIMES, TIMES]
    assert below[[0, 3]] / TIMES == pytest.approx([1 / 3, 1 / 3], abs=0.02)
    # Of 1 and of 2 the neighbour is 100, the highest of three.
    assert above[[1, 2]] / TIMES == pytest.approx([1 / 3, 1 / 3], abs=0.02)
    assert below.tolist()[1:3] == [TIMES, TIMES]


def test_in_one_piece_or_in_many(monkeypatch):
    generator = np.random.default_rng(3)
    z, weights = generator.normal(size=40), sparse.csr_array(generator.uniform(size=(40, 40)) > 0.9) / 3.0
    weights.setdiag(0)
    weights.eliminate_zeros()
    whole = count_extremes(z, weights, 99, seed=4)
    monkeypatch.setattr(permutation, "CELLS_AT_ONCE", 700)
    np.testing.assert_array_equal(count_extremes(z, weights, 99, seed=4), whole)


def test_dealing_out_keeps_the_values():
    ring = sparse.csr_array(np.roll(np.eye(3), 1, axis=1))
    found = deal_out(np.array([1.0, 2.0, 4.0]), ring, 50, seed=5)
    assert (found == 2 + 4 + 8).all()  # a ring of three is the same in any order
