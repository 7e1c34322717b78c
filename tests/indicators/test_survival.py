"""Times to recover with those still waiting."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.survival import CURVE, recovery_curve, time_to_recover


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


def test_the_curve_by_hand():
    rows = [back(1), back(1, "relapsed"), back(2), waiting(1), waiting(3), waiting(4)]
    found = recovery_curve(measures(*rows))
    assert list(found.columns) == CURVE
    assert found[["years", "at_risk", "returned"]].to_numpy().tolist() == [[1, 6, 2], [2, 3, 1]]
    assert found["recovered"].tolist() == pytest.approx([1 / 3, 5 / 9])
    # Greenwood on the log-log scale: S ** exp(-+ 1.96 sqrt(sum d/(n (n - d))) / ln S).
    left, spread = 4 / 9, np.sqrt(2 / 24 + 1 / 6)
    ends = sorted(1 - left ** np.exp(side * 1.959964 * spread / np.log(left)) for side in (1, -1))
    assert found[["low", "high"]].to_numpy()[1].tolist() == pytest.approx(ends, abs=1e-6)


def test_an_undefined_interval_is_missing_and_nobody_makes_no_curve():
    assert np.isnan(recovery_curve(measures(back(1), back(1)))["low"][0])
    assert recovery_curve(measures(waiting(2))).empty


def test_nobody_came_back():
    found = time_to_recover(measures(waiting(0), waiting(3)))
    assert np.isnan(found.median)
    assert (found.recovered, found.waiting) == (0, 2)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_without_waiting_it_is_the_lower_median(years):
    found = time_to_recover(measures(*[back(float(y)) for y in years]))
    assert found.median == pytest.approx(sorted(years)[(len(years) - 1) // 2])


events = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=30)


@given(events, st.randoms())
def test_the_curve_rises_within_its_interval_whatever_the_order(times, random):
    rows = [back(float(years)) if there else waiting(float(years)) for there, years in times]
    found = recovery_curve(measures(*rows))
    assert found["recovered"].is_monotonic_increasing
    known = found.dropna()
    assert (known["low"] <= known["recovered"] + 1e-9).all()
    assert (known["recovered"] <= known["high"] + 1e-9).all()
    random.shuffle(rows)
    pd.testing.assert_frame_equal(recovery_curve(measures(*rows)), found)


def test_a_confidence_in_percent_and_measures_without_states_are_refused():
    with pytest.raises(DataError, match="a confidence of 95"):
        recovery_curve(measures(back(1.0)), confidence=95)
    with pytest.raises(DataError, match="lack the column"):
        time_to_recover(pd.DataFrame({"state": ["recovered"]}))


def test_remissions_under_6_mercaptopurine():
    """Freireich et al. (1963), the 21 treated patients: the estimates that every textbook prints."""
    back_at = (6, 6, 6, 7, 10, 13, 16, 22, 23)
    still = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    found = measures(*(back(t) for t in back_at), *(waiting(t) for t in still))
    curve = recovery_curve(found)
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (1 - curve["recovered"]).round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert time_to_recover(found).median == 23
