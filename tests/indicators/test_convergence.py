"""Catching up, and coming closer together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.convergence import CONVERGENCE, beta_convergence, convergence
from indicators.errors import DataError

PLACES = pd.DataFrame({"territory": list("abcdo"), "parent": ["C"] * 5, "enclave": [False] * 4 + [True]})
incomes = st.lists(
    st.tuples(st.floats(1, 100), st.floats(1, 100)), min_size=4, max_size=12, unique_by=lambda x: x[0]
)


def ends(rows):
    return (np.array(side) for side in zip(*rows, strict=True))


@pytest.fixture(scope="session")
def two_years(frame):
    """Incomes of places in 2010 and 2020; ten people live in each."""

    def make(**places):
        return frame(
            *[
                ("x", t, y, "total", v)
                for t, pair in places.items()
                for y, v in zip(("2010", "2020"), pair, strict=True)
            ],
            *[("people", t, y, "total", 10) for t in places for y in ("2010", "2020")],
        )

    return make


@given(incomes, st.floats(0.01, 100))
def test_units_change_nothing_and_the_line_is_that_of_least_squares(rows, scale):
    first, last = ends(rows)
    found, other = (beta_convergence(first * by, last * by, 10) for by in (1, scale))
    assert other.beta == pytest.approx(found.beta, rel=1e-6, abs=1e-9)
    slope, intercept = np.polyfit(np.log(first), np.log(last / first), 1)
    assert found.beta == pytest.approx(slope, rel=1e-6, abs=1e-9)
    assert found.intercept == pytest.approx(intercept, rel=1e-6, abs=1e-9)


@given(st.floats(-0.95, -0.05), st.integers(1, 30))
def test_half_of_the_gap_is_closed_after_the_half_life(beta, years):
    first = np.array([1.0, 2.0, 5.0, 9.0])
    found = beta_convergence(first, first * np.exp(0.3 + beta * np.log(first)), years)
    assert found.beta == pytest.approx(beta)
    assert np.exp(-found.speed * found.half_life) == pytest.approx(0.5)
    assert np.exp(-found.speed * years) == pytest.approx(1 + beta)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ([1, 2], [2, 2], "too few territories"),
        ([1, 2, np.nan], [2, 2, 3], "too few territories"),
        ([1, 2, 0], [2, 2, 3], "not positive"),
        ([1, 2, 3], [2, -2, 3], "not positive"),
        ([5, 5, 5], [2, 3, 4], "all start alike"),
        ([1, 2, 4], [1, 2, 4], "no convergence"),
        ([1, 2, 4], [1, 3, 9], "no convergence"),
        ([1, 2, 4], [4, 2, 1], "beyond target"),
    ],
)
def test_undefined_with_a_reason(first, last, reason):
    found = beta_convergence(np.array(first, dtype=float), np.array(last, dtype=float), 10)
    assert found.reason == reason
    assert np.isnan([found.speed, found.half_life]).all()
    assert np.isnan(found.beta) == (reason not in ("no convergence", "beyond target"))


def test_frames_with_and_without_enclaves(declare, two_years):
    rows = two_years(a=(1, 2), b=(2, 2 * 2**0.5), c=(4, 4), d=(8, np.nan), o=(1, 9))
    found = convergence(rows, declare(), PLACES, "people", 2010, 2020)
    assert list(found.columns) == CONVERGENCE
    assert found["enclaves"].tolist() == [True, False]
    assert found[["members", "missing"]].to_numpy().tolist() == [[4, 1], [3, 1]]
    assert found["beta"].tolist()[1] == pytest.approx(-0.5)
    assert found["half_life"].tolist()[1] == pytest.approx(10)
    sigma = [np.std(side) / np.mean(side) for side in ([1, 2, 4], [2, 2 * 2**0.5, 4])]
    assert found.loc[1, ["sigma_start", "sigma_end"]].tolist() == pytest.approx(sigma)
    assert found["sigma_change"].tolist()[1] == pytest.approx(sigma[1] - sigma[0])


def test_poorer_may_grow_faster_while_all_drift_apart(declare, two_years):
    rows = two_years(a=(10, 40), b=(12, 9), c=(14, 14))
    found = convergence(rows, declare(), PLACES.head(3), "people", 2010, 2020).iloc[0]
    assert found["beta"] < 0
    assert found["sigma_change"] > 0


def test_no_figures_no_parents(declare, two_years):
    found = convergence(two_years(a=(1, 2)), declare(), PLACES, "people", 1990, 1995)
    assert found["members"].tolist() == [0, 0]
    assert found["reason"].tolist() == ["too few territories"] * 2
    nobody = convergence(two_years(a=(1, 2)), declare(), PLACES.assign(parent=None), "people", 2010, 2020)
    assert nobody.empty
    assert list(nobody.columns) == CONVERGENCE


def test_what_is_refused(declare, two_years):
    with pytest.raises(DataError, match="cannot be compared"):
        convergence(two_years(a=(1, 2)), declare(kind="total"), PLACES, "people", 2010, 2020)
    with pytest.raises(DataError, match="earlier year first"):
        convergence(two_years(a=(1, 2)), declare(), PLACES, "people", 2020, 2010)


def test_no_time_and_places_that_stand_twice_are_refused(declare, two_years):
    with pytest.raises(DataError, match="0 years lie between"):
        beta_convergence(np.array([1.0, 2, 4]), np.array([2.0, 3, 4]), 0)
    rows = two_years(a=(1, 2), b=(2, 3), c=(4, 4))
    with pytest.raises(DataError, match="a stands twice"):
        convergence(rows, declare(), pd.concat([PLACES, PLACES.head(1)]), "people", 2010, 2020)
    with pytest.raises(DataError, match="column enclave"):
        convergence(rows, declare(), PLACES.assign(enclave=np.nan), "people", 2010, 2020)
