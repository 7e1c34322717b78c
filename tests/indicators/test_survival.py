"""Times to recover with those still waiting."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.survival import time_to_recover


def measures(*rows):
    return pd.DataFrame(rows, columns=["state", "years_to_recover", "years_since_trough"])


def back(years, state="recovered"):
    return (state, years, np.nan)


def waiting(years):
    return ("not yet", np.nan, years)


def test_kaplan_meier_by_hand():
    # At 1: 6 at risk, 2 back, S = 2/3. At 2: one censored at 1 is gone; 3 at risk, 1 back, S = 4/9.
    found = time_to_recover(measures(back(1), back(1), back(2), waiting(1), waiting(3), waiting(4)))
    assert (found.median, found.recovered, found.waiting) == (2, 3, 3)


def test_the_median_of_a_plain_median_would_be_too_soon():
    rows = [back(1), back(2), *[waiting(3)] * 5]
    assert np.isnan(time_to_recover(measures(*rows)).median)


def test_relapses_count_and_no_loss_does_not():
    rows = [back(2, "relapsed"), ("no loss", np.nan, np.nan), ("insufficient data", np.nan, np.nan)]
    found = time_to_recover(measures(*rows))
    assert (found.median, found.recovered, found.waiting) == (2, 1, 0)


def test_nobody_came_back():
    found = time_to_recover(measures(waiting(0), waiting(3)))
    assert np.isnan(found.median)
    assert (found.recovered, found.waiting) == (0, 2)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_without_waiting_it_is_the_lower_median(years):
    found = time_to_recover(measures(*[back(float(y)) for y in years]))
    assert found.median == pytest.approx(sorted(years)[(len(years) - 1) // 2])
