"""What is kept out of the store, and why."""

import pytest

from etl.check import check, mark_breaks
from geodata.observatory import Break, DataSet
from indicators.declaration import Text
from indicators.errors import DataError
from indicators.indicator import Indicator
from tests.etl.sources.reading import tidy_bytes

WORDS = Text(en="-")
JOBS = Indicator(
    code="jobs",
    name=WORDS,
    definition=WORDS,
    unit=WORDS,
    direction="higher",
    change="relative",
    kind="total",
    dimension="economy",
    bounds=(0, 100),
)


def checked(rows: str, **changes: object):
    given = {"id": "jobs", "source": "table", "path": "a.csv", "indicator": "jobs"}
    data_set = DataSet.model_validate({**given, "publisher": "Us", "licence": "CC0", **changes})
    tidied = tidy_bytes(f"territory,period,value\n{rows}".encode(), data_set)
    return tidied, check(tidied, data_set, JOBS, {"01", "02"}, "a.csv")


def test_a_broken_row_an_unknown_code_and_a_duplicate_are_quarantined_and_the_rest_stays():
    tidied, result = checked("01,2020,5\n02,2020,many\n99,2020,6\n01,2020,7\n01,2021,8\n")
    assert result.rejects[["line", "column", "code", "reason"]].to_numpy().tolist() == [
        [3, "value", "02", "not a number"],
        [4, "territory", "99", "no territory of this code"],
        [5, "value", "01", "given already on line 2 with another value"],
    ]
    assert result.frame["value"].tolist() == [5.0, 8.0]
    assert result.read == tidied.read == 5


def test_values_outside_the_bounds_are_quarantined():
    _, result = checked("01,2020,-1\n01,2021,101\n01,2022,100\n")
    assert result.rejects["reason"].tolist() == [
        "below the least possible, 0.0",
        "above the most possible, 100.0",
    ]
    assert result.frame["value"].tolist() == [100.0]


def test_out_of_scope_codes_are_counted_and_not_rejected():
    _, result = checked("01,2020,5\nEU27,2020,5\nATZZ,2020,5\n01Z,2020,1\n", out_of_scope=["EU*", "??ZZ"])
    assert result.out_of_scope == 2
    assert result.rejects["code"].tolist() == ["01Z"]


def test_a_file_of_which_nothing_is_left_is_refused():
    with pytest.raises(DataError, match="not one of 2 values can be stored: 2 x no territory of this code"):
        checked("98,2020,5\n99,2020,6\n")
    with pytest.raises(DataError, match="not one of 2 values can be stored: 1 x out of scope; 1 x empty"):
        checked("01,2020,\nEU,2020,6\n", out_of_scope=["EU"])


def test_a_break_marks_the_first_value_from_it_on_in_the_territories_named():
    tidied, _ = checked("01,2019,1\n01,2021,2\n01,2022,3\n02,2020,4\n")
    everywhere = mark_breaks(tidied.frame, [Break(period="2020")])
    assert everywhere["status"].tolist() == ["", "b", "", "b"]
    named = mark_breaks(tidied.frame, [Break(period="2020", territories=("02",))])
    assert named["status"].tolist() == ["", "", "", "b"]
    assert mark_breaks(everywhere, [Break(period="2021")])["status"].tolist() == ["", "b", "", "b"]


def test_quarters_start_anew_from_the_quarter_of_the_break():
    tidied, _ = checked("01,2019-Q4,1\n01,2020-Q1,2\n01,2020-Q2,3\n")
    assert mark_breaks(tidied.frame, [Break(period="2020")])["status"].tolist() == ["", "b", ""]
