"""Contraction and expansion against a benchmark, as frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.phases import PHASES, measure_resilience
from indicators.recipe import Recipe

TERRITORY = Recipe(dating="territory")
# Two sectors of two territories that make up the benchmark, 2019 to 2022.
FARMS = {"N": [100, 80, 90, 96], "a": [40, 36, 38, 40], "b": [60, 44, 52, 56]}
SHOPS = {"N": [200, 190, 180, 210], "a": [60, 60, 54, 66], "b": [140, 130, 126, 144]}


@pytest.fixture(scope="session")
def jobs(declare):
    """Make the indicator that the sectors add up to."""
    return declare("jobs", kind="total")


def rows(frame, phase):
    return frame[frame["phase"] == phase].set_index("territory")


def test_two_sectors_by_hand(jobs, crisis, panel):
    sectors = [panel(2019, **FARMS), panel(2019, **SHOPS)]
    found = measure_resilience(sectors, jobs, crisis(), Recipe(), 2022, "N")
    assert list(found.columns) == PHASES
    fall, rise = rows(found, "contraction"), rows(found, "expansion")
    # The benchmark's trough is 2020 (270 of 300; 2021 has as many, the first counts): -20 % and -5 %.
    assert fall["end"].tolist() == ["2020"] * 3
    assert fall["expected"]["a"] == pytest.approx((40 * -0.2 + 60 * -0.05) / 100)
    assert fall["change"]["a"] == pytest.approx(-0.04)
    assert fall["resilience"]["a"] == pytest.approx((-4 + 11) / 11)
    assert fall["sensitivity"]["a"] == pytest.approx(0.04 / 0.1)
    up = 36 * (96 / 80 - 1) + 60 * (210 / 190 - 1)
    assert rise["end"].tolist() == ["2022"] * 3
    assert rise["resilience"]["a"] == pytest.approx((10 - up) / up)
    assert rise["sensitivity"]["a"] == pytest.approx((10 / 96) / (36 / 270))


def test_without_sectors_only_the_total_speaks(jobs, crisis, panel):
    total = panel(2019, N=[300, 270, 270, 306], a=[100, 96, 92, 106])
    fall = rows(measure_resilience([total], jobs, crisis(), Recipe(), 2022, "N"), "contraction")
    assert fall["resilience"].tolist() == pytest.approx([0, 0.6])


def test_by_its_own_dating_the_benchmark_follows_the_territory(jobs, crisis, panel):
    total = panel(2018, N=[1000, 1100, 990, 1045, 1100], a=[120, 100, 90, 60, 120])
    found = measure_resilience([total], jobs, crisis(trend=(2018, 2019)), TERRITORY, 2022, "N")
    fall, rise = rows(found, "contraction"), rows(found, "expansion")
    assert fall["end"].tolist() == ["2020", "2021"]
    assert fall["change"]["a"] == pytest.approx(-0.5)
    assert fall["expected"]["a"] == pytest.approx(0.045)
    assert fall["resilience"]["a"] == pytest.approx((-60 - 5.4) / 5.4)
    assert rise["expected"]["a"] == pytest.approx(1100 / 1045 - 1)


def test_lower_is_better_turns_the_sign(crisis, panel, declare):
    poor = declare("poor", kind="total", direction="lower")
    total = panel(2019, N=[100, 120, 110], a=[10, 11, 10])
    fall = rows(measure_resilience([total], poor, crisis(), Recipe(), 2021, "N"), "contraction")
    assert fall["resilience"]["a"] == pytest.approx(0.5)


def test_reasons(jobs, crisis, panel):
    total = panel(
        2019, N=[300, 270, 250, 250.1], a=[100, 96, 92, 90], gap=[9, 9, np.nan, 9], early=[9, 9, 8, np.nan]
    )
    found = measure_resilience([total], jobs, crisis(), Recipe(), 2022, "N")
    assert rows(found, "contraction")["reason"].tolist() == ["", "", "insufficient data", ""]
    assert rows(found, "expansion")["reason"].tolist() == [
        "benchmark hardly moved",
        "benchmark hardly moved",
        "insufficient data",
        "at the trough",
    ]
    blank = rows(found, "expansion").loc[["gap", "early"]]
    assert blank[["change", "expected", "resilience", "sensitivity"]].isna().all(axis=None)
    assert blank["end"].tolist() == ["", ""]


def test_quarters_are_compared_with_the_same_quarter(jobs, crisis, quarterly):
    season = np.array([8, 10, 13, 9])
    years = {"N": [10, 9, 9.5, 11], "a": [10, 9.5, 9.5, 10.45]}
    series = {name: np.repeat(levels, 4) * np.tile(season, 4) for name, levels in years.items()}
    found = measure_resilience([quarterly("2019-Q1", **series)], jobs, crisis(), Recipe(), 2022, "N")
    assert rows(found, "contraction")["end"].tolist() == ["2020-Q1"] * 2
    assert rows(found, "contraction")["resilience"].tolist() == pytest.approx([0, 0.5])
    assert rows(found, "expansion")["end"].tolist() == ["2022-Q1"] * 2
    assert rows(found, "expansion")["change"].tolist() == pytest.approx([2 / 9, 0.1])


def test_adjusted_quarters_run_to_the_last_one(jobs, crisis, quarterly):
    x = np.r_[np.full(32, 100.0), np.linspace(95, 60, 6), np.linspace(65, 120, 6)]
    recipe = Recipe(seasonality="stl")
    found = measure_resilience([quarterly("2012-Q1", N=x, a=x)], jobs, crisis(), recipe, 2022, "N")
    assert rows(found, "expansion")["end"].tolist() == ["2022-Q4"] * 2
    assert found["resilience"].tolist() == pytest.approx([0] * 4)


def test_what_cannot_be_compared_is_refused(jobs, crisis, panel, declare):
    one = panel(2019, N=[1, 2, 3], a=[1, 2, 3])
    with pytest.raises(DataError, match="'X' is not among"):
        measure_resilience([one], jobs, crisis(), Recipe(), 2021, "X")
    with pytest.raises(DataError, match="is no total"):
        measure_resilience([one, one], declare("rate"), crisis(), Recipe(), 2021, "N")
    with pytest.raises(DataError, match="before the shock"):
        measure_resilience([one], jobs, crisis(), Recipe(), 2019, "N")


levels = st.lists(st.floats(1, 1000), min_size=4, max_size=4)


@given(levels, levels, st.floats(0.01, 100))
def test_a_region_like_the_benchmark_has_0_whatever_its_size(jobs, crisis, panel, farms, shops, size):
    sectors = [panel(2019, N=x, a=[size * v for v in x]) for x in (farms, shops)]
    found = measure_resilience(sectors, jobs, crisis(), Recipe(), 2022, "N")
    assert found["resilience"].dropna().tolist() == pytest.approx([0] * found["resilience"].count(), abs=1e-6)


STRANGE = st.sampled_from([np.nan, 0.0, 1.0, -1.0, 1e-310, 1e308, -1e308, 3.7, 9.0])


@given(st.lists(st.lists(STRANGE, min_size=4, max_size=4), min_size=4, max_size=4))
def test_strange_numbers_leak_no_warning(jobs, crisis, panel, rows):
    sectors = [panel(2019, N=rows[0], a=rows[1]), panel(2019, N=rows[2], a=rows[3])]
    found = measure_resilience(sectors, jobs, crisis(), Recipe(), 2022, "N")
    assert not np.isinf(found.select_dtypes("float64")).any(axis=None)
    assert (found["resilience"].isna() == (found["reason"] != "")).all()
