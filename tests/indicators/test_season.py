"""Quarters and months: whole years, names, and the season taken out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.observations import ordinal
from indicators.season import adjust, cover, label_periods, span_years

PATTERN = np.array([0.8, 1.0, 1.3, 0.9])


@given(st.integers(1800, 2200), st.sampled_from([("", 1), ("-Q3", 4), ("-11", 12)]))
def test_a_label_names_the_period_of_its_ordinal(year, form):
    suffix, per_year = form
    period = f"{year}{suffix}"
    assert label_periods(np.array([ordinal(period), np.nan]), per_year) == [period, ""]


def test_years_are_made_whole(quarterly):
    found = span_years(quarterly("2019-Q3", a=[1, 2, 3]), 2019, 2020)
    assert found.values[0].tolist()[2:5] == [1, 2, 3]
    assert np.isnan(found.values[0][[0, 1, 5, 6, 7]]).all()


def test_the_windows_of_the_shock_are_covered(quarterly, crisis):
    found = cover(quarterly("2021-Q3", a=[1]), crisis())
    assert (found.years[0], found.years[-1], len(found.ordinals) % 4) == (2012, 2021, 0)


def test_an_annual_series_has_no_season(panel, declare):
    series = panel(2012, a=[1, 2, 3])
    assert adjust(series, declare())[0] is series


@pytest.mark.parametrize("change", ["relative", "absolute"])
def test_a_steady_season_is_taken_out(quarterly, declare, change):
    years = np.repeat(np.arange(12.0), 4)
    x = 50 * np.tile(PATTERN, 12) * 1.02**years if change == "relative" else np.tile(PATTERN, 12) - 2
    found, lost = adjust(quarterly("2008-Q1", a=x), declare(change=change))
    assert not lost.any()
    spread = np.ptp(found.values.reshape(12, 4), axis=1) / abs(found.values.mean())
    assert spread.max() < 0.05 * np.ptp(x) / abs(x.mean())


def test_what_cannot_be_adjusted_is_said(quarterly, declare):
    whole = np.tile(PATTERN, 3)
    gap = whole.copy()
    gap[5] = np.nan
    late = np.r_[np.nan, whole[1:-1], np.nan]
    short = np.r_[np.full(5, np.nan), whole[:7]]
    series = quarterly("2018-Q1", whole=whole, gap=gap, late=late, short=short, none=np.full(12, np.nan))
    found, lost = adjust(series, declare())
    assert lost.tolist() == [False, True, False, True, False]
    assert np.isfinite(found.values).sum(axis=1).tolist() == [12, 0, 10, 0, 0]


def test_the_unit_is_kept(quarterly, declare):
    x = np.random.default_rng(1).uniform(50, 60, 40)
    found, scaled = (adjust(quarterly("2010-Q1", a=k * x), declare())[0] for k in (1.0, 1000.0))
    np.testing.assert_allclose(scaled.values, 1000 * found.values, rtol=1e-9)


def test_declared_bounds_hold(quarterly, declare):
    x = np.tile([0.0, 0, 0, 9], 6)
    free, held = (
        adjust(quarterly("2012-Q1", a=x), declare(bounds=bounds))[0].values
        for bounds in ((None, None), (2.5, None))
    )
    assert free.min() < 2.5 == held.min()
