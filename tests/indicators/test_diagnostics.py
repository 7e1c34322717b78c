"""Correlations and alpha."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.diagnostics import correlations, cronbach_alpha, diagnose
from indicators.index import compose
from indicators.recipe import Recipe

numbers = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))
tables = arrays(float, (8, 3), elements=st.one_of(numbers, numbers, numbers, st.just(np.nan)))


def frame(x):
    return pd.DataFrame(x, columns=list("abc"))


@given(tables)
def test_correlations_are_pairwise(x):
    found, expected = correlations(frame(x)), frame(x).corr(min_periods=3)
    vary = found.notna() & expected.notna()
    assert found.to_numpy()[vary] == pytest.approx(expected.to_numpy()[vary], abs=1e-6)
    assert (found.to_numpy()[vary.to_numpy()] <= 1).all()


def test_equal_values_correlate_with_nothing():
    table = frame(np.array([[0.1, 1, 3], [0.1, 2, 2], [0.1, 4, 1]]))
    found = correlations(table, table[["b"]])
    assert found["b"].isna().tolist() == [True, False, False]
    assert np.isnan(correlations(table.iloc[:2]).loc["b", "c"])


@given(tables, st.floats(0.001, 1000))
def test_alpha_knows_no_unit(x, scale):
    one, other = cronbach_alpha(frame(x)), cronbach_alpha(frame(x * scale))
    assert np.isnan(one) == np.isnan(other)
    assert np.isnan(one) or abs(one) > 1e6 or other == pytest.approx(one, rel=1e-6, abs=1e-6)


def test_alpha_by_hand():
    x = np.random.default_rng(1).normal(size=(30, 1)) + np.random.default_rng(2).normal(size=(30, 4))
    total = x.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(pd.DataFrame(x)) == pytest.approx(4 / 3 * (1 - x.var(axis=0, ddof=1).sum() / total))
    assert np.isnan(cronbach_alpha(pd.DataFrame(x[:, :1])))
    assert np.isnan(cronbach_alpha(pd.DataFrame(np.ones((5, 2)))))
    assert np.isnan(cronbach_alpha(pd.DataFrame([[1.0, np.nan], [2.0, 1.0]])))


def test_an_index_is_diagnosed_node_by_node():
    x = np.random.default_rng(5).normal(size=(20, 3))
    x[:, 1] = -x[:, 0]
    choices = {
        "parents": {"a": "x", "b": "x", "x": "all", "c": "all"},
        "weights": {"c": 3},
        "treatment": None,
    }
    up = dict.fromkeys("abc", "higher")
    index = compose(frame(x), Recipe(composition=choices | {"directions": up}))
    found = diagnose(index).set_index("node")
    assert list(found.index) == ["a", "b", "x", "c"]
    assert found["weight"].to_dict() == pytest.approx({"a": 0.125, "b": 0.125, "x": 0.25, "c": 0.75})
    assert found.loc["a", "least_sibling"] == pytest.approx(-1)
    expected = np.corrcoef(index.scores["all"], index.normalised["c"])[0, 1]
    assert found.loc["c", ["correlation_parent", "correlation_top"]].tolist() == pytest.approx([expected] * 2)
    assert np.isnan(found.loc["a", "correlation_parent"])  # a and b cancel out
    assert found.loc["c", "alpha"] == found.loc["x", "alpha"]
