"""Who stands among the worst, year by year."""

import numpy as np
import pytest

from indicators.recipe import Recipe
from indicators.standing import LeftBehindRule, stand


@pytest.fixture(scope="session")
def standing(declare, panel):
    """Stand ten places beside a benchmark of 10; the first as told, the others at 8 to 10."""

    def make(first, **fields):
        years = len(first)
        others = {f"b{i}": [8 + i / 4] * years for i in range(9)}
        own = panel(2010, a=first, **others)
        whole = panel(2010, **{code: [10.0] * years for code in own.territories})
        return stand(own, whole, declare(**fields), 2009 + years, LeftBehindRule(), Recipe())

    return make


def test_gaps_runs_and_steps(standing):
    found = standing([9, 6, 5, 5, 5])
    assert found.gap[0] == pytest.approx([0.1, 0.4, 0.5, 0.5, 0.5])
    assert found.worst[0].tolist() == [False, True, True, True, True]
    assert found.run.tolist() == [4, *[0] * 9]
    assert found.flagged.tolist() == [True, *[False] * 9]
    assert standing([9, 6, 5, 6, 6]).run[0] == 1
    assert standing([9, 6, 5, 6, 6]).closing[0].tolist() == [False, False, False, True, False]


def test_absolute_gaps_are_in_units(standing):
    found = standing([4, 4, 4], change="absolute")
    assert found.gap[0].tolist() == [6, 6, 6]
    assert found.flagged[0]


def test_what_is_missing_holds_nothing(standing):
    found = standing([5, np.nan, 5, 5])
    assert found.known.tolist() == [10, 9, 10, 10]
    assert found.counted.tolist() == [False, *[True] * 9]
    assert found.run[0] == 1
