"""Totals of classes of territory."""

import numpy as np
import pandas as pd
import pytest

from indicators.classes import compare_classes
from indicators.errors import DataError
from indicators.groups import GROUPS


def places(**roles):
    return pd.DataFrame({"territory": list(roles), "parent": "P", "role": list(roles.values())})


def test_totals_of_classes_by_hand(declare, crisis, frame):
    rows = frame(
        *[
            ("x", t, y, "total", v)
            for y, values in (("2019", (30, 30, 40, 7)), ("2020", (20, 25, 45, 7)))
            for t, v in zip("ABRN", values, strict=True)
        ],
        ("x", "A", "2021", "total", 10),
        ("x", "R", "2021", "total", 50),
        ("x", "A", "2020", "sex=F", 1),
    )
    found = compare_classes(
        rows, declare(kind="total"), crisis(), places(A="urban", B="urban", R="rural", N=None)
    ).set_index(["period", "group"])
    assert list(found.reset_index()[GROUPS].columns) == GROUPS
    assert found["value"].to_dict() == {
        ("2019", "class=rural"): 40,
        ("2019", "class=urban"): 60,
        ("2020", "class=rural"): 45,
        ("2020", "class=urban"): 45,
        ("2021", "class=rural"): 50,
    }
    assert found.loc["2020", "change"].tolist() == [0.125, -0.25]
    assert found.loc["2020", "share"].tolist() == [0.5, 0.5]
    assert np.isnan(found.loc[("2021", "class=rural"), "share"])


@pytest.mark.parametrize("kind", ["intensive", "index"])
def test_only_totals_of_classes_are_added_up(declare, crisis, frame, kind):
    with pytest.raises(DataError, match="cannot be added up"):
        compare_classes(
            frame(("x", "A", "2019", "total", 1)), declare(kind=kind), crisis(), places(A="urban")
        )


def test_no_totals_of_classes(declare, crisis, frame):
    found = compare_classes(
        frame(("y", "A", "2019", "total", 1)), declare(kind="total"), crisis(), places(A="urban")
    )
    assert found.empty
    assert list(found.columns) == GROUPS


def test_a_misspelt_role_and_a_place_that_stands_twice_are_refused(declare, crisis, frame):
    rows = frame(("x", "a", "2019", "total", 1))
    with pytest.raises(DataError, match="'Urban' is no role"):
        compare_classes(rows, declare(kind="total"), crisis(), places(a="Urban"))
    twice = pd.concat([places(a="urban"), places(a="rural")])
    with pytest.raises(DataError, match="a stands twice"):
        compare_classes(rows, declare(kind="total"), crisis(), twice)
