"""The way to the goals."""

import pandas as pd

from dashboard import goals
from dashboard.desk import open_desk
from dashboard.library import Edition, Library
from dashboard.pages import sdgs
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


def test_the_means_of_the_goals_are_taken_along_as_the_page_shows_them(library: Library) -> None:
    desk = open_desk(library, "/en/small/sdgs", "")
    targets = sdgs.targets_of(desk)
    assert targets is not None
    rows = sdgs.records(desk)
    assert rows["row"].value_counts().to_dict() == {"indicator": 6, "goal": 6, "all goals": 6}
    taken = rows[rows["row"] != "indicator"].pivot_table("distance", "goal", "territory")
    pd.testing.assert_frame_equal(taken[targets.codes], targets.scores, check_names=False)
    assert set(rows.columns) >= set(sdgs.COLUMNS)


def test_only_the_mean_of_the_goal_looked_at_is_taken_along(library: Library) -> None:
    rows = sdgs.records(open_desk(library, "/en/small/sdgs", "goal=8"))
    assert rows["row"].value_counts().to_dict() == {"indicator": 6, "goal": 6}
    assert set(rows["goal"]) == {"8"}


def test_every_pace_leads_somewhere() -> None:
    assert set(goals.WAYS) == set(STATUSES)
    assert set(goals.WAYS.values()) == {"forward", "slow", "back"}


def test_years_reach_as_far_as_figures_are_young_enough(edition: Edition) -> None:
    years = goals.years(edition, "province")
    assert (years[0], years[-1]) == (2010, 2024)


def test_every_goal_has_a_name() -> None:
    assert list(goals.GOALS) == [str(number) for number in range(1, 18)]
