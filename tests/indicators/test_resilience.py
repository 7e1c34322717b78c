"""Indices against a benchmark."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.resilience import resilience_index, sensitivity_index

sectors = st.lists(st.tuples(st.floats(1, 1000), st.floats(0.5, 0.95)), min_size=1, max_size=5)


def test_resilience_by_hand_with_two_sectors():
    start, end = np.array([[80.0, 20.0]]), np.array([[72.0, 20.0]])
    # The benchmark loses 20 % and gains 5 %: expected -16 + 1 = -15; seen -8.
    found = resilience_index(start, end, np.array([100.0, 100.0]), np.array([80.0, 105.0]))
    assert found.tolist() == pytest.approx([7 / 15])


def test_recoverability_has_the_same_sign():
    found = resilience_index(np.array([[100.0]]), np.array([[115.0]]), np.array([100.0]), np.array([110.0]))
    assert found.tolist() == pytest.approx([0.5])


def test_undefined_where_the_benchmark_hardly_moved():
    still = np.array([100.0]), np.array([100.1])
    assert np.isnan(resilience_index(np.array([[10.0]]), np.array([[5.0]]), *still)).all()
    assert np.isnan(sensitivity_index(np.array([10.0]), np.array([5.0]), 100, 100.1)).all()
    assert np.isnan(sensitivity_index(np.array([0.0]), np.array([5.0]), 100, 90)).all()


def test_undefined_where_the_benchmark_starts_at_zero():
    sector = np.array([0.0, 100.0]), np.array([5.0, 90.0])
    assert np.isnan(resilience_index(np.array([[1.0, 9.0]]), np.array([[1.0, 5.0]]), *sector)).all()
    assert np.isnan(sensitivity_index(np.array([10.0]), np.array([5.0]), 0, 5)).all()


@given(sectors)
def test_a_region_like_the_benchmark_has_resistance_0_and_sensitivity_1(pairs):
    start = np.array([level for level, _ in pairs])
    end = np.array([level * growth for level, growth in pairs])
    assert resilience_index(start[None] / 7, end[None] / 7, start, end)[0] == pytest.approx(0, abs=1e-9)
    index = sensitivity_index(np.array([start.sum()]), np.array([end.sum()]), start.sum(), end.sum())
    assert index[0] == pytest.approx(1)


@given(sectors, st.floats(0.01, 100))
def test_units_change_nothing(pairs, scale):
    start = np.array([[level for level, _ in pairs]])
    end = np.array([[level * growth for level, growth in pairs]])
    benchmark = start[0] * 3, start[0] * 2
    np.testing.assert_allclose(
        resilience_index(start, end, *benchmark), resilience_index(start * scale, end * scale, *benchmark)
    )
