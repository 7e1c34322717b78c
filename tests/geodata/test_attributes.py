"""Facts of territories from a table: areas, names and classes, every row accounted for."""

from pathlib import Path

import pytest

from geodata.attributes import Facts, read_attributes
from geodata.level import Attributes
from indicators.errors import DataError

DECLARED = {"path": "a.csv", "key": "code", "area_km2": "km2", "name": {"en": "name"}, "role": "class"}


def read(folder: Path, text: str, **declared: object):
    (folder / "a.csv").write_text(text)
    return read_attributes(Attributes.model_validate({**DECLARED, **declared}), folder)


def test_facts_are_read_and_rows_counted(tmp_path: Path):
    text = "code,km2,name,class\nA,1.5,Ay,1\nA,1.5,Ay,1\nB,2,,\n,,nameless,\nEU27,9,Union,\n"
    found = read(tmp_path, text, out_of_scope="EU*")
    assert found.facts == {"A": Facts(1.5, {"en": "Ay"}, "1"), "B": Facts(2.0, {}, None)}
    assert (found.repeated, found.uncoded, found.out_of_scope) == (1, 1, 1)


def test_two_rows_that_disagree_are_refused(tmp_path: Path):
    with pytest.raises(DataError, match=r"a\.csv:3: the code A is given twice"):
        read(tmp_path, "code,km2,name,class\nA,1.5,Ay,1\nA,1.5,Aye,1\n")
