"""Recovery by territory-specific dating, by quarter and by month."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.recipe import Recipe
from indicators.recovery import measure

TERRITORY = Recipe(dating="territory")
SEASON = np.array([0.8, 1.0, 1.3, 0.9])
ADJUSTED = Recipe(seasonality="stl")


def test_a_territory_falls_from_its_own_peak_to_its_own_trough(declare, crisis, panel):
    series = panel(2012, a=[90, 95, 100, 110, 120, 115, 105, 100, 90, 80, 60, 118, 121], b=[100] * 13)
    row = measure(series, declare(), crisis(), TERRITORY, 2024).iloc[0]
    assert (row["baseline"], row["trough"]) == (120, 2022)
    assert row["drop"] == pytest.approx(-0.5)
    assert (row["state"], row["years_to_recover"], row["years_below"]) == ("recovered", 2, 4)
    fixed = measure(series, declare(), crisis(), Recipe(), 2024).iloc[0]
    assert (fixed["baseline"], fixed["trough"], fixed["drop"]) == (100, 2021, pytest.approx(-0.2))


def test_the_trend_ends_at_the_peak(declare, crisis, panel):
    series = panel(2012, a=[100, 110, 121, 133.1, 146.41, 140, 130, 120, 100, 100], b=[100] * 10)
    row = measure(series, declare(), crisis(), TERRITORY, 2021).iloc[0]
    assert row["expected"] == pytest.approx(146.41 * 1.1 ** sum(0.8**h for h in range(1, 6)))


def test_the_trough_comes_before_the_next_shock(declare, crisis, panel):
    war = crisis("war", baseline=2021, impact=(2022, 2023))
    series = panel(2012, a=[100] * 8 + [90, 80, 10, 10], b=[100] * 12)
    row = measure(series, declare(), crisis(), TERRITORY, 2023, [crisis(), war]).iloc[0]
    assert (row["trough"], row["last"]) == (2021, 2021)


def test_a_gap_up_to_the_last_value_hides_the_trough(declare, crisis, panel):
    series = panel(2012, a=[100] * 8 + [90, 80, np.nan, 95, np.nan], b=[np.nan] * 8 + [1] * 5)
    found = measure(series, declare(), crisis(), TERRITORY, 2024)
    assert found["reason"].tolist() == ["gap in the impact window", "no baseline"]
    assert measure(series, declare(), crisis(), Recipe(), 2024)["reason"][0] == "no reference group"
    early = measure(series.span(2012, 2022), declare(), crisis(), TERRITORY, 2022)
    assert (early["state"][0], early["marks"][0]) == ("not yet", "early")


def test_by_its_own_dating_no_drop_is_shallower(declare, crisis, panel):
    rng = np.random.default_rng(3)
    series = panel(2012, **{f"t{i}": row for i, row in enumerate(rng.uniform(50, 150, (30, 12)))})
    own, fixed = (measure(series, declare(), crisis(), r, 2023)["drop"] for r in (TERRITORY, Recipe()))
    assert (own <= fixed + 1e-12).all()


def quarters(quarterly, *years, **fields):
    """Make two territories with the season on top of yearly levels; the second never falls."""
    x = np.repeat(np.array(years, dtype=float), 4) * np.tile(SEASON, len(years))
    return quarterly(f"{2020 - 8}-Q1", a=x, b=np.full(len(x), 50.0), **fields)


def test_quarters_are_compared_with_the_same_quarter(declare, crisis, quarterly):
    series = quarters(quarterly, *[100] * 8, 80, 90, 104)
    row = measure(series, declare(), crisis(), Recipe(), 2022).iloc[0]
    assert row["drop"] == pytest.approx(-0.2)
    assert (row["trough"], row["last"]) == ("2020-Q1", "2022-Q4")
    assert (row["years_to_recover"], row["years_below"]) == (2, 2)
    assert (row["baseline"], row["value"]) == (pytest.approx(90), pytest.approx(93.6))
    assert row["change"] == pytest.approx(0.04)
    assert row["expected"] == pytest.approx(90)
    assert row["gap_cumulative"] == pytest.approx(-0.2 - 0.1 + 0.04)
    assert row["recovery"] == pytest.approx((3 * 0 + 4 * 50 + 4 * 100) / 11)


def test_a_quarter_of_annual_figures_says_what_they_say(declare, crisis, panel, quarterly):
    years = [100, 101, 103, 102, 105, 104, 108, 110, 95, 100, 112]
    yearly = measure(panel(2012, a=years, b=[50] * 11), declare(), crisis(), Recipe(), 2022).iloc[0]
    by_quarter = measure(quarters(quarterly, *years), declare(), crisis(), Recipe(), 2022).iloc[0]
    for column in ("drop", "change", "gap", "gap_cumulative", "years_below", "years_to_recover", "renewal"):
        assert by_quarter[column] == pytest.approx(yearly[column]), column
    low, high = (row["expected_low"] / row["expected"] for row in (yearly, by_quarter))
    assert low == pytest.approx(high)


def test_a_missing_quarter_of_the_baseline_or_the_window_is_said(declare, crisis, quarterly):
    series = quarters(quarterly, *[100] * 8, 80, 90)
    series.values[0, 4 * 7 + 1] = np.nan
    series.values[1, 4 * 8 + 2] = np.nan
    found = measure(series, declare(), crisis(), Recipe(), 2021)
    assert found["reason"].tolist() == ["no baseline", "gap in the impact window"]
    assert found["last"].tolist() == ["2021-Q4", "2021-Q4"]


def test_a_break_inside_the_year_spoils_the_steps_that_span_it(declare, crisis, quarterly):
    x = np.repeat(100 * 1.02 ** np.arange(8.0), 4)
    x[10:] *= 3  # a new series from 2014-Q3
    series = quarterly("2012-Q1", a=[*x, *x[-4:]], breaks={"a": ["2014-Q3"]})
    row = measure(series, declare(), crisis(), Recipe(), 2020).iloc[0]
    assert row["expected"] == pytest.approx(x[-1] * 1.02**0.8)


def test_months_have_their_own_names(declare, crisis, monthly):
    x = np.full(12 * 10, 100.0)
    x[12 * 8 + 3] = 60
    row = measure(monthly("2012-01", a=x, b=x), declare(), crisis(), Recipe(), 2021).iloc[0]
    assert (row["trough"], row["last"]) == ("2020-04", "2021-12")
    assert row["years_to_recover"] == pytest.approx(1 / 12)


def test_adjusted_quarters_are_compared_with_the_mean_of_the_baseline(declare, crisis, quarterly):
    series = quarters(quarterly, *[100] * 8, 80, 90, 104)
    found = measure(series, declare(), crisis(), ADJUSTED, 2022)
    row = found.iloc[0]
    assert row["baseline"] == pytest.approx(100 * np.exp(np.log(SEASON).mean()), rel=0.02)
    assert row["drop"] == pytest.approx(-0.2, abs=0.02)
    assert row["state"] == "recovered"
    assert found["state"][1] == "no loss"


def test_what_cannot_be_adjusted_is_insufficient(declare, crisis, quarterly):
    series = quarters(quarterly, *[100] * 8, 80, 90)
    series.values[0, 3] = np.nan
    found = measure(series, declare(), crisis(), ADJUSTED, 2021)
    assert found["state"].tolist() == ["insufficient data", "no loss"]
    assert found["reason"].tolist() == ["gap in the series", "no reference group"]


def test_the_peak_and_trough_of_adjusted_quarters(declare, crisis, quarterly):
    x = np.r_[np.linspace(100, 130, 30), np.linspace(128, 60, 8), np.linspace(65, 140, 6)]
    recipe = Recipe(seasonality="stl", dating="territory")
    row = measure(quarterly("2012-Q1", a=x, b=x), declare(), crisis(), recipe, 2022).iloc[0]
    assert row["baseline"] == pytest.approx(130, rel=0.01)
    assert row["trough"] == "2021-Q2"
    assert row["state"] == "recovered"


def test_harm_by_quarter_is_the_excess_over_the_same_quarters(declare, crisis, quarterly):
    series = quarters(quarterly, *[100] * 8, 120, 110)
    deaths = declare(harm="cumulative", direction="lower", kind="total", loss=0.5)
    row = measure(series, deaths, crisis(), Recipe(), 2021).iloc[0]
    assert row["excess"] == pytest.approx(0.15)


def test_counts_by_quarter_stand_beside_their_own(declare, crisis, quarterly):
    rate = declare(change="absolute", direction="lower", loss=5)
    before, after = [3.0] * 32, [4.0, 3, 3, 3]
    rates, counts = quarterly("2012-Q1", a=[*before, *after]), quarterly("2012-Q1", a=[9.0] * 32 + [16.0] * 4)
    assert measure(rates, rate, crisis(), Recipe(), 2020, counts=counts)["state"].item() == "no loss"
    many = quarterly("2012-Q1", a=[9000.0] * 32 + [16000.0] * 4)
    assert measure(rates, rate, crisis(), Recipe(), 2020, counts=many)["state"].item() == "recovered"


def test_frequencies_are_never_mixed(declare, crisis, panel, quarterly):
    with pytest.raises(DataError, match="differ in frequency"):
        measure(
            quarters(quarterly, *[1] * 9), declare(), crisis(), Recipe(), 2020, counts=panel(2019, a=[1, 2])
        )


values = st.lists(st.floats(1, 1000), min_size=40, max_size=40)


@given(st.lists(values, min_size=2, max_size=4), st.sampled_from(["fixed", "territory"]))
def test_scores_by_quarter_keep_their_bounds_and_their_order(declare, crisis, quarterly, rows, dating):
    recipe = Recipe(dating=dating)

    def measured(order):
        series = quarterly("2012-Q1", **{f"t{i}": rows[i] for i in order})
        return measure(series, declare(), crisis(), recipe, 2021).set_index("territory")

    found, turned = measured(range(len(rows))), measured(range(len(rows))[::-1])
    assert found["score"].dropna().between(0, 100).all()
    np.testing.assert_allclose(found["score"], turned["score"].reindex(found.index))


STRANGE = st.sampled_from([np.nan, 0.0, 1.0, -1.0, 5.0, 1e-310, 1e308, -1e308, 1e154, 3.7, 2.0, 4.0])


@given(
    st.lists(st.lists(STRANGE, min_size=44, max_size=44), min_size=1, max_size=3),
    st.sampled_from(["fixed", "territory"]),
    st.sampled_from(["same period", "stl"]),
    st.sampled_from(["relative", "absolute"]),
)
def test_strange_quarters_leak_no_warning(declare, crisis, quarterly, rows, dating, seasonality, change):
    series = quarterly("2012-Q1", **{f"t{i}": row for i, row in enumerate(rows)})
    series.values[0] = np.abs(np.nan_to_num(series.values[0], nan=1.0))  # one that STL can adjust
    recipe = Recipe(dating=dating, seasonality=seasonality)
    found = measure(series, declare(change=change), crisis(), recipe, 2022)
    assert not np.isinf(found.select_dtypes("float64")).any(axis=None)
