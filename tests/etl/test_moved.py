"""Codes that another version has for another area: marked, kept in quarantine, or told."""

import pandas as pd

from etl.check import check
from etl.moved import settle
from geodata.flows import Flows
from geodata.observatory import DataSet
from tests.etl.sources.reading import pieces_of
from tests.etl.test_check import JOBS

# Of 2024: 02 is drawn anew under its code, 03 was 01 before.
FLOWS = Flows(
    "2024",
    pd.DataFrame([("03", "01", 1.0, 1.0)], columns=["old", "new", "population", "area"]),
    {"02": "boundary shift under the same code", "03": "recoded, 01 in 2021"},
    frozenset({"02"}),
)
ROWS = "01,2020,5\n02,2020,6\n02,2021,7\n"


def settled(rows: str = ROWS, **changes: object):
    given = {"id": "jobs", "source": "table", "path": "a.csv", "indicator": "jobs"}
    data_set = DataSet.model_validate({**given, "publisher": "Us", "licence": "CC0", **changes})
    [piece] = pieces_of(f"territory,period,value\n{rows}".encode(), data_set)
    checked = check(piece, data_set, JOBS, {"01", "02"})
    return checked, settle(checked, data_set, [FLOWS])


def test_figures_of_another_area_are_flagged_and_told():
    before, after = settled(version="2024")
    assert after.frame["status"].tolist() == ["", "d", "d"]
    assert after.frame["value"].tolist() == [5, 6, 7]
    assert after.frame["status"].dtype == "category"
    assert after.notes[len(before.notes) :] == ("flagged d, another area in 2024: 02",)


def test_or_kept_in_quarantine_with_their_fate():
    before, after = settled(version="2024", moved="quarantine")
    assert after.frame["territory"].tolist() == ["01"]
    assert after.rejects[["line", "column", "code"]].to_numpy().tolist() == [
        [3, "territory", "02"],
        [4, "territory", "02"],
    ]
    [reason] = after.rejects["reason"].unique()
    fate = "of 2024, boundary shift under the same code"
    assert reason == f"another area under the code of a present territory: {fate}"
    assert after.read == before.read == 3


def test_nothing_is_done_where_the_data_set_is_of_the_present_version():
    before, after = settled(version="2021")
    assert after is before


def test_a_data_set_that_says_nothing_is_told_of_the_codes_in_doubt():
    before, after = settled(ROWS + "03,2020,9\n")
    assert after.frame.equals(before.frame)
    [hint] = after.notes[len(before.notes) :]
    assert hint.startswith("holds codes of 2024 (03), and 02 may mean the areas of that version: declare")
    assert settled()[1].notes == settled()[0].notes
