"""Limits of classes: against brute force, and by what each method promises."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.limits import METHODS, limits

FEW = st.lists(st.integers(-50, 50), min_size=2, max_size=9)


def within(values: list[int], breaks: list[float]) -> float:
    classes = np.digitize(values, breaks)
    groups = (np.asarray(values, dtype=float)[classes == k] for k in range(len(breaks) + 1))
    return sum(((group - group.mean()) ** 2).sum() for group in groups if len(group))


@settings(max_examples=60, deadline=None)
@given(values=FEW, count=st.integers(2, 4))
def test_natural_breaks_are_the_best_there_are(values: list[int], count: int) -> None:
    known = sorted(set(values))
    found = limits(values, count, "jenks")
    parts = min(count, len(known))
    best = min((within(values, list(b)) for b in combinations(known[1:], parts - 1)), default=0.0)
    assert len(found) == parts - 1
    assert within(values, found) == pytest.approx(best, abs=1e-6)


def test_natural_breaks_of_many_values_part_their_heaps() -> None:
    random = np.random.default_rng(5)
    heaps = np.concatenate([random.normal(middle, 1, 3000) for middle in (0, 40, 100)])
    low, high = limits(heaps, 3, "jenks")
    assert 5 < low <= 40 and 50 < high <= 100


def test_quantiles_hold_about_as_many_each() -> None:
    values = np.random.default_rng(1).lognormal(3, 1, 700)
    counts = np.bincount(np.digitize(values, limits(values, 7, "quantiles")))
    assert len(counts) == 7
    assert np.ptp(counts) < 30


def test_equal_classes_are_equally_wide() -> None:
    assert limits([0, 3, 70], 7, "equal") == [10, 20, 30, 40, 50, 60]


def test_round_steps_are_round_and_not_taken_by_an_outlier() -> None:
    values = [*np.linspace(3, 61, 400), 1e6]
    assert limits(values, 7, "fixed") == [10, 20, 30, 40, 50]


@pytest.mark.parametrize("method", METHODS)
@given(values=st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), max_size=40))
def test_limits_rise_and_part_the_values(method: str, values: list[float]) -> None:
    found = limits(values, 7, method)
    known = [value for value in values if np.isfinite(value)]
    assert found == sorted(set(found))
    assert all(min(known) < limit <= max(known) for limit in found)
    assert len(found) <= 6


@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_seen_parts_nothing(method: str) -> None:
    found = limits(np.linspace(1.0, 3.0, 90), 7, method, decimals=0)
    assert found in ([2.0], [2.0, 3.0])
