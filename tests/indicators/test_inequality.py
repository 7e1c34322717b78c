"""Theil's T, the mean log deviation, and their parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.inequality import mean_log_deviation, theil

people = st.lists(
    st.tuples(st.floats(0.1, 1000), st.floats(0.1, 100), st.sampled_from("abc")), min_size=1, max_size=12
)


measures = st.sampled_from([theil, mean_log_deviation])


def split(rows, scale=1.0, heads=1.0, measure=theil):
    y, p, classes = (list(column) for column in zip(*rows, strict=True))
    found = measure(np.array(y)[:, None] * scale, np.array(p)[:, None] * heads, classes)
    return found.total[0], found.within[0], found.between[0]


@given(people, measures)
def test_within_and_between_make_the_total_and_none_is_negative(rows, measure):
    total, within, between = split(rows, measure=measure)
    assert within + between == pytest.approx(total, abs=1e-9)
    assert min(total, within, between) >= -1e-9


@given(people, st.floats(0.01, 100), st.floats(0.01, 100), measures)
def test_units_and_the_scale_of_weights_change_nothing(rows, scale, heads, measure):
    assert split(rows, scale, heads, measure) == pytest.approx(split(rows, measure=measure), abs=1e-9)


@given(people, st.randoms(), measures)
def test_row_order_changes_nothing(rows, random, measure):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert split(shuffled, measure=measure) == pytest.approx(split(rows, measure=measure), abs=1e-9)


@given(people, measures)
def test_one_class_has_nothing_between_and_equals_have_nothing_at_all(rows, measure):
    alike, level = [(y, p, "a") for y, p, _ in rows], [(5.0, p, c) for _, p, c in rows]
    assert split(alike, measure=measure)[2] == pytest.approx(0, abs=1e-9)
    assert split(level, measure=measure) == pytest.approx((0, 0, 0), abs=1e-9)


def test_what_is_missing_is_left_out():
    gaps = theil(
        np.array([[1.0], [3.0], [np.nan], [9.0]]), np.array([[1.0], [1], [1], [np.nan]]), list("aabb")
    )
    assert gaps.total[0] == pytest.approx(
        theil(np.array([[1.0], [3.0]]), np.ones((2, 1)), ["a", "a"]).total[0]
    )


@pytest.mark.parametrize("measure", [theil, mean_log_deviation])
@pytest.mark.parametrize("values", [[1.0, 0.0], [1.0, -1.0], [np.nan, np.nan]])
def test_undefined_without_positive_values(measure, values):
    found = measure(np.array(values)[:, None], np.ones((2, 1)), ["a", "b"])
    assert np.isnan([found.total[0], found.within[0], found.between[0]]).all()


def test_both_by_hand():
    rows = [(1.0, 1.0, "a"), (3.0, 1.0, "b")]
    assert split(rows)[0] == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert split(rows, measure=mean_log_deviation)[0] == pytest.approx((np.log(2) + np.log(2 / 3)) / 2)
    rows = [(1.0, 1.0, "a"), (3.0, 1.0, "a"), (4.0, 2.0, "b")]
    within = (np.log(2) + np.log(2 / 3)) / 2 / 2  # class a holds half of the people
    assert split(rows, measure=mean_log_deviation)[1] == pytest.approx(within)


@given(people, st.floats(1.1, 10))
def test_moving_a_class_leaves_the_within_part_of_the_mean_log_deviation(rows, factor):
    moved = [(y * factor if c == "a" else y, p, c) for y, p, c in rows]
    before, after = split(rows, measure=mean_log_deviation), split(moved, measure=mean_log_deviation)
    assert after[1] == pytest.approx(before[1], abs=1e-9)


@pytest.mark.parametrize("measure", [theil, mean_log_deviation])
def test_huge_values_do_not_overflow(measure):
    assert measure(np.full((3, 1), 1e308), np.full((3, 1), 1e308), list("aab")).total[0] == pytest.approx(0)
