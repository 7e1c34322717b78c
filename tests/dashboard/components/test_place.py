"""What the page of one territory says of its score and of its place among others."""

import json
import re

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.components.explanation import _finding, explanation
from dashboard.components.position import position
from dashboard.desk import open_desk
from dashboard.library import Library
from dashboard.peers import peer_groups

YEAR = 2022


def text(section: object) -> str:
    return json.dumps(section, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_points_of_the_indicators_add_up_to_the_score(library: Library) -> None:
    desk = open_desk(library, "/en/small/territory", f"territory=02&year={YEAR}")
    section = explanation(desk, YEAR)
    rows = desk.edition.composites("flood")
    rows = rows[(rows["territory"] == "02") & (rows["evaluation"] == YEAR) & (rows["dimension"] == "")]
    graph = next(part for part in section.children if getattr(part, "role", "") == "img").children
    assert sum(graph.figure.data[0].x) == pytest.approx(rows["score"].iloc[0])
    assert f"Of {rows['score'].iloc[0]:.1f} points" in text(section)


def test_what_adds_most_and_loses_most_is_named_once(library: Library) -> None:
    desk = open_desk(library, "/en/small/territory", "territory=02")
    bars = pd.DataFrame({"name": ["a", "b"], "points": [30.0, 10.0], "most": [80.0, 20.0]})
    assert _finding(desk, bars, 40.0).endswith("a adds most (30.0), and leaves most behind (50.0 of 80.0).")
    other = bars.assign(most=[40.0, 60.0])
    assert _finding(desk, other, 40.0).endswith(
        "a adds most (30.0); most are left behind in b (50.0 of 60.0)."
    )


def test_weights_of_the_reader_move_the_points(library: Library) -> None:
    plain, moved = (
        text(explanation(open_desk(library, "/en/small/territory", f"territory=02{weights}"), YEAR))
        for weights in ("", "&weights=economy:4")
    )
    assert plain != moved


def test_who_has_no_score_has_nothing_to_explain(library: Library) -> None:
    desk = open_desk(library, "/en/small/territory", "territory=C")
    assert explanation(desk, YEAR) is None
    assert position(desk, YEAR) is None


def test_the_place_is_that_of_the_ranking(library: Library) -> None:
    desk = open_desk(library, "/en/small/territory", f"territory=02&year={YEAR}")
    rows = desk.edition.composites("flood")
    rows = rows[(rows["evaluation"] == YEAR) & (rows["dimension"] == "") & rows["score"].notna()]
    rows = rows[rows["rank"].notna()]
    said = re.search(r"ranks (\d+) of (\d+) among all", text(position(desk, YEAR)))
    assert said is not None
    assert [int(found) for found in said.groups()] == [rows.set_index("territory")["rank"]["02"], len(rows)]


def test_groups_of_the_same_members_are_told_once(library: Library) -> None:
    groups = peer_groups(library.edition("small"), "flood", "02")
    assert [*groups] == ["level", "class", "similar"]  # country and parent hold the whole level
    assert groups["class"] == ["02", "05"]
    assert groups["similar"][0] == "02"
