"""What each territory is compared with."""

import numpy as np
import pytest

from indicators.recipe import Recipe
from indicators.reference import baseline, refer
from indicators.season import cover

TERRITORY = Recipe(dating="territory")


def test_fixed_dating_takes_the_declared_years(declare, crisis, panel):
    series = panel(2012, a=[9, 9, 9, 9, 9, 9, 4, 6, 1], b=[9, 9, 9, 9, 9, 9, np.nan, 6, 1])
    shock = crisis(baseline=(2018, 2019))
    found = refer(series, declare(), shock, Recipe())
    np.testing.assert_array_equal(found.level[:, 0], [5, np.nan])
    assert (found.first.tolist(), found.last.tolist()) == ([2018, 2018], [2019, 2019])
    np.testing.assert_array_equal(baseline(series, shock), [5, np.nan])


@pytest.mark.parametrize(("direction", "peak", "level"), [("higher", 2015, 12), ("lower", 2017, 7)])
def test_the_peak_is_the_best_year_before_the_shock(declare, crisis, panel, direction, peak, level):
    series = panel(2012, a=[8, 9, 10, 12, 9, 7, 8, 9, 99, 1])
    found = refer(series, declare(direction=direction), crisis(), TERRITORY)
    assert (found.last[0], found.level[0, 0]) == (peak, level)


def test_the_loss_of_an_earlier_shock_is_not_this_ones(declare, crisis, panel):
    oil = crisis("oil", baseline=2014, impact=(2015, 2016), trend=(2010, 2014))
    series = panel(2012, a=[90, 95, 120, 80, 70, 85, 88, 87, 60])
    assert refer(series, declare(), crisis(), TERRITORY).last.tolist() == [2014]
    assert refer(series, declare(), crisis(), TERRITORY, [oil, crisis()]).last.tolist() == [2018]
    near = crisis("near", baseline=2017, impact=(2018, 2019), trend=(2012, 2017))
    assert refer(series, declare(), crisis(), TERRITORY, [near, crisis()]).last.tolist() == [2019]


def test_of_equal_peaks_the_latest_counts(declare, crisis, panel):
    assert refer(panel(2012, a=[5] * 9), declare(), crisis(), TERRITORY).last.tolist() == [2019]


def test_without_any_figure_there_is_no_peak(declare, crisis, panel):
    found = refer(panel(2012, a=[np.nan] * 8 + [1]), declare(), crisis(), TERRITORY)
    assert np.isnan([found.first[0], found.last[0], found.level[0, 0]]).all()


def test_a_harm_has_no_peak(declare, crisis, panel):
    deaths = declare(harm="cumulative", direction="lower")
    series = panel(2012, a=[9, 1, 9, 9, 9, 9, 9, 9, 9])
    assert refer(series, deaths, crisis(), TERRITORY).last.tolist() == [2019]


def test_each_quarter_has_its_own_baseline(declare, crisis, quarterly):
    series = cover(quarterly("2018-Q1", a=[1, 2, 3, 4, 5, 6, 7, 8, 0, 0]), crisis(baseline=(2018, 2019)))
    found = refer(series, declare(), crisis(baseline=(2018, 2019)), Recipe())
    assert found.level[0, -4:].tolist() == [3, 4, 5, 6]
    pooled = refer(series, declare(), crisis(baseline=2019), Recipe(seasonality="stl"))
    assert set(pooled.level[0]) == {6.5}


def test_the_peak_of_quarters_is_a_year_and_of_adjusted_ones_a_quarter(declare, crisis, quarterly):
    series = cover(quarterly("2017-Q1", a=[1, 9, 1, 1, 5, 5, 5, 5, 4, 4, 4, 4, 2]), crisis())
    year = refer(series, declare(), crisis(), TERRITORY)
    assert (year.first[0], year.last[0]) == (2018 * 4, 2018 * 4 + 3)
    adjusted = refer(series, declare(), crisis(), TERRITORY.model_copy(update={"seasonality": "stl"}))
    assert (adjusted.first[0], adjusted.last[0], adjusted.level[0, 0]) == (2017 * 4 + 1, 2017 * 4 + 1, 9)
