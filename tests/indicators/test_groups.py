"""Groups inside a territory."""

import numpy as np
import pytest

from indicators.errors import DataError
from indicators.groups import GROUPS, compare_groups


def both(year, capital, rest, territory="01"):
    return [
        ("x", territory, year, "place=capital", capital),
        ("x", territory, year, "place=rest", rest),
        ("x", territory, year, "total", 9999),
    ]


def test_own_change_and_share_by_hand(declare, crisis, frame):
    rows = frame(*both("2019", 60, 40), *both("2020", 45, 45), *both("2020-Q1", 1, 1))
    found = compare_groups(rows, declare(kind="total"), crisis()).set_index(["period", "group"])
    assert list(found.reset_index()[GROUPS].columns) == GROUPS
    late = found.loc["2020"]
    assert late["change"].tolist() == [-0.25, 0.125]
    assert late["share"].tolist() == [0.5, 0.5]
    assert late["share_change"].tolist() == pytest.approx([-0.1, 0.1])
    assert len(found) == 4


def test_a_share_needs_every_group(declare, crisis, frame):
    rows = frame(*both("2019", 60, 40), *both("2020", 45, 45)[:1], ("x", "01", "2020", "sex=F", 7))
    found = compare_groups(rows, declare(kind="total"), crisis()).set_index(["period", "group"])
    assert np.isnan(found["share"]["2020", "place=capital"])
    assert found["share"]["2020", "sex=F"] == 1
    assert np.isnan(found["change"]["2020", "sex=F"])


def test_rates_have_no_share(declare, crisis, frame):
    rows = frame(*both("2019", 6, 4), *both("2020", 5, 4))
    found = compare_groups(rows, declare(change="absolute", direction="lower"), crisis())
    assert found["share"].isna().all()
    assert found.loc[found["period"] == "2020", "change"].tolist() == [1, 0]


def test_no_groups(declare, crisis, frame):
    found = compare_groups(frame(("x", "01", "2020", "total", 1)), declare(kind="total"), crisis())
    assert found.empty
    assert list(found.columns) == GROUPS


def test_a_group_given_twice_is_refused(declare, crisis, frame):
    with pytest.raises(DataError, match="two values"):
        compare_groups(frame(*both("2019", 1, 2), *both("2019", 1, 2)), declare(), crisis())
