"""Ranks and how sure they are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.alternatives import Alternatives
from indicators.recipe import Recipe
from indicators.scenarios import index_space
from indicators.uncertainty import RANKS, Ranks, _quantiles, simulate

UP = dict.fromkeys("ab", "higher")


def space(table, **alternatives):
    choices = {"parents": {"a": "all", "b": "all"}, "directions": UP, "treatment": None}
    return index_space(table, Recipe(composition=choices, uncertainty=Alternatives(**alternatives)))


@pytest.fixture(scope="session")
def table():
    """The first is best and the last is worst at all; the two between trade places."""
    return pd.DataFrame({"a": [9.0, 5, 4, 1], "b": [9.0, 4, 5, 1]}, index=["first", "one", "other", "last"])


def ranks(drawn, rank=None, top=1):
    drawn = np.array(drawn, dtype=float)
    names = np.array([f"t{k}" for k in range(drawn.shape[1])], dtype=object)
    own = np.array(rank if rank is not None else drawn[0], dtype=float)
    return Ranks(names, -own, own, drawn, top)


def test_the_table_by_hand():
    found = ranks([[1, 2, 3], [2, 1, 3], [1, 3, 2], [1, 2, np.nan]])
    made = found.tabulate()
    assert made.columns.tolist() == RANKS
    assert made["territory"].tolist() == ["t0", "t1", "t2"]
    assert made["rank_median"].tolist() == [1, 2, 3]
    assert made["rank_high"].tolist() == pytest.approx([1.85, 2.85, 3])
    assert made["top_share"].tolist() == [0.75, 0.25, 0]
    assert made["bottom_share"].tolist() == pytest.approx([0, 0.5, 2 / 3])
    assert made["shift"].tolist() == pytest.approx([0.25, 0.5, 1 / 3])
    assert made["ranked_share"].tolist() == [1, 1, 0.75]
    assert found.shift == pytest.approx(4 / 11)


def test_who_beats_whom():
    found = ranks([[1, 2, 3], [1, 2, 2], [2, 1, 3], [1, 2, np.nan]])
    beats = found.beats
    assert beats.loc["t0", "t1"] == 0.75
    assert beats.loc["t1", "t0"] == 0.25
    assert beats.loc["t1", "t2"] == pytest.approx((1 + 0.5 + 1) / 3)
    alike = found.not_distinguishable()
    assert alike.loc["t0", "t1"]
    assert not alike.loc["t0", "t2"]
    assert not np.diag(alike).any()


@pytest.mark.parametrize(
    ("wins", "alike"), [(94, True), (95, False), (100, False), (50, True), (6, True), (5, False)]
)
def test_the_limits_of_telling_apart(wins, alike):
    drawn = [[1, 2]] * wins + [[2, 1]] * (100 - wins)
    found = ranks(drawn).not_distinguishable()
    assert found.loc["t0", "t1"] == alike
    assert found.loc["t1", "t0"] == alike


def test_always_tied_is_not_told_apart_and_never_met_is_not_alike():
    assert ranks([[1, 1]] * 9).not_distinguishable().loc["t0", "t1"]
    apart = ranks([[1, np.nan], [np.nan, 1]])
    assert not apart.not_distinguishable().to_numpy().any()
    assert np.isnan(apart.beats.loc["t0", "t1"])


def test_nobody_ranked_is_no_shift():
    nobody = ranks([[np.nan, np.nan]])
    assert np.isnan(nobody.shift)
    assert nobody.tabulate()[["rank_low", "top_share", "shift"]].isna().all().all()


@given(arrays(float, (9, 3), elements=st.one_of(st.floats(0, 9), st.just(np.nan))))
def test_quantiles_leave_out_what_is_missing(drawn):
    found = _quantiles(drawn, (0.05, 0.5, 0.95))
    for k in range(3):
        known = drawn[np.isfinite(drawn[:, k]), k]
        expected = np.quantile(known, [0.05, 0.5, 0.95]) if len(known) else [np.nan] * 3
        assert found[:, k] == pytest.approx(expected, nan_ok=True)


def test_the_seed_decides(table):
    one = simulate(space(table)).tabulate()
    pd.testing.assert_frame_equal(one, simulate(space(table)).tabulate())
    pd.testing.assert_frame_equal(one, simulate(space(table, seed=1)).tabulate())
    assert not np.array_equal(simulate(space(table)).drawn, simulate(space(table, seed=2)).drawn)
    assert simulate(space(table), draws=7).drawn.shape == (7, 4)
    assert np.array_equal(simulate(space(table), seed=9).drawn, simulate(space(table, seed=9)).drawn)


def test_who_is_best_at_all_is_first_in_every_draw(table):
    found = simulate(space(table, weights="dirichlet", aggregations=["copeland"]))
    made = found.tabulate().set_index("territory")
    assert made.loc["first", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert made.loc["last", ["rank_low", "rank_high"]].tolist() == [4, 4]
    alike = found.not_distinguishable()
    assert alike.loc["one", "other"]
    assert alike.to_numpy().sum() == 2


def test_without_alternatives_nothing_moves(table):
    found = simulate(space(table, weights="fixed", leave_out=False))
    assert found.shift == 0
    assert (found.tabulate()["rank_low"] == found.tabulate()["rank"]).all()


def test_ranks_are_of_those_that_the_recipe_ranks(table):
    found = simulate(space(pd.concat([table, table.iloc[[0]].set_axis(["none"]) * np.nan])))
    assert np.isfinite(found.drawn).all(axis=0).tolist() == [True] * 4 + [False]
    assert found.tabulate()["territory"].iloc[-1] == "none"


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_no_rank(order):
    x = np.random.default_rng(8).integers(0, 5, (6, 2)).astype(float)
    table = pd.DataFrame(x, columns=["a", "b"], index=list("uvwxyz"))
    one, other = (simulate(space(t, draws=40), seed=3) for t in (table, table.iloc[order]))
    assert np.array_equal(other.drawn, one.drawn[:, order])
    pd.testing.assert_frame_equal(one.tabulate(), other.tabulate())
