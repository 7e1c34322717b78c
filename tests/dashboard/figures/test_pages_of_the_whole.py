"""The figures of town and country, of recovery and of the goals, as data."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.catching_up import convergence_scatter
from dashboard.figures.heat import heat
from dashboard.figures.quadrant import LOOKS, frame_of, quadrant
from dashboard.figures.returned import ALL, back_over_time, waiting_times
from dashboard.figures.shift import shifts
from dashboard.figures.split import split_bars

SCRIPT = "<script>alert(1)</script>"


def test_the_parts_of_an_index_are_stacked() -> None:
    frame = pd.DataFrame({"year": [2019, 2020], "within": [0.3, 0.2], "between": [0.1, 0.1]})
    figure = split_bars(frame, {"within": "W", "between": "B"})
    assert figure.layout.barmode == "stack"
    assert {bar.name: list(bar.y) for bar in figure.data} == {"W": [0.3, 0.2], "B": [0.1, 0.1]}


def test_an_index_that_is_nowhere_defined_draws_nothing() -> None:
    frame = pd.DataFrame({"year": [2019], "within": [np.nan], "between": [np.nan]})
    assert not split_bars(frame, {"within": "W", "between": "B"}).data


def places() -> pd.DataFrame:
    return pd.DataFrame(
        {"name": ["A", SCRIPT], "group": ["town", "country"], "start": [1.0, 10.0], "growth": [0.02, 0.01]},
        index=["a", "b"],
    )


def test_the_line_runs_through_the_growth_it_was_fitted_to() -> None:
    words = {"start": "s", "growth": "g", "line": "fit"}
    figure = convergence_scatter(places(), words, line=(0.4, -0.1, 10), selected="b")
    line = figure.data[-1]
    assert line.name == "fit"
    assert line.y[0] == pytest.approx(100 * np.expm1(0.4 / 10))
    assert line.y[-1] == pytest.approx(100 * np.expm1((0.4 - 0.1 * np.log(10)) / 10))
    assert figure.data[1].marker.size.tolist() == [16]
    assert SCRIPT not in figure.to_json()


def test_a_row_leads_from_then_to_now() -> None:
    frame = pd.DataFrame(
        {"name": ["A", "B"], "before": [90.0, 80.0], "now": [95.0, 70.0], "verdict": ["narrowed", "widened"]}
    )
    words = {"axis": "x", "before": "2019", "narrowed": "n", "widened": "w", "unchanged": "u"}
    figure = shifts(frame, words)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [list(line.x) for line in lines] == [[90, 95], [80, 70]]
    assert [trace.name for trace in figure.data if trace.mode == "markers"] == ["2019", "w", "n"]


def plane(**changes: object) -> pd.DataFrame:
    given = {
        "name": ["A", "B", "C", "D"],
        "resistance": [1.0, -1.0, 1.0, -1.0],
        "recoverability": [1.0, 1.0, -1.0, -1.0],
        "quadrant": list(LOOKS),
    }
    return pd.DataFrame(given | changes, index=list("abcd"))


WORDS = {"x": "x", "y": "y", **{kind: kind for kind in LOOKS}}


def test_each_quadrant_has_a_colour_and_a_shape() -> None:
    figure = quadrant(plane(), WORDS, "c")
    assert [trace.name for trace in figure.data] == list(LOOKS)
    assert len({trace.marker.color for trace in figure.data}) == 4
    assert len({trace.marker.symbol for trace in figure.data}) == 4
    assert figure.data[2].marker.size.tolist() == [18]


def test_what_lies_far_out_stands_on_the_edge_and_keeps_its_figure() -> None:
    wide = pd.concat([plane()] * 10 + [plane(resistance=[50.0, -1, 1, -1])], ignore_index=True)
    figure = quadrant(wide, WORDS)
    assert max(figure.data[0].x) == frame_of(wide) < 50
    assert figure.data[0].customdata[-1][1] == 50


def test_the_shares_climb_in_steps_with_an_interval_of_all() -> None:
    curve = pd.DataFrame({"years": [0.0, 1], "recovered": [0.0, 0.5], "low": [0, 0.3], "high": [0, 0.7]})
    words = {ALL: "all", "town": "town", "band": "95%", "axis": "years"}
    figure = waiting_times({ALL: curve, "town": curve}, words)
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == ["95%", "all", "town"]
    assert all(trace.line.shape == "hv" for trace in figure.data)


def test_territories_and_people_have_a_line_each() -> None:
    frame = pd.DataFrame({"year": [2020, 2021], "territories": [0.2, 0.5], "people": [0.1, 0.6]})
    figure = back_over_time(frame, {"territories": "T", "people": "P"}, (2020, 2021))
    assert {line.name: list(line.y) for line in figure.data} == {"T": [20, 50], "P": [10, 60]}


def heats(count: int, selected: str = ""):
    codes = [f"{number:03}" for number in range(count)]
    values = pd.DataFrame([np.linspace(0, 100, count)], index=["goal"], columns=codes)
    return heat(values, values.astype(str), [SCRIPT] * count, selected=selected)


def test_names_stand_below_the_columns_where_they_are_few() -> None:
    assert len(heats(5).layout.xaxis.ticktext) == 5
    assert not heats(300).layout.xaxis.ticktext
    assert SCRIPT not in heats(5).to_json()


def test_the_territory_chosen_is_framed() -> None:
    frames = heats(5, "003").layout.shapes
    assert {(frame.x0, frame.x1) for frame in frames} == {(2.5, 3.5)}
    assert not heats(5, "x").layout.shapes
