"""Distance to targets, goals and their index."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.distance import GOALS, distance, goalposts, mean_goals, measure_distances


@pytest.fixture(scope="session")
def series(frame):
    """Lay values of one year out as a frame: series("x", 1, 2, 3)."""

    def make(code, *values, year="2020"):
        return frame(*((code, f"{i:02}", year, "total", v) for i, v in enumerate(values)))

    return make


PLACES = [f"{i:02}" for i in range(6)]


def test_lower_end_and_target_of_the_reference_group(declare, series):
    found = measure_distances(series("x", 10, 20, 30, 40, 50, 60), [declare(direction="lower")], PLACES, 2020)
    low = np.percentile([10, 20, 30, 40, 50, 60], 97.5)
    assert found["lower"].tolist() == pytest.approx([low] * 6)
    assert found["target"].tolist() == [30] * 6
    wanted = [100, 100, 100, 100 * (low - 40) / (low - 30), 100 * (low - 50) / (low - 30), 0]
    assert found["distance"].tolist() == pytest.approx(wanted)


def test_declared_ends_go_first(declare, series):
    aim = declare(lower=0.0, target=20.0, target_year=2030)
    found = measure_distances(series("x", 5, 10, np.nan), [aim], PLACES[:3], 2020)
    assert found["distance"].tolist()[:2] == [25, 50]
    assert found["reason"].tolist() == ["", "", "no data"]


@pytest.mark.parametrize(
    ("values", "reason"), [([1, 2, 3, 4], "no reference group"), ([3, 3, 3, 3, 3], "no range")]
)
def test_without_a_scale_there_is_no_distance(declare, series, values, reason):
    found = measure_distances(series("x", *values), [declare()], PLACES[: len(values)], 2020)
    assert set(found["reason"]) == {reason}
    assert found["distance"].isna().all()


def test_old_figures_are_not_used(declare, frame):
    rows = [("x", "00", "2019", "total", 5.0), ("x", "01", "2018", "total", 5.0)]
    aim = declare(lower=0.0, target=10.0, target_year=2030)
    found = measure_distances(frame(*rows), [aim], PLACES[:2], 2020)
    assert found["distance"].tolist()[0] == 50
    assert found["period"].tolist() == [2019, pd.NA]
    assert found["reason"].tolist() == ["", "no data"]


def test_goals_are_means_and_the_index_the_mean_of_goals(declare, series):
    aims = {"lower": 0.0, "target": 100.0, "target_year": 2030}
    goals = {"a": "8.1", "b": "8.5", "c": "3.2", "d": None}
    wanted = [declare(code, sdg=sdg, **aims) for code, sdg in goals.items()]
    rows = pd.concat([series("a", 40, 10), series("b", 60, 20), series("c", 90, 30), series("d", 1, 2)])
    found = measure_distances(rows, wanted, PLACES[:2], 2020)
    means = mean_goals(found)
    assert means["score"].tolist() == pytest.approx([70, 90, 50, 22.5, 30, 15])
    assert means["goal"].tolist() == ["", "3", "8"] * 2
    assert means["rank"].tolist() == [1, 1, 1, 2, 2, 2]
    assert means["indicators"].tolist() == [3, 1, 2] * 2


def test_more_than_a_fifth_missing_is_not_ranked():
    rows = [(t, str(i), "1", 50.0 + i) for t in ("a", "b") for i in range(5)]
    table = pd.DataFrame(rows, columns=["territory", "indicator", "goal", "distance"])
    table.loc[[1], "distance"] = np.nan
    found = mean_goals(table)
    assert list(found.columns) == GOALS
    assert found["rank"].tolist() == [1, 1, 2, 2]
    table.loc[[2], "distance"] = np.nan
    found = mean_goals(table)
    assert found["missing"].tolist() == pytest.approx([0.4, 0.4, 0, 0])
    assert found["score"].notna().all()
    assert found["rank"].tolist() == [pd.NA, pd.NA, 1, 1]
    assert found["ranked_of"].tolist() == [1] * 4


values = st.lists(st.floats(-1000, 1000), min_size=5, max_size=20)


@given(values, st.sampled_from([1, -1]))
def test_distances_keep_their_bounds_and_their_mirror(xs, sign):
    x = np.array(xs)
    found = distance(x, *goalposts(x, sign), sign)
    assert ((found >= 0) & (found <= 100) | np.isnan(found)).all()
    np.testing.assert_allclose(distance(-x, *goalposts(-x, -sign), -sign), found)


@given(values, st.floats(0.001, 1000))
def test_the_unit_changes_no_distance(xs, unit):
    x = np.round(np.array(xs), 3)
    found = distance(x, *goalposts(x, 1), 1)
    scaled = distance(x * unit, *goalposts(x * unit, 1), 1)
    if np.ptp(x) > 0.01 and np.isfinite(found).all() and np.isfinite(scaled).all():
        np.testing.assert_allclose(found, scaled, atol=1e-4)


@given(values)
def test_higher_is_never_further_from_a_high_target(xs):
    x = np.sort(np.array(xs))
    found = distance(x, *goalposts(x, 1), 1)
    assert np.isnan(found).all() or (np.diff(found) >= 0).all()


@given(st.lists(st.sampled_from([np.nan, 0.0, 1e-310, 1e308, -1e308, 3.7]), min_size=1, max_size=9))
def test_strange_numbers_leak_no_warning(xs):
    x = np.array(xs)
    found = distance(x, *goalposts(x, 1), 1)
    assert ((found >= 0) & (found <= 100) | np.isnan(found)).all()
