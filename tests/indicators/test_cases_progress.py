"""Progress of two indicators as Open SDG computes it (open-sdg/sdg-build)."""

import json

import pandas as pd
import pytest

from indicators.pace import ENOUGH, NONE, OPEN_SDG_GROWTH, PART
from indicators.progress import progress


@pytest.fixture(scope="module")
def case(shared):
    """Return how to judge a file of that platform by its profile, and what it prints."""
    path = shared / "cases/opensdg_progress"
    expected = json.loads((path / "expected.json").read_text())

    def judge(file, indicator, base_year):
        table = pd.read_csv(path / file)
        table = table[table["SEX"].isna()] if "SEX" in table else table
        rows = pd.DataFrame({"period": table["Year"].astype(str), "value": table["Value"].astype(float)})
        rows = rows.assign(indicator="x", territory="all", group="total", status="")
        return progress(rows, [indicator], ["all"], base_year=base_year, profile="open_sdg").iloc[0]

    return judge, expected


def test_a_target_of_zero(case, declare):
    judge, expected = case
    printed = expected["3-3-3 (negative direction, target 0->0.001, base 2015, target year 2030)"]
    aim = declare(direction="lower", target=0.0, target_year=2030, change="absolute")
    row = judge("indicator_3-3-3_headline.csv", aim, 2015)
    assert row["actual"] == pytest.approx(printed["cagr_o"], abs=1e-15)
    assert row["required"] == pytest.approx(printed["cagr_r"], abs=1e-15)
    assert row["ratio"] == pytest.approx(printed["ratio"], abs=1e-15)
    assert row["status"] == printed["status"]
    assert row["score"] == pytest.approx(printed["score"], abs=1e-14)


def test_no_target(case, declare):
    judge, expected = case
    printed = expected["1-1-1 (negative, no target, base 2020)"]
    row = judge("indicator_1-1-1.csv", declare(direction="lower"), 2020)
    assert -row["actual"] == pytest.approx(printed["progress"])
    assert (row["status"], row["score"]) == (printed["status"], printed["score"])


def test_the_thresholds(case):
    printed = case[1]["thresholds"]
    assert tuple(printed["no_target"].values()) == OPEN_SDG_GROWTH
    assert tuple(printed["target"].values()) == (ENOUGH, PART, NONE)
