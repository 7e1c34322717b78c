"""Periods, flags, and one indicator as arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.observations import (
    COLUMNS,
    Panel,
    frequency,
    join_status,
    ordinal,
    period_label,
    period_start,
    to_panel,
)

periods = st.one_of(
    st.integers(1000, 9999).map(str),
    st.builds("{}-Q{}".format, st.integers(1000, 9999), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12)),
)


@given(periods)
def test_a_period_is_written_as_it_was_read(period):
    assert period_label(period_start(period), frequency(period)) == period


@pytest.mark.parametrize("text", ["", "20", "2020-13", "2020-00", "2020-Q5", "2020-1", "2020 ", "2020-06-01"])
def test_other_texts_are_no_periods(text):
    with pytest.raises(DataError, match="is not a period"):
        frequency(text)


def test_neighbours_differ_by_one():
    assert ordinal("2020-01") - ordinal("2019-12") == ordinal("2020") - ordinal("2019") == 1


def test_flags_are_united():
    assert join_status("p", "bd", "", "b") == "bdp"


def test_a_panel_takes_one_indicator_group_and_frequency(frame):
    panel = to_panel(
        frame(
            ("x", "02", "2020", "total", 3, "bp"),
            ("x", "01", "2018", "total", 1),
            ("x", "01", "2018-Q1", "total", 9),
            ("x", "01", "2018", "sex=F", 9),
            ("y", "01", "2018", "total", 9),
        ),
        "x",
    )
    assert panel.territories.tolist() == ["01", "02"]
    assert panel.ordinals.tolist() == [2018, 2019, 2020]
    np.testing.assert_array_equal(panel.values, [[1, np.nan, np.nan], [np.nan, np.nan, 3]])
    assert panel.breaks.tolist() == [[False] * 3, [False, False, True]]


def test_a_panel_of_nothing(frame):
    panel = to_panel(frame(("x", "01", "2018", "total", 1)), "y")
    assert panel.values.shape == (0, 0)
    assert panel.align(["01"]).span(2019, 2020).values.shape == (1, 2)


def test_a_value_given_twice_is_refused(frame):
    with pytest.raises(DataError, match="x: 01 has two values for 2018"):
        to_panel(frame(("x", "01", "2018", "total", 1), ("x", "01", "2018", "total", 2)), "x")


def test_align_reorders_and_adds_empty_rows(panel):
    found = panel(2019, a=[1, 2], b=[3, 4], breaks={"b": [2020]}).align(["c", "b"])
    np.testing.assert_array_equal(found.values, [[np.nan, np.nan], [3, 4]])
    assert found.breaks.tolist() == [[False, False], [False, True]]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (2019, 2020, [1, 2]),
        (2020, 2020, [2]),
        (2018, 2021, [np.nan, 1, 2, np.nan]),
        (2030, 2031, [np.nan, np.nan]),
    ],
)
def test_span_cuts_and_extends(panel, first, last, expected):
    found = panel(2019, a=[1, 2]).span(first, last)
    np.testing.assert_array_equal(found.values, [expected])
    assert found.ordinals.tolist() == list(range(first, last + 1))


def test_columns_are_the_contract():
    assert COLUMNS == ["indicator", "territory", "period", "group", "value", "status"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": 2018}, "the period 2018 is not text"),
        ({"value": "3,5"}, "the value '3,5' is text"),
        ({"value": "3"}, "the value '3' is text"),
        ({"territory": None}, "without a territory"),
    ],
)
def test_a_column_that_holds_what_it_should_not_is_refused(frame, change, message):
    with pytest.raises(DataError, match=message):
        to_panel(frame(("x", "01", "2018", "total", 1)).assign(**change), "x")


def test_a_frame_without_a_column_and_a_frequency_that_is_none_are_refused(frame):
    rows = frame(("x", "01", "2018", "total", 1))
    with pytest.raises(DataError, match=r"lack the column\(s\) status"):
        to_panel(rows.drop(columns="status"), "x")
    with pytest.raises(DataError, match="'Y' is no frequency"):
        to_panel(rows, "x", at="Y")


def test_a_missing_status_is_no_flag(frame):
    assert not to_panel(frame(("x", "01", "2018", "total", 1)).assign(status=np.nan), "x").breaks.any()


@pytest.mark.parametrize(
    ("places", "shape", "breaks", "per_year"),
    [(2, (1, 3), (1, 3), 1), (1, (3,), (3,), 1), (1, (1, 3), (1, 2), 1), (1, (1, 3), (1, 3), 2)],
)
def test_a_panel_whose_parts_do_not_belong_together_is_refused(places, shape, breaks, per_year):
    names = np.array([f"{i:02}" for i in range(places)], dtype=object)
    with pytest.raises(DataError, match="a panel"):
        Panel(names, 2019, per_year, np.zeros(shape), np.zeros(breaks, dtype=bool))
