"""Clusters of cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nst

from indicators.clusters import fill_gaps, find_clusters, smooth_edges

cells = nst.arrays(bool, (7, 8))


def test_two_rooms_share_a_corner():
    chosen = np.array([[1, 0], [0, 1]], dtype=bool)
    assert find_clusters(chosen, np.ones((2, 2)), 2, diagonal=True).tolist() == [[1, 0], [0, 1]]
    assert not find_clusters(chosen, np.ones((2, 2)), 2, diagonal=False).any()


def test_five_of_eight_of_one_cluster():
    assert smooth_edges(np.array([[1, 1, 1], [1, 0, 2], [1, 1, 1]]))[1, 1] == 1
    assert smooth_edges(np.array([[1, 1, 2], [1, 0, 0], [2, 1, 0]]))[1, 1] == 0


def test_who_does_not_vote_and_who_may_not_join():
    labels = np.array([[0, 0, 0], [0, 0, 0], [1, 1, 1]])
    voters = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1]], dtype=bool)
    assert smooth_edges(labels, voters).tolist() == [[0, 0, 0], [0, 1, 0], [1, 1, 1]]
    voters[1, 2] = True
    assert smooth_edges(labels, voters).tolist() == labels.tolist()  # 3 of 6 is no majority
    wall = np.array([[1, 1, 1], [1, 0, 0], [1, 1, 1]])
    joining = np.ones((3, 3), dtype=bool)
    joining[1, 2] = False
    assert smooth_edges(wall, joining=joining).tolist() == [[1, 1, 1], [1, 1, 0], [1, 1, 1]]


@pytest.mark.parametrize(("less_than", "filled"), [(2, 0), (3, 1)])
def test_gaps_below_the_limit(less_than, filled):
    ring = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1]])
    assert fill_gaps(ring, less_than)[1, 1] == filled


def test_a_bay_is_no_gap_but_a_corner_closes_one():
    bay = np.array([[1, 1, 1], [1, 0, 0], [1, 1, 1]])
    assert fill_gaps(bay, 15).tolist() == bay.tolist()
    corner = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 0]])
    assert fill_gaps(corner, 15)[1, 1] == 1


def test_a_cluster_inside_another_is_swallowed():
    nested = np.pad(np.pad([[2]], 1), 1, constant_values=1)
    assert (fill_gaps(nested, 15) == 1).all()


@given(cells, st.integers(1, 6))
def test_clusters_are_of_chosen_cells_and_large_enough(chosen, least):
    labels = find_clusters(chosen, np.ones(chosen.shape), least, diagonal=True)
    assert not labels[~chosen].any()
    assert all((labels == one).sum() >= least for one in np.unique(labels[labels > 0]))


@given(cells)
def test_smoothing_and_filling_only_add_and_end(chosen):
    labels = find_clusters(chosen, np.ones(chosen.shape), 3, diagonal=False)
    smooth = smooth_edges(labels)
    assert (smooth[labels > 0] == labels[labels > 0]).all()
    assert (smooth_edges(smooth) == smooth).all()
    full = fill_gaps(smooth, 9)
    assert (full[smooth > 0] > 0).all()
