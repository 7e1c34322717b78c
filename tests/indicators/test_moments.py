"""Skewness and kurtosis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from indicators.moments import moments

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
columns = arrays(float, st.integers(4, 30), elements=numbers)


def column(x):
    return np.asarray(x, dtype=float)[:, None]


@given(columns)
def test_moments_are_the_bias_corrected_ones(x):
    skewness, kurtosis = (float(m[0]) for m in moments(column(x)))
    if np.ptp(x) <= 1e-6 * np.abs(x).max():  # there scipy itself warns of lost precision
        return
    assert skewness == pytest.approx(stats.skew(x, bias=False), rel=1e-6, abs=1e-8)
    assert kurtosis == pytest.approx(stats.kurtosis(x, bias=False), rel=1e-6, abs=1e-8)


def test_moments_need_four_values_that_differ():
    x = np.array([[1.0, 5, np.nan], [2, 5, 1], [4, 5, 2], [np.nan, 5, 4], [9, 5, np.nan]])
    assert np.isfinite(moments(x)[0]).tolist() == [True, False, False]
    assert np.isfinite(moments(np.empty((0, 2)))[0]).tolist() == [False, False]


@given(columns, st.sampled_from([1e-9, 1e-3, 1e9, 1e150, -1.0]))
def test_the_unit_decides_nothing(x, scale):
    if np.ptp(x) <= 1e-6 * np.abs(x).max():
        return
    for one, other, power in zip(moments(column(x)), moments(column(x * scale)), (1, 2), strict=True):
        assert other == pytest.approx(one * np.sign(scale) ** power, rel=1e-6, abs=1e-8)
