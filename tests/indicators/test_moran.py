"""Moran's I of all territories."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.moran import moran, pick_known, standardise_rates

CODES = [f"{i:02}" for i in range(10)]
RING = pd.DataFrame(
    [(a, b) for i in range(10) for a, b in ((CODES[i], CODES[i - 1]), (CODES[i - 1], CODES[i]))],
    columns=["territory", "neighbour"],
)
lists = st.lists(st.integers(-50, 50), min_size=10, max_size=10).filter(lambda values: len(set(values)) > 1)


def series(values):
    return pd.Series(values, CODES, dtype=float)


def test_a_slope_and_a_chequered_ring():
    assert moran(series([*range(5), *range(5, 0, -1)]), RING).p_permuted < 0.01
    found = moran(series([0, 1] * 5), RING)
    assert found.index == pytest.approx(-1)
    assert found.p_normal < 0.01


@given(lists, st.randoms(), st.floats(0.01, 1e6), st.floats(-1e3, 1e3))
def test_order_units_and_origin_change_nothing(values, random, scale, shift):
    codes = random.sample(CODES, 10)
    found, other = moran(series(values), RING), moran(series(values).loc[codes] * scale + shift, RING)
    assert other.index == pytest.approx(found.index, abs=1e-6)
    assert other.variance_random == pytest.approx(found.variance_random, abs=1e-6)
    assert -1 - 1e-9 <= found.index <= 1 + 1e-9


@given(lists)
def test_turning_the_direction_changes_no_index(values):
    found, turned = moran(series(values), RING), moran(-series(values), RING)
    assert turned.index == pytest.approx(found.index)
    assert turned.p_permuted == found.p_permuted


def test_what_is_missing_is_as_if_it_were_not_there():
    values = series(range(10)).mask([code in ("03", "07") for code in CODES])
    without = RING[~RING.isin(["03", "07"]).any(axis=1)]
    assert moran(values, RING) == moran(values.dropna(), without)
    assert moran(values.fillna(np.inf), RING) == moran(values, RING)


@pytest.mark.parametrize(
    ("values", "pairs", "reason"),
    [
        ([1, 2, 3] + [np.nan] * 7, RING, "too few territories"),
        ([5] * 10, RING, "all values equal"),
        (range(10), RING.head(0), "no neighbours"),
    ],
)
def test_undefined_with_a_reason(values, pairs, reason):
    found = moran(series(values), pairs)
    assert found.reason == reason
    assert np.isnan([found.index, found.expected, found.p_normal, found.p_permuted]).all()


def test_where_all_are_neighbours_of_all_nothing_can_be_tested():
    everyone = pd.DataFrame([(a, b) for a in CODES for b in CODES if a != b], columns=RING.columns)
    found = moran(series(range(10)), everyone)
    assert found.index == pytest.approx(found.expected)
    assert np.isnan(found.p_normal)
    assert found.p_permuted == 1


def test_without_permutations():
    assert np.isnan(moran(series(range(10)), RING, permutations=0).p_permuted)


def test_a_territory_twice():
    with pytest.raises(DataError, match="01 has two values"):
        pick_known(pd.Series([1.0, 2.0], ["01", "01"]))


def test_rates_of_small_places_are_pulled_in():
    events, people = np.array([2.0, 20, 300, np.nan]), np.array([10.0, 100, 3000, 10])
    found = standardise_rates(events, people)
    assert found[0] < found[1]  # the same rate among fewer people stands out less
    assert found[2] < 0
    assert np.isnan(found[3])


def test_without_events_no_rate_stands_out():
    assert np.isnan(standardise_rates(np.zeros(3), np.array([1.0, 2, 3]))).all()
    assert np.isnan(standardise_rates(np.ones(2), np.zeros(2))).all()
