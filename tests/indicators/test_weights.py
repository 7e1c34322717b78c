"""Weights that people give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.weights import InconsistencyWarning, ahp_weights, budget_weights, equal_weights

NAMES = ["a", "b", "c"]


def consistent(weights):
    w = np.array(weights)
    return w[:, None] / w[None]


def test_equal_and_budget_weights():
    assert equal_weights("abcd") == dict.fromkeys("abcd", 0.25)
    assert budget_weights([{"a": 1, "b": 3}]) == {"a": 0.25, "b": 0.75}
    assert budget_weights([{"a": 100, "b": 0}, {"b": 1, "a": 1}]) == {"a": 0.75, "b": 0.25}


@pytest.mark.parametrize(
    ("judges", "words"),
    [
        ([], "no judge"),
        ([{"a": 1}, {"b": 1}], "judge 2 has judged other things"),
        ([{"a": 0, "b": 0}], "judge 1 gave no points"),
        ([{"a": -1, "b": 2}], "judge 1 gave no points, or negative"),
    ],
)
def test_faulty_budgets_are_refused(judges, words):
    with pytest.raises(DataError, match=words):
        budget_weights(judges)


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=8))
def test_consistent_judgements_give_their_weights_back(weights):
    names = [str(k) for k in range(len(weights))]
    found = ahp_weights(names, [consistent(weights)])
    shares = np.array(weights) / sum(weights)
    assert list(found.weights.values()) == pytest.approx(shares)
    assert found.ratio == pytest.approx(0, abs=1e-9)


def test_a_textbook_hierarchy():
    """Weights and ratio worked by hand from the characteristic polynomial of a matrix of order 3."""
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    # det(A - l I) = 0 for order 3 and reciprocal A: l^3 - 3 l^2 = x + 1/x - 2, with x = a12 a23 / a13.
    x = 3 * 3 / 5
    largest = max(np.roots([1, -3, 0, -(x + 1 / x - 2)]).real)
    means = np.prod(matrix, axis=1) ** (1 / 3)  # of order 3, the row geometric means are the eigenvector
    found = ahp_weights(NAMES, [matrix])
    assert found.ratio == pytest.approx((largest - 3) / 2 / 0.58)
    assert list(found.weights.values()) == pytest.approx(means / means.sum())


def test_judges_are_joined_by_the_geometric_mean():
    one, other = consistent([4, 1]), consistent([1, 4])
    found = ahp_weights(["a", "b"], [one, other])
    assert found.weights == pytest.approx({"a": 0.5, "b": 0.5})
    assert found.ratios == (0.0, 0.0)


def test_contradictions_warn():
    circle = np.array([[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]])
    with pytest.warns(InconsistencyWarning, match="contradict"):
        found = ahp_weights(NAMES, [circle])
    assert found.ratio > 0.1
    assert list(found.weights.values()) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (np.ones((2, 2)), r"a matrix of \(2, 2\)"),
        (np.array([[1, 2, 3], [0.5, 1, 0], [1 / 3, 0, 1]]), "not positive"),
        (np.array([[1, 2, 3], [0.7, 1, 1], [1 / 3, 1, 1]]), "row 1, column 2 is not the inverse"),
    ],
)
def test_faulty_comparisons_are_refused(matrix, words):
    with pytest.raises(DataError, match=words):
        ahp_weights(NAMES, [matrix])


def test_nobody_or_too_much_cannot_be_weighed():
    with pytest.raises(DataError, match="0 judge"):
        ahp_weights(NAMES, [])
    with pytest.raises(DataError, match="16 thing"):
        ahp_weights([str(k) for k in range(16)], [np.ones((16, 16))])


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(DataError, match="'a' stands twice"):
        equal_weights(["a", "b", "a"])
    with pytest.raises(DataError, match="'a' stands twice"):
        ahp_weights(["a", "a"], [np.ones((2, 2))])


def test_comparisons_may_be_lists_but_not_text():
    assert ahp_weights("ab", [[[1, 3], [1 / 3, 1]]]).weights == {"a": 0.75, "b": 0.25}
    with pytest.raises(DataError, match="judge 1: a comparison that is no number"):
        ahp_weights("ab", [[["1", "3"], ["1/3", "1"]]])


def test_published_comparisons_give_the_published_weights():
    """Saaty (2008), drinks consumed in the United States: seven drinks, consistency ratio 0.022."""
    upper = {
        "coffee": [9, 5, 2, 1, 1, 1 / 2],
        "wine": [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        "tea": [1 / 3, 1 / 4, 1 / 3, 1 / 9],
        "beer": [1 / 2, 1, 1 / 3],
        "soda": [2, 1 / 2],
        "milk": [1 / 3],
    }
    table = np.eye(7)
    table[np.triu_indices(7, 1)] = [ratio for row in upper.values() for ratio in row]
    table += np.triu(1 / np.where(table, table, 1), 1).T
    found = ahp_weights([*upper, "water"], [table])
    assert [round(weight, 3) for weight in found.weights.values()] == [
        *(0.177, 0.019, 0.042, 0.116),
        *(0.190, 0.129, 0.327),
    ]
    assert round(found.ratio, 3) == 0.022
