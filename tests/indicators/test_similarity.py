"""Who resembles whom."""

import numpy as np
import pandas as pd
import pytest

from indicators.errors import NotFoundError
from indicators.similarity import find_similar

NAMES = [f"{number:02}" for number in range(20)]


@pytest.fixture
def profiles() -> pd.DataFrame:
    values = np.random.default_rng(3).normal(size=(20, 4))
    return pd.DataFrame(values, index=NAMES, columns=list("abcd"))


def test_a_twin_is_the_nearest(profiles):
    profiles.loc["07"] = profiles.loc["03"]
    found = find_similar(profiles, "03", 5)
    assert found.loc[0, ["territory", "distance"]].tolist() == ["07", 0.0]
    assert found["distance"].is_monotonic_increasing
    assert "03" not in set(found["territory"])
    assert len(found) == 5


def test_units_and_order_of_rows_do_not_matter(profiles):
    scaled = (profiles * [1, 1000, 0.01, -5] + 3).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(find_similar(profiles, "03", 19), find_similar(scaled, "03", 19))


def test_who_shares_too_few_figures_is_left_out(profiles):
    profiles.loc["04", ["a", "b"]] = np.nan
    assert "04" not in set(find_similar(profiles, "03", 19)["territory"])
    assert find_similar(profiles, "04", 19)["shared"].tolist() == [2] * 19


def test_equal_figures_tell_nobody_apart(profiles):
    same = find_similar(profiles.assign(e=1.0), "03", 19)
    pd.testing.assert_frame_equal(same, find_similar(profiles, "03", 19))
    assert find_similar(profiles * 0, "03", 5).empty


def test_a_stranger_is_refused(profiles):
    with pytest.raises(NotFoundError, match="'99' has no profile"):
        find_similar(profiles, "99", 1)
