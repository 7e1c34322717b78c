"""The codes of the targets of the Sustainable Development Goals."""

import pytest
from pydantic import TypeAdapter, ValidationError

from indicators.sdg import TARGETS, Target


def test_there_are_169_of_them():
    assert len(TARGETS) == 169
    assert {int(code.split(".")[0]) for code in TARGETS} == set(range(1, 18))


@pytest.mark.parametrize("code", ["1.b", "3.d", "4.c", "8.10", "9.c", "16.10", "17.19"])
def test_the_last_of_a_goal_is_there(code):
    assert TypeAdapter(Target).validate_python(code) == code


@pytest.mark.parametrize("code", ["0.1", "1.6", "1.c", "4.8", "7.c", "13.4", "16.11", "17.a", "18.1", "8"])
def test_what_the_goals_do_not_have_is_refused(code):
    with pytest.raises(ValidationError, match="have no target"):
        TypeAdapter(Target).validate_python(code)
