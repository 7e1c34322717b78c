"""The space of choices: its axes, its weights, and each point of it by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.alternatives import Alternatives
from indicators.composition import Composition
from indicators.index import compose
from indicators.normalise import Normalisation
from indicators.recipe import Recipe
from indicators.scenarios import index_space
from indicators.space import AGGREGATION, CELLS, LEFT_OUT, WEIGHTS

TREE = {"a": "x", "b": "x", "x": "all", "c": "all"}
RANKED = Normalisation(method="rank")


def recipe(choices=None, **alternatives):
    composition = Composition(
        parents=TREE,
        directions=dict.fromkeys("abc", "higher"),
        normalisation=Normalisation(scale=(1, 100)),
        **(choices or {}),
    )
    return Recipe(composition=composition, uncertainty=Alternatives(**alternatives))


@pytest.fixture(scope="session")
def table():
    """Six territories, seeded, two figures missing."""
    x = np.random.default_rng(3).normal(size=(6, 3))
    x[4, 1] = x[5, 2] = np.nan
    return pd.DataFrame(x, columns=list("abc"), index=list("pqrstu"))


def test_only_what_has_alternatives_has_an_axis(table):
    fixed = index_space(table, recipe(weights="fixed", leave_out=False))
    assert fixed.axes == {}
    assert fixed.width == 0
    assert fixed.draw(np.empty((2, 0)))[0] == pytest.approx(fixed.own(), nan_ok=True)
    full = index_space(table, recipe(normalisations=[RANKED], aggregations=["geometric", "arithmetic"]))
    assert list(full.axes) == ["normalisation", AGGREGATION, WEIGHTS, LEFT_OUT]
    assert full.methods == (("arithmetic",), ("geometric",))
    assert full.width == 1 + 1 + 5 + 1


def test_the_recipes_own_choices_are_a_point(table):
    space = index_space(table, recipe(normalisations=[RANKED], aggregations=["geometric"]))
    middle = np.full((1, space.width), 0.5)  # of weights that vary evenly, the middle is the weight
    middle[0, [0, 1, -1]] = 0
    own = compose(table, recipe()).scores["all"].to_numpy()
    assert space.draw(middle)[0] == pytest.approx(own, nan_ok=True)
    assert space.own() == pytest.approx(own, nan_ok=True)


@pytest.mark.parametrize(
    ("column", "choices"),
    [
        (0, {"normalisation": RANKED}),
        (1, {"aggregation": ("geometric",)}),
        (1, {"aggregation": ("copeland",)}),
    ],
)
def test_another_option_is_another_recipe(table, column, choices):
    other = choices.get("aggregation", ("geometric",))[0]
    space = index_space(
        table, recipe(weights="fixed", leave_out=False, normalisations=[RANKED], aggregations=[other])
    )
    cube = np.zeros((1, space.width))
    cube[0, column] = 0.99
    changed = recipe().model_copy(update={"composition": recipe().composition.model_copy(update=choices)})
    expected = compose(table, changed).scores["all"].to_numpy()
    assert space.draw(cube)[0] == pytest.approx(expected, nan_ok=True)


def test_an_indicator_left_out_is_a_weight_of_zero(table):
    space = index_space(table, recipe(weights="fixed"))
    found = space.draw(np.array([[0.1], [0.3], [0.99]]))
    for row, left in ((1, "a"), (2, "c")):
        expected = compose(table, recipe({"weights": {left: 0}})).scores["all"].to_numpy()
        known = np.isfinite(space.own())  # whoever the recipe does not rank is in no draw
        assert found[row][known] == pytest.approx(expected[known], nan_ok=True)
    assert found[0] == pytest.approx(space.own(), nan_ok=True)


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 100))
def test_a_percentage_around_the_weights(u, percent):
    table = pd.DataFrame({"a": [1.0, 2, 4], "b": [3.0, 1, 2], "c": [1.0, 5, 2]}, index=list("pqr"))
    space = index_space(table, recipe({"weights": {"a": 2}}, percent=percent, leave_out=False))
    weights = space._weights(np.full((1, space.width), u))
    assert weights[0][0].tolist() == pytest.approx(
        (np.array([2, 1, 1]) * (1 + percent / 100 * (2 * u - 1))).tolist()
    )


def test_dirichlet_weights_have_the_recipes_as_their_mean(table):
    space = index_space(
        table, recipe({"weights": {"a": 3}}, weights="dirichlet", concentration=2, leave_out=False)
    )
    cube = np.random.default_rng(1).random((20_000, space.width))
    inner, outer = space._weights(cube)
    shares = inner[:, :2] / inner[:, :2].sum(axis=1, keepdims=True)
    # Of a Dirichlet distribution with 3 + 1: mean 3/4, variance (3/4)(1/4)/5.
    assert shares[:, 0].mean() == pytest.approx(0.75, abs=0.005)
    assert shares[:, 0].var() == pytest.approx(0.1875 / 5, abs=0.002)
    top = outer[:, 0] / outer.sum(axis=1)  # 2 + 2
    assert (top.mean(), top.var()) == pytest.approx((0.5, 0.25 / 5), abs=0.005)


def test_no_weight_is_drawn_for_what_has_none(table):
    space = index_space(table, recipe({"weights": {"a": 0}}, weights="dirichlet", leave_out=False))
    assert (space._weights(np.full((3, space.width), 0.9))[0][:, 0] == 0).all()


@pytest.mark.parametrize("others", [["geometric"], ["copeland"]])
def test_draws_in_one_go_or_in_many_are_the_same(table, others, monkeypatch):
    space = index_space(table, recipe(normalisations=[RANKED], aggregations=others))
    cube = np.random.default_rng(5).random((40, space.width))
    whole = space.draw(cube)
    monkeypatch.setattr("indicators.space.CELLS", CELLS // 10_000)
    assert space.draw(cube) == pytest.approx(whole, nan_ok=True)
    assert np.vstack([space.draw(cube[:7]), space.draw(cube[7:])]) == pytest.approx(whole, nan_ok=True)
