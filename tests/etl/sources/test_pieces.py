"""A file is read in pieces: the same figures, notes and refusals wherever it is cut."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources import SOURCES, cut, tables, tsv
from etl.sources.cells import Tidied
from geodata.blocks import read_blocks
from geodata.observatory import DataSet
from indicators.errors import DataError
from tests.etl.sources.reading import CODES, data_set, together

SEXES = {"F": "sex=F", "T": "total"}
TIDY = data_set("table", map={"sex": SEXES}, columns={"status": "flag", "unit": "unit"})
WIDE = data_set("table", wide=True, filter={"sex": "F"})
SDMX = data_set("eurostat", map={"sex": SEXES})
BULK = data_set("eurostat", map={"sex": SEXES})
CODE = st.sampled_from(["01", "NA", " 02", "", '"03"', '"0,4"'])
SEX = st.sampled_from(["F", "T", "X"])
PERIOD = st.sampled_from(["2020", "2020Q2", "2020-13", "2019/20"])
VALUE = st.sampled_from(["1", "2.5", "", ":", "x", "1e999", "-3", '"7"'])
FLAG = st.sampled_from(["", "pb", "c", "?"])
CELL = st.sampled_from(["1 ", "2.5 b", ": ", ": c", "7 p u", "x ", "1e999", ""])


def rows(*columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    row = st.tuples(*columns).map(",".join)
    return st.lists(row | st.sampled_from(["", "01,T"]), min_size=1, max_size=10)


UNIT = st.sampled_from(["EUR"] * 9 + ["USD"])
SERIES = st.builds("{},{},01\t{}\t{}".format, st.sampled_from(["PC", "NR"]), SEX, CELL, CELL)
RAGGED = st.sampled_from(["", "PC,T,01\t5 ", "NR,T,01\t5 "])
FILES = st.one_of(
    st.tuples(
        st.just(TIDY),
        st.just("territory,sex,period,value,flag,unit"),
        rows(CODE, SEX, PERIOD, VALUE, FLAG, UNIT),
    ),
    st.tuples(st.just(WIDE), st.just("territory,sex,2020,2021,name"), rows(CODE, SEX, VALUE, VALUE, FLAG)),
    st.tuples(
        st.just(SDMX),
        st.just("unit,sex,geo,TIME_PERIOD,OBS_VALUE"),
        rows(UNIT, SEX, CODE, PERIOD, VALUE),
    ),
    st.tuples(
        st.just(BULK),
        st.just("unit,sex,geo\\TIME_PERIOD\t2020 \t2019 "),
        st.lists(SERIES | RAGGED, min_size=1, max_size=10),
    ),
)
HEADS = {
    "unit": (TIDY, "territory,sex,period,value,flag,unit", "01,T,2020,5,,EUR", "01,T,2020,5,,USD"),
    "style": (data_set("table"), "territory,period,value", "01,2020,1.5", '01,2020,"2,7"'),
    "csv": (SDMX, "unit,sex,geo,TIME_PERIOD,OBS_VALUE", "PC,T,01,2020,5", "NR,T,01,2020,5"),
    "tsv": (BULK, "unit,sex,geo\\TIME_PERIOD\t2020 ", "PC,T,01\t5 ", "NR,T,01\t5 "),
}


def pieces(text: str, declared: DataSet, size: int) -> list[Tidied]:
    """What its source yields where blocks have `size` bytes."""
    small = partial(read_blocks, size=size)
    with (
        TemporaryDirectory() as folder,
        patch.object(cut, "read_blocks", small),
        patch.object(tsv, "BYTES", size),
    ):
        path = Path(folder) / "a.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return [*SOURCES[declared.source].tidy(path, declared, "a.csv")]


def outcome(text: str, declared: DataSet, size: int) -> object:
    """Everything that a source says of a file, or its message."""
    try:
        found = together(pieces(text, declared, size))
    except DataError as error:
        return str(error)
    frame = found.frame.assign(content=found.content(found.frame)).sort_values(["line", "column"])
    rejects = found.rejects.sort_values(["line", "column"])
    figures = (frame.to_numpy().tolist(), rejects.to_numpy().tolist())
    return figures, found.empty, found.out_of_scope, found.notes, found.columns


@given(file=FILES, end=st.sampled_from(["\n", "\r\n"]), size=st.integers(8, 60))
def test_where_a_file_is_cut_changes_nothing(file: tuple[DataSet, str, list[str]], end: str, size: int):
    declared, head, lines = file
    text = end.join([head, *lines]) + end
    assert outcome(text, declared, size) == outcome(text, declared, 1 << 20)


@given(file=FILES, size=st.integers(8, 60))
def test_a_piece_holds_codes_that_occur_and_counts_every_value_once(
    file: tuple[DataSet, str, list[str]], size: int
):
    declared, head, lines = file
    try:
        found = pieces("\n".join([head, *lines]), declared, size)
    except DataError as error:
        assert error.mend
        return
    for piece in found:
        assert [*piece.frame.index] == [*range(len(piece.frame))]
        assert all({*piece.frame[name].cat.categories} == {*piece.frame[name]} for name in CODES)
        assert str(piece.frame["value"].dtype) == "float64"
        assert (piece.notes, piece.columns) == (found[0].notes, found[0].columns)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("unit", "2 units in the column 'unit': 'EUR', 'USD'"),
        ("style", "numbers are written in two ways, as in '1.5' and '2,7'"),
        ("csv", "'unit' has 2 codes"),
        ("tsv", "'unit' has 2 codes"),
    ],
)
def test_what_only_the_last_piece_tells_refuses_the_file(name: str, message: str):
    declared, head, first, last = HEADS[name]
    with pytest.raises(DataError, match=message):
        pieces("\n".join([head, *[first] * 40, last]), declared, 60)


@pytest.mark.parametrize("row", ["{:04},2020,5", '{:04},2020,"5\n"'])
def test_pieces_are_bounded_whatever_the_file(row: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "PIECE", 900)
    text = "\n".join(["territory,period,value", *map(row.format, range(3000))])
    found = pieces(text, data_set("table"), 4000)
    assert len(found) >= 10
    assert max(piece.read for piece in found) <= 400
    assert sum(piece.read for piece in found) == 3000
