"""The dumbbells as data."""

import pandas as pd

from dashboard.figures.course import BACK, BEHIND, courses

WORDS = {
    "axis": "change",
    "suffix": "%",
    "baseline": "2019",
    "trough": "trough",
    "back": "back",
    "behind": "behind",
}
FRAME = pd.DataFrame(
    {"name": ["<b>A</b>", "B"], "trough": [-10.0, -20.0], "now": [5.0, -8.0], "back": [True, False]}
)


def test_each_row_goes_from_baseline_to_trough_to_now():
    bars = [trace for trace in courses(FRAME, WORDS).data if trace.mode == "lines"]
    assert [list(bar.x) for bar in bars] == [[0.0, -10.0], [-10.0, 5.0], [0.0, -20.0], [-20.0, -8.0]]
    assert [bars[1].line.color, bars[3].line.color] == [BACK, BEHIND]


def test_who_is_back_is_told_by_shape_as_well():
    ends = {trace.name: trace for trace in courses(FRAME, WORDS).data if trace.mode == "markers"}
    assert list(ends["back"].x) == [5.0]
    assert list(ends["behind"].x) == [-8.0]
    assert ends["back"].marker.symbol != ends["behind"].marker.symbol


def test_a_name_is_no_markup():
    assert all("<b>" not in str(trace.y) for trace in courses(FRAME, WORDS).data)


def test_nobody_makes_no_trace():
    assert not courses(FRAME[:0], WORDS).data
