"""Levels know their files, their parents and each other's names."""

import pytest

from geodata.level import Level
from indicators.declaration import Text
from indicators.errors import NotFoundError


def test_files_are_named_once_in_order_of_level(squares):
    assert squares.hierarchy.files == ("provinces.geojson", "provinces.csv")


@pytest.mark.parametrize(
    ("parent", "expected"), [("prefix:2", "ES"), ("XX", "XX"), (None, None)], ids=["prefix", "one", "none"]
)
def test_parent(parent, expected):
    assert Level(code="region", name=Text(en="Region"), parent=parent).parent_of("ES61") == expected


def test_unknown_level_and_shock_are_told(squares):
    assert squares.hierarchy.level("province").code == "province"
    assert squares.shock("drought").start == 2020
    with pytest.raises(NotFoundError, match=r"(?s)no level 'hamlet'.*known: country, province"):
        squares.hierarchy.level("hamlet")
    with pytest.raises(NotFoundError, match=r"(?s)no shock 'flood'.*known: drought"):
        squares.shock("flood")
