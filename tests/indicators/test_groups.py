"""Groups inside a territory."""

import numpy as np
import pytest

from indicators.errors import DataError
from indicators.groups import GROUP_BALANCE, GROUPS, balance_groups, compare_groups


def both(year, capital, rest, territory="01"):
    return [
        ("x", territory, year, "place=capital", capital),
        ("x", territory, year, "place=rest", rest),
        ("x", territory, year, "total", 9999),
    ]


def areas(year, urban, rural, territory="01"):
    return [
        ("x", territory, year, "urbanisation=urban", urban),
        ("x", territory, year, "urbanisation=rural", rural),
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


def test_town_and_country_in_one_territory_by_hand(declare, crisis, frame):
    rows = frame(
        *areas("2019", 100, 80),
        *areas("2020", 90, 54),
        *areas("2020-Q1", 1, 1),
        *areas("2020", 50, 60, "02"),
        ("x", "02", "2020", "urbanisation=intermediate", 40),
    )
    found = balance_groups(rows, declare(), crisis())
    assert list(found.columns) == GROUP_BALANCE
    assert found[["territory", "period"]].to_numpy().tolist() == [
        ["01", "2019"],
        ["01", "2020"],
        ["02", "2020"],
    ]
    assert found["gap"].tolist() == [20, 36, -10]
    assert found["ratio"].tolist() == [0.8, 0.6, 1.2]
    assert found["parity"].tolist() == pytest.approx([80, 60, 100 * 40 / 60])
    assert found["gap_change"].tolist() == pytest.approx([np.nan, 16, np.nan], nan_ok=True)
    assert found["ratio_change"].tolist() == pytest.approx([np.nan, -0.2, np.nan], nan_ok=True)
    assert found["parity_change"].tolist() == pytest.approx([np.nan, -20, np.nan], nan_ok=True)
    assert found["verdict"].tolist() == ["", "widened", ""]


def test_the_words_for_town_and_country(declare, crisis, frame):
    rows = frame(
        *areas("2019", 5, 9),
        *areas("2020", 6, 8),
        *areas("2021", 5, 9.05),
        *areas("2022", 5, -1),
        ("x", "01", "2023", "urbanisation=rural", 5),
        *areas("2019", 4, 4, "02"),
    )
    found = balance_groups(rows, declare(change="absolute", direction="lower"), crisis())
    here = found[found["territory"] == "01"]
    assert here["gap"].tolist() == pytest.approx([4, 2, 4.05, -6, np.nan], nan_ok=True)
    assert here["verdict"].tolist() == ["", "narrowed", "unchanged", "widened", ""]
    assert here["reason"].tolist() == ["", "", "", "not positive", "empty class"]


def test_no_town_and_no_country(declare, crisis, frame):
    found = balance_groups(frame(*both("2019", 1, 2)), declare(), crisis())
    assert found.empty
    assert list(found.columns) == GROUP_BALANCE


@pytest.mark.parametrize("kind", ["total", "index"])
def test_levels_of_totals_are_not_compared_between_groups(declare, crisis, frame, kind):
    with pytest.raises(DataError, match="own change"):
        balance_groups(frame(*areas("2019", 1, 2)), declare(kind=kind), crisis())
