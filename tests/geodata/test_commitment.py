"""What a plan promises, and whom it holds for."""

import pandas as pd

from geodata.commitment import PROMISED, Commitment, list_promised
from indicators.indicator import catalogue
from indicators.progress import progress

PLACES = pd.DataFrame({"territory": ["C", "01", "02"], "level": ["country", "town", "town"]})


def plan(code: str, **said: object) -> Commitment:
    usual = {"name": {"en": "Plan"}, "indicator": "unemployment_rate", "target": 4, "year": 2030}
    return Commitment.model_validate({"code": code, "publisher": "Us", **usual, **said})


def test_a_plan_holds_for_a_level_or_for_those_it_names() -> None:
    promised = list_promised([plan("a", levels="town"), plan("b", territories=["C", "02"])], PLACES)
    assert list(promised.columns) == PROMISED
    assert promised[["plan", "territory"]].to_numpy().tolist() == [
        ["a", "01"],
        ["a", "02"],
        ["b", "C"],
        ["b", "02"],
    ]
    assert promised["base_year"].isna().all()


def test_without_plans_nobody_is_held_to_anything() -> None:
    assert list_promised([], PLACES).empty


def test_a_plan_is_judged_from_its_own_baseline() -> None:
    rows = [("unemployment_rate", "C", str(2018 + i), "total", 10.0 - i, "") for i in range(4)]
    frame = pd.DataFrame(rows, columns=["indicator", "territory", "period", "group", "value", "status"])
    promised = list_promised([plan("b", levels="country", baseline=2019)], PLACES)
    found = progress(frame, [catalogue()["unemployment_rate"]], ["C"], 2021, commitments=promised)
    assert found["base_year"].tolist() == [2018, 2019]
    assert found["plan"].tolist() == ["", "b"]


def test_the_goal_is_that_of_the_plan_or_else_of_its_indicator() -> None:
    known = catalogue()
    assert plan("a", levels="town").goal(known["unemployment_rate"]) == "8"
    assert plan("a", levels="town", sdg="1.2").goal(known["unemployment_rate"]) == "1"
    assert plan("a", levels="town").goal(known["population"]) == ""
