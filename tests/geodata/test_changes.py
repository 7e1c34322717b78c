"""A publisher's list of changes: fates in its words, and recodings that convert figures."""

from pathlib import Path

import pytest

from geodata.changes import read_changes
from geodata.crosswalk import convert
from geodata.flows import Flows
from geodata.hierarchy import Changes
from geodata.history import fate_in, moved_in
from geodata.tabular import Account
from indicators.errors import DataError
from tests.etl.sources import books
from tests.geodata.test_crosswalk import NOTHING, figures

HEADER = ["Code 2024", "Code 2021", "Name\n(large)", "Name (small)", "Change", "Remark"]
ROWS = [
    ["AA", "AA", "Same", None, None, None],
    ["AB", "AB", "New name", None, "Name change", None],
    ["AC1", "AC", None, "Only recoded", "Code change", None],
    ["AD", "AD", None, "Redrawn", "Border", "a village left"],
    [None, "AE", None, "Port", "Border", None],
    ["AE9", None, None, "Port", "New region", "recount"],
    [None, "AF", "Port", None, "Split", None],  # the same name at another level
    ["AF1", None, "North", None, "New region", None],
    ["AG", None, None, None, "Closed", "Closed; part of AA"],
    [None, None, None, None, None, None],
]
KINDS = {
    **{"Name change": "renamed", "Code change": "recoded", "Border": "moved", "Split": "split"},
    **{"New region": "new", "Closed": "discontinued"},
}
DECLARED = {
    **{"version": "2024", "path": "changes.xlsx", "sheet": "Sheet"},
    **{"old": "Code 2024", "new": "Code 2021", "kind": "Change", "kinds": KINDS},
    **{"name": ["Name (large)", "Name (small)"], "note": "Remark"},
}


def read(folder: Path, *rows: list[str | None], **declared: object) -> tuple[Flows, Account]:
    (folder / "changes.xlsx").write_bytes(books.xlsx([HEADER, *(rows or ROWS)]))
    return read_changes(Changes.model_validate({**DECLARED, **declared}), "2021", folder)


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("AA", ""),
        ("AB", ""),
        ("AC1", "recoded, AC in 2021"),
        ("AD", "boundary shift under the same code (a village left)"),
        ("AE9", "boundary shift, AE in 2021 (recount)"),
        ("AF1", "new"),
        ("AG", "discontinued (Closed; part of AA)"),
    ],
)
def test_every_kind_of_change_is_told(tmp_path: Path, code: str, fate: str):
    flows, _ = read(tmp_path)
    assert flows.fate(code) == fate


def test_the_publishers_own_word_is_not_said_twice(tmp_path: Path):
    flows, _ = read(tmp_path, ["AG", None, None, None, "Closed", "discontinued; now part of AA"])
    assert flows.fate("AG") == "discontinued; now part of AA"


def test_every_row_is_accounted_for(tmp_path: Path):
    _, account = read(tmp_path)
    assert account == Account("changes.xlsx", "changes from 2024", read=9, taken=8, left=1)


def test_a_recoded_territory_keeps_its_figure_and_the_others_are_told(tmp_path: Path):
    flows, _ = read(tmp_path)
    rows = figures(("AC1", 40.0), ("AE9", 7.0))
    made = convert(rows, [flows], "total", "population", NOTHING, {"AA", "AC", "AE"})
    assert made.frame[["territory", "value", "status"]].to_numpy().tolist() == [["AC", 40.0, "e"]]
    recoded, shifted = made.fates
    assert recoded == "of 2024, recoded, AC in 2021; estimated for the present territories"
    assert shifted.startswith(
        "of 2024, boundary shift, AE in 2021 (recount); quarantined, there are no flows"
    )


def test_codes_kept_for_another_area_are_found_and_unchanged_ones_trusted(tmp_path: Path):
    flows, _ = read(tmp_path)
    drawn = Flows("2024", flows.table.iloc[:0].copy())
    drawn.table.loc[0] = ["AA", "AD", 1.0, 1.0]
    drawn.table.loc[1] = ["AA", "AA", 9.0, 9.0]
    assert drawn.fate("AA") == "boundary shift under the same code, gave parts to AD"
    assert fate_in([flows, drawn], "AA") == ""
    assert moved_in([flows, drawn], "2024") == {"AD": "boundary shift under the same code (a village left)"}
    assert moved_in([flows, drawn], "2016") == {}


def test_a_crosswalk_tells_more_than_that_a_code_is_gone(tmp_path: Path):
    flows, _ = read(tmp_path, ["AG", None, None, None, "Closed", None])
    drawn = Flows("2024", flows.table.iloc[:0].copy())
    drawn.table.loc[0] = ["AG", "AA", 1.0, 1.0]
    assert fate_in([flows], "AG") == "discontinued"
    assert fate_in([flows, drawn], "AG") == "renamed AA"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["AC1", "AC", None, None, "Shuffled", None], r"changes\.xlsx:2: 'Shuffled' in 'Change' \(AC1\)"),
        (["AC1", "AC", None, None, None, None], r"'' in 'Change' \(AC1\) is no declared kind"),
    ],
)
def test_a_change_of_no_declared_kind_is_refused(tmp_path: Path, row: list[str | None], message: str):
    with pytest.raises(DataError, match=message):
        read(tmp_path, row)
