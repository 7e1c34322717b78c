"""What is not there is told with what is."""

import pytest

from geodata.lookup import by_code, require_known
from indicators.errors import NotFoundError


def test_a_level_is_found_by_its_code(squares):
    level = squares.hierarchy.levels[1]
    assert by_code("level", level.code, squares.hierarchy.levels) is level


def test_what_is_not_there_is_told_with_what_is(squares):
    with pytest.raises(NotFoundError, match=r"no shock 'flood'\n  known: drought"):
        squares.shock("flood")
    with pytest.raises(NotFoundError, match=r"no level 'parish'\n  known: country, province"):
        squares.hierarchy.level("parish")


def test_where_nothing_is_known_that_is_said():
    with pytest.raises(NotFoundError, match=r"no shock 'flood'\n  known: none"):
        require_known("shock", "flood", [])
