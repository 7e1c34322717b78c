"""Town and country in one edition."""

import numpy as np
import pandas as pd
import pytest

from dashboard import gaps
from dashboard.library import Edition


def gva(edition: Edition, year: int) -> pd.Series:
    rows = edition.series("gva")
    return rows[(rows["group"] == "total") & (rows["year"] == year)].set_index("territory")["value"]


def test_the_means_are_those_of_the_territories_weighted_by_people(edition: Edition) -> None:
    row = gaps.latest(gaps.usable(gaps.gaps(edition, "flood", "gva", "province")), 2022).iloc[0]
    values = gva(edition, 2022)
    # People are 1000 times the number of the row: country first, then 01 to 06.
    assert row["urban"] == pytest.approx((2 * values["01"] + 5 * values["04"]) / 7)
    assert row["rural"] == pytest.approx((4 * values["03"] + 7 * values["06"]) / 11)
    assert row["year"] == 2022


def test_only_rates_are_compared_those_of_the_shock_first(edition: Edition) -> None:
    assert [rate.code for rate in gaps.rates(edition, "flood", "province")] == ["gva", "jobs"]
    assert set(gaps.all_gaps(edition, "flood", "province")["indicator"]) == {"gva", "jobs"}
    assert gaps.classed_levels(edition) == ["province"]


def test_years_of_few_territories_are_left_out() -> None:
    rows = pd.DataFrame(
        {
            "indicator": "gva",
            "parent": "all",
            "enclaves": [True, True, True, False, True],
            "year": [2019, 2020, 2021, 2020, 2022],
            "members": [12, 8, 7, 12, 12],
            "gap": [1.0, 1.0, 1.0, 1.0, np.nan],
        }
    )
    assert gaps.usable(rows)["year"].tolist() == [2019, 2020]


@pytest.mark.parametrize(
    ("years", "found"),
    [([2018, 2019, 2021, 2023], (2019, 2021)), ([2018, 2021], None), ([2018, 2019], None)],
)
def test_who_catches_up_is_seen_from_the_baseline_on(years: list[int], found: tuple[int, int] | None) -> None:
    assert gaps.ends(pd.DataFrame({"year": years}), 2019, 2022) == found


def test_growth_leads_from_the_start_to_the_end(edition: Edition) -> None:
    frame = gaps.growth(edition, "gva", "province", (2019, 2023))
    assert (frame["start"] * (1 + frame["growth"]) ** 4).to_numpy() == pytest.approx(
        gva(edition, 2023)[frame.index].to_numpy()
    )
    assert frame["role"].drop_duplicates().tolist() == ["urban", "intermediate", "rural"]


def test_growth_leaves_out_what_cannot_grow_at_a_rate(edition: Edition) -> None:
    assert "06" not in gaps.growth(edition, "jobs", "province", (2019, 2023)).index


def test_the_line_of_the_scatter_is_that_of_its_points(edition: Edition) -> None:
    fit = gaps.catching_up(edition, "gva", "province", (2019, 2023))
    frame = gaps.growth(edition, "gva", "province", (2019, 2023))
    slope, intercept = np.polyfit(np.log(frame["start"]), 4 * np.log1p(frame["growth"]), 1)
    assert (fit["beta"], fit["intercept"]) == pytest.approx((slope, intercept))


def test_countries_are_told_apart_by_what_is_compared_with(edition: Edition) -> None:
    assert set(gaps.gaps_by_country(edition, "flood", "gva", "province")["parent"]) == {"C"}
