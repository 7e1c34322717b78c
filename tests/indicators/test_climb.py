"""The climb from indicators to the top, and its coverage rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.climb import climb
from indicators.errors import DataError
from indicators.structure import plant

TREE = {"a": "x", "b": "x", "x": "all", "c": "y", "d": "y", "y": "all", "e": "all"}
CODES = "abcde"
MEANS = ["arithmetic", "geometric", "harmonic"]
cells = st.one_of(st.floats(1, 100), st.floats(1, 100), st.just(np.nan))
tables = arrays(float, (4, 5), elements=cells)
weightings = st.lists(st.one_of(st.floats(0.1, 5), st.just(0.0)), min_size=5, max_size=5)


def tops(x, weights=None, methods=("arithmetic",), thresholds=(0, 0), there=None):
    tree = plant(CODES, TREE, weights)
    there = np.isfinite(x).astype(float) if there is None else there
    levels = climb(x, there, tree, [w[None] for w in tree.weights], methods, thresholds)
    return levels[-1].scores[0, 0], levels[-1].coverage[0, 0]


def by_hand(row, weights, method, thresholds):
    """The mean of one territory, node by node, as one would write it."""

    def mean(pairs, threshold):
        total = sum(w for _, w, _ in pairs)
        known = [(x, w) for x, w, _ in pairs if not np.isnan(x) and w > 0]
        share = sum(w * s for x, w, s in pairs if not np.isnan(x)) / total if total else np.nan
        if not known or not share >= threshold - 1e-9:
            return np.nan, share
        x, w = (np.array(side) for side in zip(*known, strict=True))
        w = w / w.sum()
        value = {
            "arithmetic": (w * x).sum(),
            "geometric": np.exp((w * np.log(x)).sum()),
            "harmonic": 1 / (w / x).sum(),
        }
        return value[method], share

    w = dict(zip(CODES, weights, strict=True))
    leaf = {code: (x, w[code], float(np.isfinite(x))) for code, x in zip(CODES, row, strict=True)}
    groups = []
    for codes in ("ab", "cd"):
        value, share = mean([leaf[code] for code in codes], thresholds[0])
        alive = float(any(w[code] > 0 for code in codes))
        groups.append((value, alive, share if not np.isnan(value) else 0.0))
    return mean([*groups, leaf["e"]], thresholds[1])


@given(tables, weightings, st.sampled_from(MEANS), st.sampled_from([(0, 0), (0.5, 2 / 3), (1, 1)]))
def test_by_hand(x, weights, method, thresholds):
    scores, coverage = tops(x, dict(zip(CODES, weights, strict=True)), (method,), thresholds)
    expected = [by_hand(row, weights, method, thresholds) for row in x]
    assert scores == pytest.approx([value for value, _ in expected], nan_ok=True)
    assert coverage == pytest.approx([share for _, share in expected], nan_ok=True)


@given(tables, st.integers(0, 3), st.integers(0, 4), st.floats(0, 50), st.sampled_from(MEANS))
def test_more_is_never_less(x, row, column, gain, method):
    better = x.copy()
    better[row, column] += gain
    before, after = tops(x, methods=(method,))[0], tops(better, methods=(method,))[0]
    assert np.isnan(before[row]) or after[row] >= before[row] - 1e-9
    others = np.arange(4) != row
    assert after[others] == pytest.approx(before[others], nan_ok=True)


@given(tables, st.floats(1e-6, 1e6), st.sampled_from([*MEANS, "copeland"]))
def test_the_scale_of_the_weights_changes_nothing(x, scale, method):
    weights = {"a": 1.0, "x": 2.0, "y": 3.0, "e": 0.5}
    inside = {"a": 1.0, "b": 1.0}
    one = tops(x, weights | inside, (method,))[0]
    scaled = {node: weight * scale for node, weight in inside.items()}
    assert tops(x, weights | scaled, (method,))[0] == pytest.approx(one, nan_ok=True)


@given(arrays(float, (3, 5), elements=st.floats(1, 100)), st.sampled_from([*MEANS, "copeland"]), st.data())
def test_many_weights_at_once_are_each_as_alone(x, method, data):
    tree = plant(CODES, TREE)
    sets = [data.draw(arrays(float, (3, len(w)), elements=st.floats(0.1, 5))) for w in tree.weights]
    together = climb(
        x, np.ones(x.shape), tree, sets, (method, "geometric" if method in MEANS else method), (0, 0)
    )
    for k in range(3):
        alone = climb(
            x, np.ones(x.shape), tree, [w[[k]] for w in sets],
            (method, "geometric" if method in MEANS else method), (0, 0),
        )  # fmt: skip
        assert together[-1].scores[0, k] == pytest.approx(alone[-1].scores[0, 0])


def test_what_stands_in_is_used_but_not_counted():
    x = np.full((1, 5), 50.0)
    there = np.array([[1.0, 0, 1, 1, 1]])
    scores, coverage = tops(x, there=there)
    assert (scores[0], coverage[0]) == (50, pytest.approx(5 / 6))
    assert np.isnan(tops(x, there=there, thresholds=(0.6, 0.9))[0][0])


def test_a_group_without_weight_is_not_there():
    x = np.array([[np.nan, np.nan, 40.0, 40, 100]])
    scores, coverage = tops(x, {"a": 0, "b": 0}, thresholds=(0.5, 1))
    assert (scores[0], coverage[0]) == (70, 1)


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_a_mean_that_a_zero_would_swallow_is_refused(method):
    with pytest.raises(DataError, match=f"{method} mean of 'x' meets a score of 0"):
        tops(np.array([[0.0, 1, 1, 1, 1]]), methods=(method,))
    assert tops(np.array([[0.0, 10, 10, 10, 10]]))[0][0] == pytest.approx(25 / 3)


def test_each_level_has_its_own_mean():
    x = np.array([[1.0, 4, 9, 9, 9]])
    assert tops(x, methods=("geometric", "arithmetic"))[0][0] == pytest.approx((2 + 9 + 9) / 3)
