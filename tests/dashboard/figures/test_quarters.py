"""Quarters as data."""

import pandas as pd

from dashboard.figures.quarters import quarter_lines

WORDS = {"value": "own", "level": "baseline"}
FRAME = pd.DataFrame({"period": ["2020-Q1", "2020-Q2"], "value": [4.0, 9.0], "level": [5.0, 6.0]})


def test_each_quarter_stands_beside_that_of_the_baseline():
    found = {trace.name: trace for trace in quarter_lines(FRAME, WORDS, impact=(2020, 2021)).data}
    assert list(found["own"].y) == [4.0, 9.0]
    assert list(found["baseline"].y) == [5.0, 6.0]
    assert [pd.Timestamp(at).month for at in found["own"].x] == [1, 4]


def test_a_lone_quarter_is_no_line():
    assert not quarter_lines(FRAME[:1], WORDS, impact=(2020, 2021)).data
