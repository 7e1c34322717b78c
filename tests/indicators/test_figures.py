"""Tables of raw figures, and what stands in for the missing."""

import numpy as np
import pytest

from indicators.errors import DataError
from indicators.figures import impute, lay_figures


@pytest.fixture
def rows(frame):
    """Two indicators, three territories, years and a quarter."""
    return frame(
        ("a", "t1", "2020", "total", 1.0),
        ("a", "t2", "2018", "total", 2.0),
        ("a", "t2", "2019", "total", 3.0),
        ("a", "t1", "2021", "total", 9.0),
        ("a", "t1", "2020-Q4", "total", 8.0),
        ("a", "t1", "2020", "sex=F", 7.0),
        ("b", "t3", "2020", "total", np.nan),
        ("b", "t2", "2020", "total", 5.0),
    )


def test_only_the_period_and_its_frequency_are_used(rows):
    table, filled = lay_figures(rows, ["b", "a"], "2020")
    assert list(table.columns) == ["b", "a"]
    assert list(table.index) == ["t1", "t2"]
    assert table.to_numpy() == pytest.approx(np.array([[np.nan, 1], [5, np.nan]]), nan_ok=True)
    assert not filled.to_numpy().any()
    assert lay_figures(rows, ["a"], "2020", group="sex=F")[0].loc["t1", "a"] == 7


def test_the_last_value_within_its_age_stands_in(rows):
    table, filled = lay_figures(rows, ["a"], "2020", max_age=1)
    assert table["a"].tolist() == [1, 3]
    assert filled["a"].tolist() == [False, True]
    assert np.isnan(lay_figures(rows, ["a"], "2021", max_age=1)[0].loc["t2", "a"])
    quarters, _ = lay_figures(rows, ["a"], "2021-Q3", max_age=1)
    assert quarters.loc["t1", "a"] == 8


def test_two_values_for_one_period_are_refused(rows, frame):
    with pytest.raises(DataError, match="two values"):
        lay_figures(frame(*[("a", "t1", "2020", "total", 1.0)] * 2), ["a"], "2020")


def test_no_figure_at_all_is_an_empty_column(rows):
    table, filled = lay_figures(rows, ["a", "unknown"], "2020")
    assert table["unknown"].isna().all()
    assert filled.dtypes.tolist() == [bool, bool]


@pytest.mark.parametrize(("method", "expected"), [("mean", 4.0), ("median", 2.0)])
def test_the_group_stands_in(method, expected):
    x = np.array([[1.0], [2], [9], [np.nan], [np.nan]])
    made, imputed = impute(x, ["a", "a", "a", "a", "b"], method)
    assert made[:4, 0].tolist() == [1, 2, 9, expected]
    assert np.isnan(made[4, 0])
    assert imputed[:, 0].tolist() == [False, False, False, True, False]
    assert impute(x, None, method)[0][4, 0] == expected


def test_everybody_needs_a_group():
    with pytest.raises(DataError, match="1 territories have no group"):
        impute(np.ones((2, 1)), ["a", None], "mean")
