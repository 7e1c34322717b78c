"""The way to the goals."""

import pandas as pd

from dashboard import goals
from dashboard.library import Edition
from indicators.distance import INDEX
from indicators.pace import STATUSES


def test_only_rates_that_serve_a_goal_are_measured(edition: Edition) -> None:
    assert [rate.code for rate in goals.aimed(edition, "province")] == ["gva"]
    assert goals.aimed(edition, "province", "3") == []
    assert goals.levels(edition) == ["province"]


def test_a_goal_of_one_indicator_is_its_distance(edition: Edition) -> None:
    far = goals.distances(edition, "province", 2024).set_index("territory")["distance"]
    found = goals.means(edition, "province", 2024)
    for goal in ("8", INDEX):
        score = found[found["goal"] == goal].set_index("territory")["score"]
        pd.testing.assert_series_equal(score, far.sort_index(), check_names=False)
    assert far.min() == 0
    assert far.max() == 100


def test_territories_stand_in_the_order_of_the_index(edition: Edition) -> None:
    found = goals.means(edition, "province", 2024)
    index = found[found["goal"] == INDEX].set_index("territory")["score"]
    ordered = index[goals.order(edition, "province", 2024)]
    assert ordered.is_monotonic_decreasing
    assert len(ordered) == 6


def test_every_pace_leads_somewhere() -> None:
    assert set(goals.WAYS) == set(STATUSES)
    assert set(goals.WAYS.values()) == {"forward", "slow", "back"}


def test_years_reach_as_far_as_figures_are_young_enough(edition: Edition) -> None:
    years = goals.years(edition, "province")
    assert (years[0], years[-1]) == (2010, 2024)


def test_every_goal_has_a_name() -> None:
    assert list(goals.GOALS) == [str(number) for number in range(1, 18)]
