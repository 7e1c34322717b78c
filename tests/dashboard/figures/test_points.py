"""Points and strips as data."""

import pandas as pd
import pytest

from dashboard.figures.points import points
from dashboard.figures.strip import strip

POINTS = pd.DataFrame({"name": ["<i>A</i>", "B"], "points": [30.0, 12.0], "most": [50.0, 50.0]})
STRIP = pd.DataFrame(
    {
        "group": ["all", "all", "all", "like", "like"],
        "territory": ["01", "02", "03", "02", "03"],
        "name": ["<i>A</i>", "B", "C", "B", "C"],
        "value": [10.0, 20.0, 60.0, 20.0, 60.0],
    }
)
WORDS = {key: key for key in ("axis", "points", "lost", "others", "own", "median")}


def test_what_is_added_and_what_is_lost_make_the_most():
    added, lost = points(POINTS, WORDS).data
    assert list(added.x) == [30.0, 12.0]
    assert list(added.x + lost.x) == [50.0, 50.0]


def test_the_territory_stands_apart_in_every_group():
    found = {trace.name: trace for trace in strip(STRIP, "02", WORDS).data}
    assert list(found["own"].x) == [20.0, 20.0]
    assert list(found["own"].y) == ["all", "like"]
    assert list(found["others"].x) == [10.0, 60.0, 60.0]
    assert list(found["median"].x) == [20.0, 40.0]


@pytest.mark.parametrize("figure", [points(POINTS, WORDS), strip(STRIP, "02", WORDS)])
def test_a_name_is_no_markup(figure):
    assert all("<i>" not in str(trace.y) + str(trace.text) for trace in figure.data)


def test_nobody_makes_no_trace():
    assert not points(POINTS[:0], WORDS).data
    assert not strip(STRIP[:0], "02", WORDS).data
