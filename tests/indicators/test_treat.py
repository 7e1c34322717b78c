"""Outliers: what is flagged, what is done, and what is told about it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.treat import TREATMENTS, Treatment, is_flagged, shift_log, treat, winsorise

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
columns = arrays(float, st.integers(4, 30), elements=numbers)


def winsorised(x, treatment=Treatment()):  # noqa: B008
    """One column."""
    made, moved = winsorise(np.asarray(x, dtype=float)[:, None], treatment)
    return made[:, 0], int(moved[0])


SPIKE = np.array([*range(1, 11), 100.0])


def column(x):
    return np.asarray(x, dtype=float)[:, None]


@given(columns, st.integers(0, 6))
def test_winsorising_moves_values_inwards_and_no_further_than_needed(x, points):
    made, moved = winsorised(x, Treatment(points=points))
    assert made.min() >= x.min()
    assert made.max() <= x.max()
    assert (made != x).sum() <= moved
    assert (np.argsort(made, kind="stable") == np.argsort(x, kind="stable")).all() or len(set(x)) < len(x)
    if moved and moved < points:
        assert not is_flagged(column(made), Treatment())[0]


def test_low_outliers_are_pulled_up():
    assert winsorised(-SPIKE)[0].min() == -10


def test_tied_outliers_move_together():
    x = np.array([*np.linspace(0, 1, 60), 50.0, 50.0])
    made, moved = winsorised(x, Treatment(points=1))
    assert (moved, made[-2:].tolist()) == (2, [1.0, 1.0])


@given(columns)
def test_the_log_keeps_the_order(x):
    if np.ptp(x) == 0:
        return
    made = shift_log(x)
    assert np.isfinite(made).all()
    order = np.argsort(x)
    assert (np.diff(made[order]) >= 0).all()


def test_the_log_of_treatments():
    tame = np.linspace(0, 1, 11)
    values = np.stack([SPIKE, tame, -SPIKE], axis=1)
    made = treat(values, ["spike", "tame", "dip"], Treatment())
    assert made.log.columns.tolist() == TREATMENTS
    assert made.log["indicator"].tolist() == ["spike", "dip"]
    assert made.log["treatment"].tolist() == ["winsorised", "winsorised"]
    assert made.log["winsorised"].tolist() == [1, 1]
    assert made.values[:, 1].tolist() == tame.tolist()
    assert values[-1, 0] == 100  # what was given is untouched


@pytest.mark.parametrize(
    ("treatment", "how"),
    [(Treatment(points=0), "log"), (Treatment(points=0, log=False), "none"), (None, None)],
)
def test_what_may_be_done_is_chosen(treatment, how):
    found = treat(column(SPIKE), ["spike"], treatment)
    assert found.log["treatment"].tolist() == ([how] if how else [])
    assert (found.values == column(SPIKE)).all() == (how != "log")


def test_missing_values_stay_missing():
    x = np.array([*SPIKE, np.nan])
    made = treat(column(x), ["spike"], Treatment()).values[:, 0]
    assert np.isnan(made[-1])
    assert made[:-1].tolist() == treat(column(SPIKE), ["spike"], Treatment()).values[:, 0].tolist()


@pytest.mark.parametrize("shape", [(0, 3), (5, 0), (0, 0)])
def test_nothing_to_treat(shape):
    found = treat(np.empty(shape), list("abc")[: shape[1]], Treatment())
    assert found.values.shape == shape
    assert found.log.empty
