"""What is kept out of the store, value by value, and why."""

import pytest

from etl.check import check
from etl.sources.cells import Tidied
from geodata.observatory import DataSet
from indicators.declaration import Text
from indicators.indicator import Indicator
from tests.etl.sources.reading import CODES, pieces_of

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


def checked(rows: str, **changes: object) -> tuple[Tidied, Tidied]:
    given = {"id": "jobs", "source": "table", "path": "a.csv", "indicator": "jobs"}
    data_set = DataSet.model_validate({**given, "publisher": "Us", "licence": "CC0", **changes})
    [tidied] = pieces_of(f"territory,period,value\n{rows}".encode(), data_set)
    return tidied, check(tidied, data_set, JOBS, {"01", "02"})


def test_a_broken_row_and_an_unknown_code_are_quarantined_and_the_rest_stays():
    tidied, result = checked("01,2020,5\n02,2020,many\n99,2020,6\n01,2021,8\n")
    assert result.rejects[["line", "column", "code", "reason", "content"]].to_numpy().tolist() == [
        [3, "value", "02", "not a number", "02,2020,many"],
        [4, "territory", "99", "no territory of this code", "99,2020,6"],
    ]
    assert result.frame["value"].tolist() == [5.0, 8.0]
    assert result.read == tidied.read == 4


def test_a_piece_that_passes_stays_a_piece_of_codes():
    tidied, result = checked("01,2020,5\n02,2020,7\n")
    assert result.frame.equals(tidied.frame)
    assert all(result.frame[name].dtype == "category" for name in CODES)


def test_values_outside_the_bounds_are_quarantined():
    _, result = checked("01,2020,-1\n01,2021,101\n01,2022,100\n")
    assert result.rejects["reason"].tolist() == [
        "below the least possible, 0.0",
        "above the most possible, 100.0",
    ]
    assert result.frame["value"].tolist() == [100.0]


@pytest.mark.parametrize("more", ["", "99,2020,5\n"])
def test_out_of_scope_codes_are_counted_and_not_rejected(more: str):
    tidied, result = checked(
        "01,2020,5\nEU27,2020,5\nATZZ,2020,5\n01Z,2020,1\n" + more, out_of_scope=["EU*", "??ZZ", "99"]
    )
    assert result.out_of_scope == 2 + bool(more)
    assert result.rejects["code"].tolist() == ["01Z"]
    assert result.read == tidied.read
