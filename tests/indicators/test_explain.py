"""Explanations: every step there, and the points of every level add up to the score."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.composite import Scores, combine
from indicators.composition import Composition
from indicators.contribution import EXPLANATION, Branch, list_contributions
from indicators.errors import NotFoundError
from indicators.explain import explain, explain_recovery
from indicators.index import compose
from indicators.measures import tabulate
from indicators.recipe import Recipe

MEANS = ["arithmetic", "geometric", "harmonic"]
TREE = {"a": "x", "b": "x", "x": "all", "c": "y", "y": "all", "d": "all"}
UP = dict.fromkeys("abcd", "higher")


def leaves(found):
    """The rows of the nodes that have nothing below them."""
    last = found[found["step"] == "score"]
    return last[~last["node"].isin(last["parent"])]


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(0.1, 10)), min_size=2, max_size=6),
    st.sampled_from(MEANS),
    st.sampled_from(MEANS),
)
def test_points_add_up_to_the_score(parts, inner, outer):
    def mean(pairs, method):
        x, w = (np.array(side) for side in zip(*pairs, strict=True))
        w = w / w.sum()
        return {
            "arithmetic": (w * x).sum(),
            "geometric": np.exp((w * np.log(x)).sum()),
            "harmonic": 1 / (w / x).sum(),
        }[method]

    leaf = [Branch(f"l{k}", *part) for k, part in enumerate(parts)]
    group = mean(parts, inner)
    other = Branch("other", 50.0, 2.0)
    whole = mean([(group, 1.0), (50.0, 2.0)], outer)
    tree = Branch(
        "top", whole, method=outer, children=[Branch("g", group, method=inner, children=leaf), other]
    )
    found = list_contributions(tree, 100.0)
    assert leaves(found)["points"].sum() == pytest.approx(whole)
    assert found.loc[found["parent"] == "g", "contribution"].sum() == pytest.approx(group)
    assert found.loc[found["parent"] == "top", "points"].sum() == pytest.approx(whole)
    assert (leaves(found)["points"] <= 100 * (1 + 1e-9)).all()


@pytest.fixture(scope="session")
def table():
    """Four territories, one of them without a figure of a; an outlier in d."""
    x = np.array([[1, 5, 2, 0.1], [2, 4, 9, 0.2], [4, 1, 5, 0.3], [np.nan, 3, 7, 0.2], [3, 3, 1, 90]])
    return pd.DataFrame(x, columns=list("abcd"), index=["t1", "t2", "t3", "t4", "t5"])


@pytest.mark.parametrize("method", MEANS)
def test_an_index_step_by_step(table, method):
    choices = Composition(
        parents=TREE,
        directions=UP,
        weights={"x": 2},
        imputation="median",
        normalisation={"scale": (1, 100)},
        aggregation=("arithmetic", method),
    )
    index = compose(table, Recipe(composition=choices))
    for territory in table.index:
        found = explain(index, territory)
        assert list(found.columns) == EXPLANATION
        whole = index.scores.loc[territory, "all"]
        if np.isnan(whole):
            continue
        assert leaves(found)["points"].sum() == pytest.approx(whole)
        assert found["node"].iloc[0] == "all"
    seen = explain(index, "t4").set_index(["node", "step"])
    assert seen["value"]["a", "imputed"] == 2.5
    assert seen["note"]["a", "score"] == "imputed"
    assert explain(index, "t5").set_index(["node", "step"])["note"]["d", "score"] == "winsorised"


def test_what_is_missing_is_said(table):
    choices = Composition(parents=TREE, directions=UP, treatment=None)
    seen = explain(compose(table, Recipe(composition=choices)), "t4").set_index(["node", "step"])
    assert seen["note"]["a", "score"] == "no figure"
    assert seen["weight"]["a", "score"] == 0
    assert seen["weight"]["b", "score"] == 1
    strict = Recipe(composition=choices, dimension_coverage=0.6, coverage=0.9)
    seen = explain(compose(table, strict), "t4").set_index(["node", "step"])
    assert seen["note"]["x", "score"] == "coverage too low"
    assert np.isnan(seen["value"]["all", "score"])


def test_nothing_adds_to_a_copeland_score(table):
    choices = Composition(parents=TREE, directions=UP, aggregation=("copeland",))
    found = explain(compose(table, Recipe(composition=choices)), "t1")
    assert leaves(found)["points"].isna().all()
    with pytest.raises(NotFoundError, match="'t9'"):
        explain(compose(table, Recipe(composition=choices)), "t9")


@pytest.fixture(scope="session")
def measures(declare):
    """One territory, two dimensions, a harm among three indicators."""
    known = {c: declare(c, dimension=d) for c, d in (("e1", "economy"), ("s1", "society"), ("s2", "society"))}
    common = {"territory": "t", "shock": "s", "evaluation": 2022, "state": "recovered"}
    rows = [
        {
            "indicator": "e1",
            "score": 60.0,
            "resistance": 80.0,
            "renewal": 40.0,
            "parts": "resistance,renewal",
        },
        {"indicator": "s1", "score": 30.0, "parts": "harm", "excess": 0.7},
        {"indicator": "s2", "score": np.nan, "parts": "", "reason": "no baseline"},
    ]
    return known, tabulate(pd.DataFrame([{**common, **row} for row in rows]))


@pytest.mark.parametrize("method", MEANS)
def test_a_recovery_step_by_step(measures, method):
    known, rows = measures
    recipe = Recipe(aggregation=method, dimension_weights={"economy": 3})
    found = explain_recovery(rows, known, recipe)
    whole = combine(rows, known, recipe).set_index("dimension")["score"][""]
    assert leaves(found)["points"].sum() == pytest.approx(whole)
    seen = found.set_index(["node", "step"])
    assert seen["value"]["s1", "excess"] == 0.7
    assert seen["value"]["e1:renewal", "score"] == 40
    assert seen["weight"]["economy", "score"] == 0.75
    assert seen["note"]["s2", "score"] == "recovered,no baseline"
    assert seen["value"]["e1", "score"] == (60 if method == "arithmetic" else 60.4)


def test_scores_are_explained_by_shock_and_year(measures):
    known, rows = measures
    both = pd.concat([rows, rows.assign(evaluation=2023)], ignore_index=True)
    scores = Scores(both, combine(both, known, Recipe()), known, Recipe())
    found = explain(scores, "t")
    one = explain_recovery(rows, known, Recipe())
    assert found["evaluation"].tolist() == [2022] * len(one) + [2023] * len(one)
    with pytest.raises(NotFoundError, match="'nowhere'"):
        explain(scores, "nowhere")
    with pytest.raises(NotFoundError, match="one territory"):
        explain_recovery(both, known, Recipe())
