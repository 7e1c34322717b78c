"""The pace towards a target: thresholds, both profiles, and what has no meaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.pace import OPEN_SDG_STATUSES, STATUSES, Way, judge_pace


@pytest.fixture(scope="session")
def judge(declare):
    """Judge one series from 2015 to 2020, towards 2030 unless told otherwise."""

    def make(base, value, target=np.nan, profile="default", years=(2015, 2020, 2030), **fields):
        way = Way(*(np.array([float(x)]) for x in (years[0], base, years[1], value, target, years[2])))
        pace = judge_pace(way, declare(**fields), profile)
        return {name: column[0] for name, column in vars(pace).items()}

    return make


def test_compound_by_hand(judge):
    found = judge(100, 121, 200, years=(2015, 2017, 2025))
    assert found["actual"] == pytest.approx(0.1)
    assert found["required"] == pytest.approx(2**0.1 - 1)
    assert found["ratio"] == pytest.approx(0.1 / (2**0.1 - 1))
    assert (found["status"], found["reason"]) == ("on track", "")
    assert np.isnan(found["score"])


def test_linear_by_hand(judge):
    found = judge(10, 8, 4, change="absolute", direction="lower")
    assert (found["actual"], found["required"]) == (pytest.approx(-0.4), pytest.approx(-0.4))
    assert (found["ratio"], found["status"]) == (pytest.approx(1), "on track")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (29.5, "on track"),
        (29.4, "moderate"),
        (26, "moderate"),
        (25.9, "limited"),
        (20, "limited"),
        (19.9, "moving away"),
        (50, "met"),
    ],
)
def test_thresholds_with_a_target(judge, value, status):
    # 20 to 50 in 15 years asks for 2 a year: 30 after five.
    assert judge(20, value, 50, change="absolute")["status"] == status


@pytest.mark.parametrize(
    ("growth", "status"),
    [(0.0101, "improving"), (0.01, "stable"), (-0.01, "stable"), (-0.0101, "worsening")],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_thresholds_without_a_target(judge, growth, status, sign):
    direction = "higher" if sign == 1 else "lower"
    assert judge(80, 80 * (1 + sign * growth) ** 5, direction=direction)["status"] == status
    linear = judge(80, 80 * (1 + sign * growth * 5), direction=direction, change="absolute")
    assert (linear["status"], linear["actual"]) == (status, pytest.approx(sign * growth))


def test_a_zero_makes_the_pace_linear(judge):
    assert judge(0, 1, 3)["ratio"] == pytest.approx(1)
    assert judge(6, 4, 0, direction="lower")["ratio"] == pytest.approx(1)


def test_beyond_the_target_and_back_is_moving_away(judge):
    found = judge(120, 90, 100)
    assert (found["status"], found["ratio"] < 0) == ("moving away", True)
    assert judge(100, 90, 100)["status"] == "moving away"


def test_growth_of_negative_values_has_its_direction(judge):
    assert judge(-100, -50, -25)["status"] == "on track"
    assert judge(-100, -110, -25)["status"] == "moving away"
    assert judge(-100, -90)["status"] == "improving"


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        ((np.nan, 3, 4), "no data"),
        ((3, np.nan, 4), "no data"),
        ((-3, 3, 4), "sign change"),
        ((3, 2, -4), ""),
        ((-3, -2, 4), "sign change"),
        ((0, 3), "base is zero"),
        ((1e-300, 1e300), "overflow"),
    ],
)
def test_what_has_no_meaning_is_undefined(judge, series, reason):
    found = judge(*series, years=(2015, 2016, 2030))
    assert found["reason"] == reason
    assert (found["status"] == "") == (reason != "")
    assert np.isnan(found["actual"]) == (reason != "")


def test_years_out_of_order_are_undefined(judge):
    assert judge(3, 4, 9, years=(2015, 2015, 2030))["reason"] == "one year only"
    assert judge(3, 4, 9, years=(2015, 2016, 2015))["reason"] == "target year too early"


def test_what_is_met_needs_no_past(judge):
    assert judge(np.nan, 9, 8)["status"] == "met"
    assert judge(-5, 9, 8)["status"] == "met"


@pytest.mark.parametrize(
    ("growth", "status", "score"),
    [
        (0.015, "substantial progress", 2.5),
        (0.03, "substantial progress", 5),
        (0.005, "moderate progress", 0),
        (0.0, "limited progress", -2.5),
        (-0.01, "deterioration", -3.75),
        (-0.1, "deterioration", -5),
    ],
)
def test_open_sdg_without_a_target(judge, growth, status, score):
    found = judge(100, 100 * (1 + growth), profile="open_sdg", years=(2020, 2021, 2030))
    assert (found["status"], found["score"]) == (status, pytest.approx(score))


def test_open_sdg_reads_zero_as_a_thousandth_and_rates_as_compound(judge):
    found = judge(0, 0.002, 0.004, profile="open_sdg", years=(2015, 2016, 2017))
    assert found["actual"] == pytest.approx(1)
    rate = judge(10, 8, 4, profile="open_sdg", change="absolute", direction="lower")
    assert rate["actual"] == pytest.approx(0.8**0.2 - 1)
    met = judge(10, 3, 4, profile="open_sdg", direction="lower")
    assert (met["status"], met["score"]) == ("target achieved", 5)


positive = st.floats(0.1, 1000)


@given(positive, positive, positive, st.sampled_from(["relative", "absolute"]), positive)
def test_the_unit_changes_no_word(judge, base, value, target, change, unit):
    plain = judge(base, value, target, change=change)
    scaled = judge(base * unit, value * unit, target * unit, change=change)
    if np.isfinite(plain["ratio"]) and abs(plain["ratio"]) < 1e6:
        assert scaled["ratio"] == pytest.approx(plain["ratio"], abs=1e-6)


@given(positive, positive, positive)
def test_direction_flip_mirrors_linear_pace(judge, base, value, target):
    up = judge(base, value, target, change="absolute")
    down = judge(-base, -value, -target, change="absolute", direction="lower")
    assert up["status"] == down["status"]


@given(positive, positive, positive, positive)
def test_more_is_never_a_worse_word(judge, base, value, more, target):
    order = [*STATUSES[:5]][::-1]
    low, high = (judge(base, x, target)["status"] for x in (value, value + more))
    assert order.index(low) <= order.index(high)


@given(positive, positive, st.one_of(positive, st.just(np.nan)), st.sampled_from(["default", "open_sdg"]))
def test_words_are_known(judge, base, value, target, profile):
    assert judge(base, value, target, profile)["status"] in (*STATUSES, *OPEN_SDG_STATUSES)


STRANGE = st.sampled_from([np.nan, 0.0, 1.0, -1.0, 1e-310, 1e308, -1e308, 3.7])


@given(
    STRANGE,
    STRANGE,
    STRANGE,
    st.sampled_from(["default", "open_sdg"]),
    st.sampled_from(["relative", "absolute"]),
    st.sampled_from(["higher", "lower"]),
)
def test_strange_numbers_leak_no_warning(judge, base, value, target, profile, change, direction):
    found = judge(base, value, target, profile, change=change, direction=direction)
    assert (found["status"] == "") == (found["reason"] != "")
    assert not np.isinf([found["actual"], found["required"], found["ratio"]]).any()
