"""An index of raw figures: by hand, its identities, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from indicators.composition import Composition
from indicators.errors import DataError
from indicators.groundwork import TOP
from indicators.index import INDEX, compose, compose_period
from indicators.recipe import Recipe, read_recipe

TREE = {"a": "x", "b": "x", "x": "all", "c": "all"}
UP = {"a": "higher", "b": "higher", "c": "lower"}
tables = arrays(
    float,
    (7, 3),
    elements=st.one_of(st.integers(0, 50).map(float), st.integers(0, 50).map(float), st.just(np.nan)),
)


def frame(x):
    return pd.DataFrame(x, columns=list("abc"), index=[f"t{k}" for k in range(len(x))])


def made(x, recipe=None, **choices):
    composition = Composition(**{"parents": TREE, "directions": UP, **choices})
    return compose(frame(x), (recipe or Recipe()).model_copy(update={"composition": composition}))


def test_by_hand():
    x = np.array([[0.0, 10, 4], [5, 20, 3], [10, 10, 0]])
    index = made(x, weights={"x": 3, "b": 3})
    assert index.normalised.to_numpy().tolist() == [[0, 0, 0], [50, 100, 25], [100, 0, 100]]
    assert index.scores["x"].tolist() == [0, 87.5, 25]
    assert index.scores["all"].tolist() == pytest.approx([0, 71.875, 43.75])
    assert index.ranks["all"].tolist() == [3, 1, 2]
    found = index.tabulate()
    assert found.columns.tolist() == INDEX
    assert found["node"].unique().tolist() == ["all", "x"]
    assert found["coverage"].tolist() == [1] * 6


@given(tables, st.sampled_from([1e-6, 3.0, 1e6]), st.sampled_from([0.0, -100.0]))
def test_units_change_no_score(x, scale, shift):
    one, other = made(x), made(x * np.array([scale, 1, 1]) + scale * np.array([shift, 0, 0]))
    assert other.scores.to_numpy() == pytest.approx(one.scores.to_numpy(), nan_ok=True, abs=1e-6)


@given(tables)
def test_turned_figures_in_the_turned_direction_change_no_score(x):
    one = made(x, treatment=None)
    other = made(x * np.array([-1, 1, 1]), treatment=None, directions={**UP, "a": "lower"})
    assert other.scores.to_numpy() == pytest.approx(one.scores.to_numpy(), nan_ok=True)


@given(tables)
def test_all_directions_turned_mirror_the_score(x):
    turned = {"a": "lower", "b": "lower", "c": "higher"}
    one, other = made(x), made(x, directions=turned)
    both = one.scores["all"] + other.scores["all"]
    assert both.dropna().to_numpy() == pytest.approx(np.full(both.notna().sum(), 100.0))


@given(tables, st.permutations(range(7)))
def test_the_order_of_rows_changes_nothing(x, order):
    one, other = made(x).scores, made(x[order]).scores
    assert other.to_numpy() == pytest.approx(one.to_numpy()[order], nan_ok=True)


@given(tables, arrays(float, (2, 3), elements=st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))))
def test_under_goalposts_others_change_nobody(x, others):
    posts = {"method": "goalposts", "goalposts": dict.fromkeys("abc", (0, 50))}
    one = made(x, treatment=None, normalisation=posts).scores
    more = made(np.vstack([x, others]), treatment=None, normalisation=posts).scores
    assert more.to_numpy()[: len(x)] == pytest.approx(one.to_numpy(), nan_ok=True)


@given(tables)
def test_a_territory_without_data_changes_nobody_and_has_no_score(x):
    one, more = made(x).scores, made(np.vstack([x, np.full((1, 3), np.nan)])).scores
    assert more.to_numpy()[:-1] == pytest.approx(one.to_numpy(), nan_ok=True)
    assert more.iloc[-1].isna().all()


@given(tables)
def test_scores_stay_in_bounds_and_missing_ones_have_a_reason(x):
    index = made(x)
    known = index.scores.to_numpy()
    known = known[np.isfinite(known)]
    assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()
    found = index.tabulate()
    assert (found["score"].isna() == (found["reason"] != "")).all()
    assert (found["rank"].isna() == found["score"].isna()).all()


def test_imputed_figures_are_marked_and_not_counted():
    x = np.array([[0.0, 10, 4], [5, 20, 3], [np.nan, 10, 0]])
    index = made(x, imputation="mean")
    assert index.imputed.to_numpy().tolist() == [[False] * 3, [False] * 3, [True, False, False]]
    assert index.treated.loc["t2", "a"] == 2.5
    assert np.isnan(index.raw.loc["t2", "a"])
    found = index.tabulate().set_index(["node", "territory"])
    assert found["coverage"]["all", "t2"] == 0.75
    assert found["marks"][["all"]].tolist() == ["", "", "imputed"]
    plain = made(x).tabulate().set_index(["node", "territory"])
    assert plain["marks"].unique().tolist() == [""]
    assert plain["score"]["x", "t2"] == 0


def test_too_little_is_no_score():
    x = np.array([[0.0, 10, np.nan], [5, 20, 3], [np.nan, np.nan, 0]])
    found = made(x).tabulate().set_index(["node", "territory"])
    assert found["reason"]["all", "t0"] == "coverage too low"
    assert found["ranked_of"]["all", "t0"] == 1
    weightless = made(x, weights={"a": 0, "b": 0, "c": 0}).tabulate()
    assert weightless["reason"].unique().tolist() == ["no weight"]


def test_the_dimensions_are_the_tree_where_none_is_given(declare):
    known = {"a": declare("a"), "b": declare("b", direction="lower"), "c": declare("c", dimension="society")}
    table = frame(np.array([[0.0, 1, 5], [10, 0, 0]])).assign(note=1.0)
    recipe = Recipe(dimension_weights={"society": 3}, indicator_weights={"b": 0})
    found = compose(table, recipe, known).scores
    assert list(found) == [TOP, "economy", "society"]
    assert found[TOP].tolist() == [75, 25]


def test_a_period_of_a_frame(declare, frame):
    known = {"a": declare("a"), "b": declare("b")}
    rows = [("a", t, "2020", "total", x) for t, x in (("t1", 1.0), ("t2", 2.0))]
    rows += [("b", "t1", "2019", "total", 4.0), ("b", "t2", "2020", "total", 3.0)]
    last = Recipe(composition={"imputation": "last"}, coverage=0.5)
    index = compose_period(frame(*rows), "2020", last, known)
    assert index.scores[TOP].tolist() == [50, 50]
    assert index.coverage[TOP].tolist() == [0.5, 1]
    assert index.imputed["b"].tolist() == [True, False]
    assert compose_period(frame(*rows), "2020", Recipe(), known).scores[TOP].isna().tolist() == [True, True]


@pytest.mark.parametrize(
    ("choices", "x", "words"),
    [
        ({"directions": {}}, np.ones((2, 3)), "'a' has no direction"),
        ({"parents": {"z": "all"}}, np.ones((2, 3)), "z: no such column"),
        ({"imputation": "last"}, np.ones((2, 3)), "no last values"),
        ({}, np.array([[1, np.inf, 1.0]]), "'b' has an infinite figure"),
    ],
)
def test_what_is_wrong_is_said(choices, x, words):
    with pytest.raises(DataError, match=words):
        made(x, **choices)


def test_text_is_refused_and_missing_integers_are_missing():
    recipe = Recipe(composition={"parents": TREE, "directions": UP})
    table = frame(np.ones((2, 3)))
    with pytest.raises(DataError, match="'b' holds text"):
        compose(table.assign(b=["1", "n/a"]), recipe)
    whole = compose(table.assign(b=pd.array([1, None], dtype="Int64")), recipe)
    assert np.isnan(whole.raw.loc["t1", "b"])


def test_a_territory_twice_and_a_figure_twice_are_refused(declare):
    recipe = Recipe(composition={"parents": TREE, "directions": UP})
    table = frame(np.ones((2, 3)))
    with pytest.raises(DataError, match="'t0' is there twice"):
        compose(table.set_axis(["t0", "t0"]), recipe)
    known = {"a": declare("a"), "b": declare("b", formula="a / people"), "people": declare("people")}
    with pytest.raises(DataError, match="would count twice"):
        compose(table, recipe, known)


def test_scores_of_0_to_100_are_lifted_for_a_mean_that_a_zero_would_swallow():
    x = np.array([[0.0, 50, 100], [100, 100, 100]])
    lifted = {"method": "none", "scale": (1, 100)}
    up = dict.fromkeys("abc", "higher")
    index = made(x, treatment=None, directions=up, normalisation=lifted, aggregation=("geometric",))
    assert index.scores["all"].tolist() == pytest.approx([(50.5**0.5 * 100) ** 0.5, 100])


@given(tables)
def test_a_recipe_read_back_makes_the_same_scores(x):
    recipe = Recipe(composition=Composition(parents=TREE, directions=UP, imputation="median"), coverage=0.6)
    one, again = (compose(frame(x), chosen) for chosen in (recipe, read_recipe(recipe.to_yaml())))
    pd.testing.assert_frame_equal(one.tabulate(), again.tabulate())


def test_something_must_aggregate():
    with pytest.raises(ValidationError, match="names at least one mean"):
        Composition(aggregation=())
