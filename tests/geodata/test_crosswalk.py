"""Figures of older territories: shared out, averaged, merged, renamed, or left alone and told."""

from pathlib import Path

import pandas as pd
import pytest

from geodata.crosswalk import convert
from geodata.flows import Flows, read_flows
from geodata.hierarchy import Crosswalk
from indicators.errors import DataError
from indicators.observations import COLUMNS

# A was split 3 : 1; B and C were merged; D was renamed; F lost a part to E, both go on under new names.
FLOWS = Flows(
    "2016",
    pd.DataFrame(
        [
            ("A", "A1", 300.0, 10.0),
            ("A", "A2", 100.0, 30.0),
            ("B", "BC", 100.0, 1.0),
            ("C", "BC", 300.0, 1.0),
            ("D", "D1", 7.0, 7.0),
            ("E", "EE", 90.0, 1.0),
            ("F", "EE", 10.0, 1.0),
            ("F", "FF", 90.0, 1.0),
        ],
        columns=["old", "new", "population", "area"],
    ),
)
NEW = {"A1", "A2", "BC", "D1", "EE", "FF"}
NOTHING = pd.DataFrame(columns=COLUMNS)


def figures(*rows: tuple[str, float]) -> pd.DataFrame:
    frame = pd.DataFrame([("x", code, "2015", "total", value, "") for code, value in rows], columns=COLUMNS)
    return frame.set_index(pd.Index(range(10, 10 + len(frame))))


def converted(rows: pd.DataFrame, kind: str, weight: str = "population", published: pd.DataFrame = NOTHING):
    result = convert(rows, [FLOWS], kind, weight, published, NEW)
    return result.frame.set_index("territory")["value"].to_dict(), result.fates.tolist(), result.frame


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("A", "split into A1, A2"),
        ("B", "merged into BC"),
        ("D", "renamed D1"),
        ("F", "boundary shift, now parts of EE, FF"),
    ],
)
def test_the_fate_of_a_code_is_named(code: str, fate: str):
    assert FLOWS.fate(code) == fate


def test_totals_are_shared_out_and_stay_the_same_in_sum():
    rows = figures(("A", 40.0), ("B", 1.0), ("C", 2.0), ("D", 5.0), ("E", 9.0), ("F", 10.0))
    values, fates, frame = converted(rows, "total")
    assert values == pytest.approx({"A1": 30, "A2": 10, "BC": 3, "D1": 5, "EE": 10, "FF": 9})
    assert sum(values.values()) == pytest.approx(rows["value"].sum())
    assert set(frame["status"]) == {"e"}
    assert fates[0] == "of 2016, split into A1, A2; estimated for the present territories"


def test_rates_are_averaged_and_flags_are_kept():
    rows = figures(("A", 8.0), ("B", 4.0), ("C", 8.0)).assign(status=["", "p", "b"])
    values, _, frame = converted(rows, "intensive")
    assert values == pytest.approx({"A1": 8, "A2": 8, "BC": 7})
    assert frame.set_index("territory")["status"].to_dict() == {"A1": "e", "A2": "e", "BC": "bep"}


def test_area_may_be_the_weight_and_off_only_names_the_fate():
    values, _, _ = converted(figures(("A", 40.0)), "total", "area")
    assert values == pytest.approx({"A1": 10, "A2": 30})
    assert converted(figures(("A", 40.0)), "total", "off")[:2] == ({}, ["of 2016, split into A1, A2"])


def test_half_of_a_merger_gives_no_estimate():
    values, fates, _ = converted(figures(("B", 1.0)), "total")
    assert values == {}
    assert fates == ["of 2016, merged into BC; quarantined, figures of its neighbours are missing"]


def test_a_published_figure_is_never_overridden():
    published = pd.DataFrame([("x", "A1", "2015", "total", 1.0, "")], columns=COLUMNS)
    values, fates, _ = converted(figures(("A", 40.0), ("D", 5.0)), "total", published=published)
    assert values == pytest.approx({"A2": 10, "D1": 5})
    both = pd.concat([published, published.assign(territory="A2")])
    values, fates, _ = converted(figures(("A", 40.0)), "total", published=both)
    assert values == {}
    assert fates == ["of 2016, split into A1, A2; quarantined, there are figures of the present territories"]


def test_a_code_that_no_crosswalk_knows_has_no_fate():
    assert converted(figures(("Z", 1.0)), "total")[:2] == ({}, [""])


def test_the_first_crosswalk_that_knows_a_code_counts():
    older = Flows("2013", FLOWS.table.assign(new="D1"))
    result = convert(figures(("A", 40.0)), [FLOWS, older], "total", "population", NOTHING, NEW)
    assert set(result.frame["territory"]) == {"A1", "A2"}


DECLARED = Crosswalk(version="2016", path="c.csv", old="o", new="n", population="p", area="a")


def test_slivers_of_both_ends_are_left_out(tmp_path: Path):
    (tmp_path / "c.csv").write_text("o,n,p,a\nA,X,999,999\nA,Y,1,1\nB,Y,999,999\n")
    flows, account = read_flows(DECLARED, tmp_path)
    assert (account.read, account.taken, account.left) == (3, 2, 1)
    assert flows.table[["old", "new"]].to_numpy().tolist() == [["A", "X"], ["B", "Y"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"c\.csv: the file cannot be read"),
        ("", r"c\.csv: the file is empty"),
        ("o,n,p\nA,B,1\n", r"c\.csv:1: no column 'a'; the file has 'o', 'n', 'p'"),
        ("o,n,p,a\nA,B,1,2\nA,B,x,2\n", r"c\.csv:3: not a weight in p"),
        ("o,n,p,a\nA,B,1,-2\n", r"c\.csv:2: not a weight in a"),
    ],
)
def test_a_file_that_is_no_crosswalk_is_refused(text: str | None, message: str, tmp_path: Path):
    if text is not None:
        (tmp_path / "c.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        read_flows(DECLARED, tmp_path)
