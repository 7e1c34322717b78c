"""The alternatives to a composite of recoveries."""

import numpy as np
import pandas as pd
import pytest

from indicators.alternatives import Alternatives
from indicators.choices import PartWeights
from indicators.composite import combine
from indicators.errors import DataError
from indicators.measures import tabulate
from indicators.parts import mean_parts
from indicators.recipe import Recipe
from indicators.scenarios import PARTS, recovery_space
from indicators.uncertainty import simulate
from indicators.variants import Variants

FIXED = {"weights": "fixed", "leave_out": False}
RENEWAL = PartWeights(resistance=0, recovery=0)


@pytest.fixture(scope="session")
def known(declare):
    """Two indicators of the economy, one harm of society, one without weight."""
    society = {"dimension": "society"}
    made = [declare("e1"), declare("e2"), declare("harm", direction="lower", harm="cumulative", **society)]
    return {i.code: i for i in [*made, declare("idle", **society)]}


@pytest.fixture(scope="session")
def measures():
    """Eight territories, seeded; the last one lacks both indicators of the economy."""
    random, rows = np.random.default_rng(4), []
    for k in range(8):
        for code in ("e1", "e2", "harm", "idle"):
            row = {"territory": f"t{k}", "shock": "s", "evaluation": 2022, "indicator": code}
            if code == "harm":
                row |= {"score": random.uniform(0, 100), "parts": "harm"}
            elif k < 7:
                row |= dict(zip(PARTS, random.uniform(0, 100, 3), strict=True)) | {"parts": ",".join(PARTS)}
            rows.append(row)
    frame = tabulate(pd.DataFrame(rows))
    score, _ = mean_parts({part: frame[part].to_numpy() for part in PARTS}, PartWeights())
    return frame.assign(score=frame["score"].fillna(pd.Series(score)))


def recipe(**alternatives):
    return Recipe(
        dimension_weights={"society": 2},
        indicator_weights={"e2": 3, "idle": 0},
        uncertainty=Alternatives(**alternatives),
    )


def whole(measures, known, chosen):
    found = combine(measures, known, chosen)
    return found[found["dimension"] == ""].set_index("territory")


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
def test_the_own_scores_are_those_of_the_composite(measures, known, method):
    chosen = recipe().model_copy(update={"aggregation": method})
    space, expected = recovery_space(measures, known, chosen), whole(measures, known, chosen)
    assert space.territories.tolist() == expected.index.tolist()
    assert space.own() == pytest.approx(
        expected["score"].where(expected["rank"].notna()).to_numpy(), nan_ok=True
    )
    assert "idle" not in space.structure.codes
    found = simulate(space, draws=3).tabulate().set_index("territory")
    assert found["rank"].dropna().to_dict() == expected["rank"].dropna().to_dict()


def test_other_parts_are_another_recipe(measures, known):
    space = recovery_space(measures, known, recipe(parts=[RENEWAL], **FIXED))
    assert space.axes == {"parts": slice(0, 1)}
    renewal = measures["renewal"].where(measures["parts"] != "harm", measures["score"])
    expected = whole(measures.assign(score=renewal), known, recipe())["score"].to_numpy()
    found = space.draw(np.array([[0.9]]))[0]
    assert found[:7] == pytest.approx(expected[:7])


def test_other_means_lift_the_scores(measures, known):
    space = recovery_space(measures, known, recipe(aggregations=["geometric"], **FIXED))
    other = recipe().model_copy(update={"aggregation": "geometric"})
    expected = whole(measures, known, other)["score"].to_numpy()
    assert space.draw(np.array([[0.9]]))[0][:7] == pytest.approx(expected[:7])


def test_other_measures_are_another_option(measures, known):
    worse = measures.assign(score=measures["score"] / 2)
    variants = Variants({"baseline": 1, "trend": 2, "evaluation": 1}, (measures, worse))
    space = recovery_space(measures, known, recipe(**FIXED), variants)
    found = space.draw(np.array([[0.1], [0.9]]))
    assert found[1][:7] == pytest.approx(found[0][:7] / 2)
    assert list(space.axes) == ["trend"]


def test_an_indicator_left_out_leaves_its_dimension_out_too(measures, known):
    space = recovery_space(measures, known, recipe(weights="fixed"))
    found = space.draw(np.array([[0.99]]))[0]  # without the harm there is no society
    without = recipe().model_copy(update={"indicator_weights": {"e2": 3, "idle": 0, "harm": 0}})
    assert found[:7] == pytest.approx(whole(measures, known, without)["score"].to_numpy()[:7])


def test_one_shock_and_one_year_at_a_time(measures, known):
    with pytest.raises(DataError, match="one shock and one year"):
        recovery_space(pd.concat([measures, measures.assign(evaluation=2023)]), known, recipe())
