"""Trees of any depth, and the faults that they may have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.structure import plant

DEEP = {"a": "x", "b": "x", "x": "y", "c": "y", "y": "all", "d": "all"}


def test_uneven_depths_are_levelled():
    tree = plant("abcd", DEEP, {"x": 3, "d": 2})
    assert tree.names == (("a", "b", "c", "d"), ("x", "c", "d"), ("y", "d"), ("all",))
    assert [level.tolist() for level in tree.weights] == [[1, 1, 1, 1], [3, 1, 1], [1, 2]]
    assert tree.top == "all"
    assert tree.tree == DEEP
    assert list(tree.groups) == ["all", "y", "x"]


def test_a_node_stands_above_the_deepest_of_its_children():
    parents = {"a": "x", "x": "y", "y": "z", "b": "z", "z": "all", "c": "w", "w": "all"}
    tree = plant("bca", parents)
    assert tree.names == (("b", "c", "a"), ("b", "w", "x"), ("b", "w", "y"), ("z", "w"), ("all",))


def test_effective_weights_multiply_down_the_tree():
    shares = plant("abcd", DEEP, {"x": 3, "d": 2}).effective_weights()
    assert shares["all"] == pytest.approx(
        {"a": 0.125, "b": 0.125, "c": 1 / 12, "d": 2 / 3, "x": 0.25, "y": 1 / 3}
    )
    assert shares["x"] == {"a": 0.5, "b": 0.5}


@given(st.lists(st.floats(0.01, 100), min_size=6, max_size=6), st.floats(0.001, 1000))
def test_effective_weights_sum_to_one_whatever_the_scale(weights, scale):
    named = dict(zip(("a", "b", "x", "c", "y", "d"), weights, strict=True))
    one = plant("abcd", DEEP, named).effective_weights()["all"]
    assert sum(one[code] for code in "abcd") == pytest.approx(1)
    scaled = {node: weight * scale for node, weight in named.items()}
    assert plant("abcd", DEEP, scaled).effective_weights()["all"] == pytest.approx(one)


def test_no_weight_at_all_is_no_share():
    shares = plant("ab", {"a": "x", "b": "x"}, {"a": 0, "b": 0}).effective_weights()
    assert shares == {"x": {"a": 0.0, "b": 0.0}}


@pytest.mark.parametrize(
    ("codes", "parents", "weights", "words"),
    [
        ("", {}, {}, "no indicators"),
        ("ab", {"a": "x"}, {}, "b: no place"),
        ("ab", {"a": "x", "x": "a", "b": "x"}, {}, "stands above itself"),
        ("ab", {"a": "x", "b": "y"}, {}, "x, y all stand at the top"),
        ("ab", {"a": "b", "b": "x"}, {}, "b: both an indicator and a group"),
        ("a", {"a": "x"}, {"z": 1}, "z: a weight"),
        ("a", {"a": "x"}, {"a": -1}, "negative"),
        ("a", {"a": "x"}, {"a": np.inf}, "no number"),
    ],
)
def test_faults_are_named(codes, parents, weights, words):
    with pytest.raises(DataError, match=words):
        plant(codes, parents, weights)
