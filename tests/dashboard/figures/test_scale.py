"""Classes and colours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.scale import NO_DATA, NO_DATA_CLASS, change_scale, score_scale, value_scale

NUMBERS = st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), max_size=60)


@pytest.mark.parametrize("scale", [value_scale, change_scale])
@given(values=NUMBERS)
def test_at_most_seven_classes_and_a_class_for_every_value(scale, values) -> None:
    made = scale(values)
    assert len(made.colours) == len(made.breaks) + 1 <= 7
    assert list(made.breaks) == sorted(set(made.breaks))
    classes = made.classify(values)
    assert ((classes == NO_DATA_CLASS) == np.isnan(np.asarray(values, dtype=float))).all()
    assert classes.max(initial=0) < len(made.colours)


def test_no_data_is_no_colour_of_any_class() -> None:
    assert NO_DATA not in {
        *score_scale().colours,
        *value_scale(range(100)).colours,
        *change_scale([-1, 1]).colours,
    }


def test_all_equal_values_make_one_class() -> None:
    assert value_scale([5.0] * 10).breaks == ()


def test_a_change_scale_is_symmetric_around_zero() -> None:
    breaks = change_scale(np.linspace(-0.4, 0.1, 50)).breaks
    assert 0.0 in breaks
    assert [-b for b in reversed(breaks)] == list(breaks)


WRITTEN = st.lists(st.integers(-400, 400).map(lambda tenths: tenths / 10), min_size=1, max_size=40)


@pytest.mark.parametrize("method", ["jenks", "quantiles"])
@given(values=WRITTEN | st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), decimals=st.integers(0, 3))
def test_no_class_is_there_for_nobody(method: str, values: list[float], decimals: int) -> None:
    made = value_scale(values, method, decimals)
    assert set(made.classify(values)) == set(range(len(made.colours)))
    around = change_scale(values, method, decimals)
    half = len(around.colours) // 2
    steps = {number - half if number >= half else half - 1 - number for number in around.classify(values)}
    assert steps == set(range(half))


def test_natural_breaks_of_changes_leave_no_class_to_zero_alone() -> None:
    scale = change_scale([-10.0, -9.0, -2.0, 2.2, 2.4, 9.5], "jenks")
    half = len(scale.colours) // 2
    assert scale.classify([-2.0, 2.2]).tolist() == [half - 1, half]
    assert scale.classify([-10.0, 9.5])[0] == 0


def test_a_value_on_a_limit_belongs_above_it() -> None:
    assert score_scale().classify([39.999, 40.0, 90.0, 100.0, 0.0]).tolist() == [0, 1, 6, 6, 0]
