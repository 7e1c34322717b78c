"""The wheel of goals as data."""

import pandas as pd

from dashboard.figures.labels import WIDTH, fold
from dashboard.figures.wheel import wheel

FRAME = pd.DataFrame(
    {"goal": ["1", "2", "3"], "name": ["a", "b", "<i>c"], "score": [40.0, float("nan"), 0.0]}
)
WORDS = {"near": "near", "whole": "whole"}


def test_a_goal_without_a_figure_is_not_one_at_zero():
    found = {trace.name: trace for trace in wheel(FRAME, WORDS).data}
    assert list(found["near"].r) == [40.0, 0.0]
    assert list(found["near"].theta) == list(found["whole"].theta) == [0.0, 180.0]
    assert list(found["whole"].r) == [100.0, 100.0]


def test_a_name_is_no_markup():
    assert "<i>" not in str(wheel(FRAME, WORDS))


def test_nothing_known_makes_no_trace():
    assert not wheel(FRAME.assign(score=float("nan")), WORDS).data


def test_folded_names_keep_every_word():
    name = "Registered jobs in four market sections per 1,000 inhabitants"
    assert fold(name).replace("<br>", " ") == name
    assert max(map(len, fold(name).split("<br>"))) <= WIDTH
