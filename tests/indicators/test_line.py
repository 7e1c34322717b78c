"""The straight line through the past, against scipy and by hand."""

import numpy as np
import pytest
from scipy.stats import linregress
from scipy.stats import t as student

from indicators.counterfactual import counterfactual
from indicators.recipe import Recipe

LINE = Recipe(counterfactual="straight line")
PAST = np.array([3.0, 5, 4, 7, 6, 9, 8, 10])


def test_the_line_is_that_of_least_squares(declare, crisis, panel):
    found = counterfactual(panel(2012, a=[*PAST, 1, 1, 1]), declare(), crisis(), LINE)
    years = np.arange(2012.0, 2020)
    fit = linregress(years, PAST)
    ahead = np.arange(2019.0, 2023)
    line = fit.intercept + fit.slope * ahead
    np.testing.assert_allclose(found.expected[0, 7:], line)
    error = np.sqrt(((PAST - fit.intercept - fit.slope * years) ** 2).sum() / 6)
    far = (ahead - years.mean()) ** 2 / ((years - years.mean()) ** 2).sum()
    half = student.ppf(0.95, 6) * error * np.sqrt(1 + 1 / 8 + far)
    np.testing.assert_allclose(found.high[0, 7:] - line, half)
    np.testing.assert_allclose(line - found.low[0, 7:], half)
    assert np.isnan(found.expected[0, :7]).all()


def test_only_what_follows_the_last_break_is_fitted(declare, crisis, panel):
    broken = panel(2012, a=[90, 90, 90, *PAST[3:], 1], breaks={"a": [2015]})
    fit = linregress(np.arange(2015.0, 2020), PAST[3:])
    found = counterfactual(broken, declare(), crisis(), LINE)
    np.testing.assert_allclose(found.expected[0, 8], fit.intercept + fit.slope * 2020)
    short = panel(2012, a=[*PAST, 1], breaks={"a": [2017]})
    assert np.isnan(counterfactual(short, declare(), crisis(), LINE).expected[0, 8])


def test_years_of_another_shock_are_not_fitted(declare, crisis, panel):
    oil = crisis("oil", baseline=2013, impact=(2014, 2015), trend=(2010, 2013))
    kept = np.array([0, 1, 4, 5, 6, 7])
    fit = linregress(kept, PAST[kept])
    found = counterfactual(panel(2012, a=[*PAST, 1]), declare(), crisis(), LINE, [oil, crisis()])
    np.testing.assert_allclose(found.expected[0, 8], fit.intercept + fit.slope * 8)


def test_bounds_hold(declare, crisis, panel):
    falling = panel(2012, a=[8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1])
    assert counterfactual(falling, declare(bounds=(0, None)), crisis(), LINE).low[0, -1] == 0


@pytest.mark.parametrize("season", ["same period", "stl"])
def test_quarters_have_their_own_lines_unless_adjusted(declare, crisis, quarterly, season):
    years = np.repeat(np.arange(8.0), 4)
    x = years + np.tile([0, 10, 20, 30], 8) if season == "same period" else np.arange(32) / 4
    recipe = LINE.model_copy(update={"seasonality": season})
    found = counterfactual(quarterly("2012-Q1", a=[*x, 1, 1, 1, 1]), declare(), crisis(), recipe)
    wanted = [8, 18, 28, 38] if season == "same period" else [8, 8.25, 8.5, 8.75]
    np.testing.assert_allclose(found.expected[0, -4:], wanted)
