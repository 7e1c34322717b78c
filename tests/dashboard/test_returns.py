"""Who came back, how soon, and against what."""

import numpy as np
import pytest

from dashboard import returns
from dashboard.library import Edition


def test_what_is_judged_by_harm_has_no_way_back(edition: Edition) -> None:
    assert [indicator.code for indicator in returns.judged(edition, "flood")] == ["gva", "jobs"]


def test_the_indices_are_those_of_the_changes_against_the_country(edition: Edition) -> None:
    rows = edition.series("gva")
    rows = rows[rows["group"] == "total"].pivot_table("value", "territory", "year")
    frame = returns.quadrants(edition, "flood", "gva", 2023)
    expected = rows.loc["01", 2019] * (rows.loc["C", 2020] / rows.loc["C", 2019] - 1)
    fall = rows.loc["01", 2020] - rows.loc["01", 2019]
    assert frame.loc["01", "resistance"] == pytest.approx((fall - expected) / abs(expected))
    expected = rows.loc["01", 2020] * (rows.loc["C", 2023] / rows.loc["C", 2020] - 1)
    rise = rows.loc["01", 2023] - rows.loc["01", 2020]
    assert frame.loc["01", "recoverability"] == pytest.approx((rise - expected) / abs(expected))


def test_each_quadrant_is_named_after_its_signs(edition: Edition) -> None:
    frame = returns.quadrants(edition, "flood", "jobs", 2023)
    signs = {(True, True): "both", (False, True): "rebound", (True, False): "hold", (False, False): "neither"}
    known = frame.dropna(subset="quadrant")
    for row in known.to_dict("records"):
        assert row["quadrant"] == signs[row["resistance"] >= 0, row["recoverability"] >= 0]
    assert set(frame.index) - set(known.index) == {"06"}
    assert frame.loc["06", "reason"] != ""


def test_the_last_year_is_one_after_the_shock_that_most_have(edition: Edition) -> None:
    assert returns.last_year(edition, "flood", "gva", 2022) == 2022
    assert returns.last_year(edition, "flood", "gva", 2030) == 2024
    assert returns.last_year(edition, "flood", "gva", 2020) is None


def test_shares_count_territories_and_their_people(edition: Edition) -> None:
    frame = returns.returned(edition, "flood", "gva").set_index("year")
    measures = returns.measured(edition, "flood", "gva")
    measures = measures[measures["evaluation"] == 2024].set_index("territory")
    back = measures["change"] >= 0
    people = np.array([int(code) + 1 for code in measures.index])
    assert frame.loc[2024, "territories"] == pytest.approx(back.mean())
    assert frame.loc[2024, "people"] == pytest.approx(people[back].sum() / people.sum())
    assert 0 < frame.loc[2023, "territories"] < 1
    assert frame.loc[2024, "count"] == 6
