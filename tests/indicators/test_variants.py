"""A recovery measured by other baselines, trends and years."""

import numpy as np
import pandas as pd
import pytest

from indicators.alternatives import Alternatives
from indicators.composite import score
from indicators.errors import DataError
from indicators.recipe import Recipe
from indicators.scenarios import recovery_space
from indicators.uncertainty import simulate
from indicators.variants import remeasure

OTHERS = Alternatives(
    baselines={"covid19": [(2018, 2019)]},
    trends={"covid19": [(2014, 2019), (2015, 2019)]},
    evaluations={"covid19": [2022]},
    weights="fixed",
    leave_out=False,
)


@pytest.fixture(scope="session")
def world(declare, frame):
    """Jobs and crimes, with the counts behind their rate, of six territories; seeded walks."""
    known = {
        "jobs": declare("jobs"),
        "count": declare("count"),
        "crime": declare("crime", direction="lower", count="count"),
    }
    random, rows = np.random.default_rng(1), []
    for k in range(6):
        for code in known:
            steps = random.normal(0.01, 0.05, 14).cumsum()
            rows += [
                (code, f"t{k}", str(2010 + year), "total", 100 * np.exp(steps[year])) for year in range(14)
            ]
    return known, frame(*rows), [f"t{k}" for k in range(6)]


def test_every_combination_is_measured(world, crisis):
    known, rows, places = world
    shock = crisis(indicators=("jobs", "crime"))
    found = remeasure(rows, known, shock, [shock], Recipe(uncertainty=OTHERS), places)
    assert found.factors == {"baseline": 2, "trend": 3, "evaluation": 2}
    assert len(found.measures) == 12
    assert [m["evaluation"].iloc[0] for m in found.measures[:3]] == [2023, 2022, 2023]
    own = score(rows, known, [shock], Recipe(), pd.DataFrame({"territory": places, "level": "x"})).measures
    own = own[own["evaluation"] == 2023].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.measures[0], own)
    moved = crisis(indicators=("jobs", "crime"), trend=(2014, 2019))
    again = remeasure(rows, known, moved, [moved], Recipe(), places)
    pd.testing.assert_frame_equal(found.measures[2], again.measures[0])


def test_ranks_are_drawn_over_all_of_them(world, crisis):
    known, rows, places = world
    shock, recipe = crisis(indicators=("jobs", "crime")), Recipe(uncertainty=OTHERS)
    variants = remeasure(rows, known, shock, [shock], recipe, places)
    space = recovery_space(variants.measures[0], known, recipe, variants)
    assert list(space.axes) == ["baseline", "trend", "evaluation"]
    assert simulate(space).shift > 0


def test_the_year_can_be_chosen_and_the_next_shock_still_ends_it(world, crisis):
    known, rows, places = world
    shock, later = (
        crisis(indicators=("jobs",)),
        crisis("later", baseline=2021, impact=(2022, 2023), indicators=("jobs",)),
    )
    found = remeasure(rows, known, shock, [shock, later], Recipe(), places, 2023).measures[0]
    assert found["last"].unique().tolist() == [2021]


def test_a_trend_ends_with_an_earlier_baseline(world, crisis):
    known, rows, places = world
    shock = crisis(indicators=("jobs",))
    earlier = Recipe(uncertainty={"baselines": {"covid19": [(2018,)]}})
    found = remeasure(rows, known, shock, [shock], earlier, places).measures[1]
    expected = crisis(indicators=("jobs",), baseline=2018, trend=(2012, 2018))
    again = remeasure(rows, known, expected, [expected], Recipe(), places).measures[0]
    pd.testing.assert_frame_equal(found, again)


@pytest.mark.parametrize(
    ("alternatives", "words"),
    [
        ({"baselines": {"covid19": [(2020,)]}}, "before the impact window"),
        ({"trends": {"covid19": [(2019, 2015)]}}, "earlier to a later"),
    ],
)
def test_what_is_no_alternative_is_said(world, crisis, alternatives, words):
    known, rows, places = world
    shock, recipe = crisis(indicators=("jobs",)), Recipe(uncertainty=alternatives)
    with pytest.raises(DataError, match=words):
        remeasure(rows, known, shock, [shock], recipe, places)
