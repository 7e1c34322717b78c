"""The path expected without the shock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from indicators.counterfactual import counterfactual
from indicators.recipe import Recipe

STEPS = np.array([0.02, 0.04, 0.03, 0.01, 0.05, 0.03, 0.03])


@pytest.fixture(scope="session")
def growing(panel):
    """Seven log steps up to 2019, then three years that must not matter."""
    path = 100 * np.exp(np.concatenate([[0], STEPS.cumsum()]))
    return lambda **fields: panel(2012, a=[*path, 1, 2, 3], **fields)


def test_damped_drift_by_hand(declare, crisis, growing):
    found = counterfactual(growing(), declare(), crisis(), Recipe())
    start, mu, sd = 100 * np.exp(STEPS.sum()), STEPS.mean(), STEPS.std(ddof=1)
    damped = np.array([0, 0.8, 0.8 + 0.64, 0.8 + 0.64 + 0.512])
    half = student.ppf(0.95, 6) * sd * np.sqrt(np.arange(4) + damped**2 / 7)
    np.testing.assert_allclose(found.expected[0, 7:], start * np.exp(mu * damped))
    np.testing.assert_allclose(found.low[0, 7:], start * np.exp(mu * damped - half))
    np.testing.assert_allclose(found.high[0, 7:], start * np.exp(mu * damped + half))
    assert np.isnan(found.expected[0, :7]).all()


def test_no_damping_is_plain_drift(declare, crisis, growing):
    found = counterfactual(growing(), declare(), crisis(), Recipe(damping=1))
    np.testing.assert_allclose(np.diff(np.log(found.expected[0, 7:])), STEPS.mean())


def test_a_step_across_a_break_is_left_out(declare, crisis, growing):
    found = counterfactual(growing(breaks={"a": [2014]}), declare(), crisis(), Recipe())
    kept = np.delete(STEPS, 1)
    np.testing.assert_allclose(np.log(found.expected[0, 8] / found.expected[0, 7]), 0.8 * kept.mean())


def test_a_step_that_ends_in_another_shock_is_left_out(declare, crisis, growing):
    oil = crisis("oil", baseline=2014, impact=(2015, 2017), trend=(2010, 2014))
    found = counterfactual(growing(), declare(), crisis(), Recipe(), [oil])
    kept = np.delete(STEPS, [2, 3, 4])
    np.testing.assert_allclose(np.log(found.expected[0, 8] / found.expected[0, 7]), 0.8 * kept.mean())


@pytest.mark.parametrize(
    ("gaps", "defined"), [([2014], True), ([2014, 2016], True), ([2013, 2015, 2017], False)]
)
def test_fewer_than_three_steps_are_no_trend(declare, crisis, growing, gaps, defined):
    series = growing()
    series.values[:, np.array(gaps) - 2012] = np.nan
    found = counterfactual(series, declare(), crisis(), Recipe())
    assert np.isfinite(found.expected[0, 8]) == defined


def test_values_that_are_not_positive_drift_by_plain_changes(declare, crisis, panel):
    series = panel(2015, a=[-2, -1, 0, 1, 2, 9], b=[1, 2, 4, 8, 16, 9])
    found = counterfactual(series, declare(), crisis(trend=(2015, 2019)), Recipe())
    np.testing.assert_allclose(found.expected[:, 5], [2 + 0.8, 16 * 2**0.8])


def test_bounds_hold(declare, crisis, panel):
    series = panel(2012, a=[60, 70, 60, 75, 70, 85, 90, 98, 0, 0])
    found = counterfactual(series, declare(bounds=(0, 100)), crisis(), Recipe())
    assert found.expected[0, -1] == found.high[0, -1] == 100
    assert 0 < found.low[0, -1] < 100


def test_several_baseline_years_start_from_their_mean_after_the_last(declare, crisis, panel):
    series = panel(2012, a=[8.0, 8, 8, 8, 8, 8, 6, 10, 1])
    found = counterfactual(series, declare(), crisis(baseline=(2018, 2019), trend=(2012, 2017)), Recipe())
    assert found.expected[0, -2:].tolist() == [8, 8]
    assert np.isnan(found.expected[0, -3])


@given(
    st.lists(st.floats(1, 1000), min_size=8, max_size=8),
    st.floats(0.5, 0.98),
    st.sampled_from([0.5, 0.8, 1.0]),
)
def test_the_interval_holds_the_expected_and_widens(declare, crisis, panel, past, interval, damping):
    recipe = Recipe(interval=interval, damping=damping)
    found = counterfactual(panel(2012, a=[*past, 1, 1, 1, 1]), declare(), crisis(), recipe)
    low, middle, high = found.low[0, 7:], found.expected[0, 7:], found.high[0, 7:]
    assert (low <= middle * (1 + 1e-12)).all()
    assert (middle <= high * (1 + 1e-12)).all()
    assert (np.diff(np.log(high / low)) >= -1e-9).all()
