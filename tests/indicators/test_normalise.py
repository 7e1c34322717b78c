"""One scale for all: every method by hand, its bounds, order, direction and units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from indicators.errors import DataError
from indicators.normalise import Normalisation, normalise

UNIT_FREE = ["min-max", "z-score", "rank", "borda", "percentile rank", "distance to best", "categorical"]
columns = arrays(float, st.integers(2, 20), elements=st.floats(-1e6, 1e6, allow_subnormal=False))
HAND = np.array([1.0, 3, 3, 5, np.nan])


def one(x, sign=1.0, territories=None, **choice):
    column = np.asarray(x, dtype=float)[:, None]
    return normalise(column, np.array([sign]), Normalisation(**choice), ["x"], territories)[:, 0]


@pytest.mark.parametrize(
    ("choice", "sign", "expected"),
    [
        ({}, 1, [0, 50, 50, 100]),
        ({}, -1, [100, 50, 50, 0]),
        ({"scale": (1, 100)}, 1, [1, 50.5, 50.5, 100]),
        ({"goalposts": {"x": (0, 10)}}, 1, [10, 30, 30, 50]),
        ({"goalposts": {"x": (0, 10)}}, -1, [90, 70, 70, 50]),
        ({"goalposts": {"x": (2, 4)}, "method": "goalposts"}, 1, [0, 50, 50, 100]),
        ({"goalposts": {"x": (2, 4)}, "cap": False}, 1, [-50, 50, 50, 150]),
        ({"method": "z-score"}, 1, [-(1.5**0.5), 0, 0, 1.5**0.5]),
        ({"method": "z-score", "scale": (100, 10)}, -1, [100 + 10 * 1.5**0.5, 100, 100, 100 - 10 * 1.5**0.5]),
        ({"method": "rank"}, 1, [1, 2, 2, 4]),
        ({"method": "borda"}, -1, [3, 1, 1, 0]),
        ({"method": "percentile rank"}, 1, [0, 1 / 3, 1 / 3, 1]),
        ({"method": "distance to best"}, 1, [0, 0.5, 0.5, 1]),
        ({"method": "distance to target", "targets": {"x": 3}}, 1, [0, 1, 1, 2]),
        ({"method": "distance to target", "targets": {"x": 3}, "cap": True}, 1, [0, 1, 1, 1]),
        ({"method": "distance to target", "targets": {"x": 2}}, -1, [4 / 3, 2 / 3, 2 / 3, 0]),
        ({"method": "share of best"}, 1, [0.2, 0.6, 0.6, 1]),
        ({"method": "share of best"}, -1, [1, 1 / 3, 1 / 3, 0.2]),
        ({"method": "categorical", "cuts": (0.3, 0.9)}, 1, [0, 50, 50, 100]),
        ({"method": "categorical"}, -1, [100, 60, 60, 0]),
        ({"method": "none"}, -1, [-1, -3, -3, -5]),
        ({"method": "none", "scale": (1, 100)}, 1, [1.99, 3.97, 3.97, 5.95]),
    ],
)
def test_by_hand(choice, sign, expected):
    found = one(HAND, sign, **choice)
    assert found[:4].tolist() == pytest.approx(expected)
    assert np.isnan(found[4])


def test_distance_to_a_reference_territory():
    choice = {"method": "distance to reference", "reference": "c"}
    assert one([0, 1, 4, 8], 1, list("abcd"), **choice).tolist() == [0, 0.25, 1, 2]
    assert one([0, 1, 4, 8], 1, list("abcd"), cap=True, **choice).tolist() == [0, 0.25, 1, 1]
    with pytest.raises(DataError, match="'c' is not there"):
        one([0, 1], 1, list("ab"), **choice)


@pytest.mark.parametrize("method", UNIT_FREE)
@given(columns, st.sampled_from([1e-6, 0.5, 3.0, 1e9]), st.sampled_from([0.0, -7.0]))
def test_units_and_zero_points_change_nothing(method, x, scale, shift):
    moved = x * scale + shift
    if len(np.unique(moved)) != len(np.unique(x)) or np.ptp(x) < 1e-3 * np.abs(x).max():
        return
    assert one(moved, method=method) == pytest.approx(one(x, method=method), nan_ok=True, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("method", UNIT_FREE)
@given(columns)
def test_order_is_kept_and_turned_with_the_direction(method, x):
    up, down = one(x, method=method), one(x, -1.0, method=method)
    if np.isnan(up).any():
        assert np.ptp(x) == 0 or method == "z-score"
        return
    order = np.argsort(x)
    assert (np.diff(up[order]) >= -1e-9).all()
    assert (np.diff(down[order]) <= 1e-9).all()


@given(columns)
def test_min_max_mirrors(x):
    up, down = one(x), one(x, -1.0)
    if np.ptp(x) > 0:
        assert up + down == pytest.approx(np.full(len(x), 100.0))
        assert ((up >= 0) & (up <= 100)).all()


@given(columns, st.permutations(range(20)))
def test_the_order_of_rows_changes_nothing(x, order):
    at = [k for k in order if k < len(x)]
    for method in UNIT_FREE:
        assert one(x[at], method=method) == pytest.approx(one(x, method=method)[at], nan_ok=True)


@pytest.mark.parametrize("method", UNIT_FREE)
@pytest.mark.parametrize("x", [[5.0, 5.0], [np.nan, np.nan], [7.0]])
def test_nothing_that_varies_is_undefined(method, x):
    assert np.isnan(one(x, method=method)).all()


def test_under_goalposts_a_territory_more_changes_nobody():
    posts = {"method": "goalposts", "goalposts": {"x": (0, 10)}}
    assert one([1, 5, np.nan, 500], **posts)[:2].tolist() == one([1, 5], **posts).tolist()


def test_what_is_beyond_all_numbers_is_undefined():
    for method in UNIT_FREE:
        assert np.isnan(one([1e308, -1e308, 0.0], method=method)).all()
    assert one([1e300, 2e300, 3e300], method="z-score").tolist() == pytest.approx([-1, 0, 1])
    assert np.isnan(one([-1.0, -2.0], method="share of best")).all()
    assert np.isnan(one([3.0, 4.0], method="distance to target", targets={"x": 2})).all()


def test_an_indicator_may_have_its_own():
    x = np.array([[1.0, 1], [2, 2], [4, 4]])
    found = normalise(x, np.ones(2), Normalisation(), ["a", "b"], own={"b": Normalisation(method="rank")})
    assert found.tolist() == [[0, 1], [pytest.approx(100 / 3), 2], [100, 3]]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"method": "goalposts"}, "'x' has no goalposts"),
        ({"method": "distance to target"}, "'x' has no target"),
    ],
)
def test_what_is_not_declared_is_said(choice, words):
    with pytest.raises(DataError, match=words):
        one([1, 2], **choice)


@pytest.mark.parametrize(
    "choice",
    [
        {"scale": (100, 0)},
        {"goalposts": {"x": (5, 5)}},
        {"cuts": (0.5, 0.25)},
        {"cuts": (1.0,)},
        {"reference": "01"},
        {"method": "distance to reference"},
        {"targets": {"x": float("nan")}},
        {"method": "logistic"},
    ],
)
def test_what_cannot_be_is_refused(choice):
    with pytest.raises(ValidationError):
        Normalisation(**choice)
