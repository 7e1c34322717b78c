"""The recovery curve."""

import numpy as np
import pandas as pd

from dashboard.figures.curve import curve
from dashboard.figures.groups import group_lines

WORDS = {
    "own": "Here",
    "benchmark": "All",
    "expected": "Expected",
    "band": "Interval",
    "trough": "trough",
    "break": "break",
}


def frame(**changes: object) -> pd.DataFrame:
    years = list(range(2017, 2023))
    given = {
        "year": years,
        "value": [98.0, 99, 100, 80, 95, 101],
        "benchmark": [99.0] * 6,
        "expected": [np.nan, np.nan, 100, 101, 102, 103],
        "low": [np.nan, np.nan, 100, 99, 98, 97],
        "high": [np.nan, np.nan, 100, 103, 106, 109],
        "text": [f"{year} units" for year in years],
        "broken": [False, True, False, False, False, False],
    }
    return pd.DataFrame(given | changes)


def draw(data: pd.DataFrame, trough: int | None = 2020):
    return curve(data, level=100, impact=(2020, 2021), trough=trough, words=WORDS)


def test_shows_series_benchmark_expected_band_and_trough() -> None:
    figure = draw(frame())
    assert [trace.name for trace in figure.data if trace.showlegend] == [
        "Interval",
        "Expected",
        "All",
        "Here",
    ]
    own = next(trace for trace in figure.data if trace.name == "Here")
    assert list(own.y) == [98.0, 99, 100, 80, 95, 101]
    worst = figure.data[-1]
    assert (worst.x[0], worst.y[0], worst.text[0]) == (2020, 80.0, "trough")


def test_marks_baseline_impact_window_and_break() -> None:
    shapes = draw(frame()).layout.shapes
    assert {(shape.x0, shape.x1) for shape in shapes} >= {(2019.5, 2021.5), (2017.5, 2017.5)}
    assert any(shape.y0 == shape.y1 == 100 for shape in shapes)


def test_without_a_benchmark_or_expectation_there_is_no_empty_line() -> None:
    empty = dict.fromkeys(["benchmark", "expected", "low", "high"], [np.nan] * 6)
    assert [trace.name for trace in draw(frame(**empty), trough=None).data] == ["Here"]


def test_groups_differ_in_colour_and_in_dash() -> None:
    data = pd.DataFrame(
        {"group": ["a", "a", "b", "b"], "year": [2019, 2020] * 2, "value": [100.0, 90, 100, 95]}
    )
    lines = [trace.line for trace in group_lines(data, impact=(2020, 2021)).data]
    assert len({line.color for line in lines}) == len({line.dash for line in lines}) == 2
