"""Marks, parts and ranks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.labels import list_true, rank_alike, rank_scores


def words(*cells):
    return np.array(cells, dtype=object)


def test_names_keep_the_order_given():
    masks = {"a": np.array([True, False, True]), "b": np.array([True, False, False])}
    assert list_true(masks).tolist() == ["a,b", "", "a"]


def test_nobody_to_name():
    assert list_true({"a": np.zeros(0, dtype=bool)}).tolist() == []


def test_equal_scores_share_the_better_rank():
    rank, differs = rank_alike(np.array([50, 90, 90 + 1e-12, 10]), words("a", "a", "a", "a"))
    assert rank.tolist() == [3, 1, 1, 4]
    assert not differs.any()


def test_of_two_equally_common_makes_the_longer_is_ranked():
    rank, differs = rank_alike(np.array([50.0, 90.0]), words("a", "a,b"))
    assert np.isnan(rank[0])
    assert rank[1] == 1
    assert differs.tolist() == [True, False]


def test_without_a_score_there_is_no_rank_and_no_difference():
    rank, differs = rank_alike(np.array([np.nan, np.nan]), words("", ""))
    assert np.isnan(rank).all()
    assert not differs.any()


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from(["a", "a,b"])), min_size=1))
def test_a_higher_score_never_ranks_behind(pairs):
    scores, parts = np.array([s for s, _ in pairs]), words(*[p for _, p in pairs])
    rank, differs = rank_alike(scores, parts)
    assert (np.isnan(rank) == differs).all()
    ranked = ~differs
    order = np.argsort(scores[ranked])
    assert (np.diff(rank[ranked][order]) <= 0).all()


def test_every_row_of_a_table_is_ranked_by_itself():
    table = np.array([[1.0, 3, 2], [5, np.nan, 5 + 1e-12]])
    ranks = rank_scores(table)
    assert ranks[0].tolist() == [3, 1, 2]
    assert ranks[1, [0, 2]].tolist() == [1, 1]
    assert np.isnan(ranks[1, 1])
