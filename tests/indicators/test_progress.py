"""Progress to SDG targets and to a plan's own commitments, as frames."""

import pandas as pd
import pytest

from indicators.errors import DataError
from indicators.progress import COMMITMENTS, PROGRESS, progress


@pytest.fixture(scope="session")
def rows(frame):
    """Two territories with figures from 2015 to 2021."""
    return frame(
        *(("x", "01", str(2015 + i), "total", 100.0 + 10 * i) for i in range(7)),
        *(("x", "02", str(year), "total", 50.0) for year in (2016, 2019)),
    )


@pytest.fixture(scope="session")
def aim(declare):
    """Make an indicator with a target of 250 in 2030."""
    return declare(target=250.0, target_year=2030, change="absolute")


def plan(*rows, **columns):
    return pd.DataFrame(list(rows), columns=COMMITMENTS).assign(**columns)


def test_commitments_stand_beside_the_target_of_the_indicator(rows, aim):
    promised = plan(("01", "x", "plan", 130.0, 2025), ("02", "x", "plan", 60.0, 2026))
    found = progress(rows, [aim], ["01", "02"], 2020, commitments=promised)
    assert list(found.columns) == PROGRESS
    assert found["plan"].tolist() == ["", "", "plan", "plan"]
    assert found["status"].tolist() == ["on track", "limited", "met", "limited"]
    assert found["base_year"].tolist() == [2015, 2016, 2015, 2016]
    assert found["year"].tolist() == [2020, 2019, 2020, 2019]


def test_a_plan_may_start_in_its_own_year(rows, aim):
    promised = plan(("01", "x", "plan", 180.0, 2025), base_year=2019)
    found = progress(rows, [aim], ["01"], 2021, commitments=promised)
    assert found["base_year"].tolist() == [2015, 2019]
    assert found["ratio"].tolist() == [1, 10 / (40 / 6)]


def test_nothing_later_than_the_year_is_used(rows, aim):
    found = progress(rows, [aim], ["01"], 2017)
    assert found[["base", "value"]].to_numpy().tolist() == [[100, 120]]
    assert progress(rows, [aim], ["02"], 2015)["reason"].tolist() == ["no data"]


def test_old_series_are_not_judged_unless_no_year_is_asked_for(rows, aim):
    assert progress(rows, [aim], ["02"], 2021)["reason"].tolist() == ["no data"]
    assert progress(rows, [aim], ["02"], 2021, max_age=2)["status"].tolist() == ["limited"]
    assert progress(rows, [aim], ["02"])["year"].tolist() == [2019]


def test_without_rows_or_indicators_nothing_is_said(rows, aim, declare):
    assert progress(rows, [], ["01"]).empty
    assert progress(rows, [declare("y")], ["01"])["reason"].tolist() == ["no data"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("01", "y", "plan", 1, 2030), "indicator 'y'"),
        (("09", "x", "plan", 1, 2030), "territory '09'"),
        (("01", "x", "", 1, 2030), "name of its plan"),
    ],
)
def test_commitments_that_cannot_be_judged_are_refused(rows, aim, row, said):
    with pytest.raises(DataError, match=said):
        progress(rows, [aim], ["01"], commitments=plan(row))


def test_commitments_need_their_columns(rows, aim):
    with pytest.raises(DataError, match="target_year"):
        progress(rows, [aim], ["01"], commitments=plan().drop(columns="target_year"))


def test_a_profile_and_territories_that_cannot_be_meant_are_refused(rows, aim):
    with pytest.raises(DataError, match="'opensdg' is no profile"):
        progress(rows, [aim], ["01"], profile="opensdg")
    with pytest.raises(DataError, match="01 stands twice"):
        progress(rows, [aim], ["01", "01"])
