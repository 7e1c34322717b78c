"""Bytes become whole lines of text only when nothing is lost on the way, wherever they are cut."""

import gzip
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.blocks import Block, count_lines, decode, read_blocks
from indicators.errors import DataError

LINE = st.text(st.sampled_from("ab;\u00e9\u00f1n\u0303\u20ac\u2028"), max_size=5)
TEXTS = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=8).map(
    lambda lines: "x" + "".join(line + end for line, end in lines)
)


def blocks(raw: bytes, size: int, encoding: str | None = None) -> list[Block]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(raw)
        return [*read_blocks(path, "x.csv", encoding, size)]


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbfan\xcc\x83o", "a\u00f1o".encode("utf-16"), "a\u00f1o".encode()]
)
def test_marks_and_normal_forms_make_no_difference(raw: bytes):
    assert decode(raw, "x.csv") == decode(gzip.compress(raw), "x.csv") == "a\u00f1o"


@given(
    text=TEXTS,
    size=st.integers(1, 12),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    packed=st.booleans(),
)
def test_blocks_are_the_whole_text_in_whole_lines(text: str, size: int, encoding: str, packed: bool):
    raw = text.encode(encoding)
    found = blocks(gzip.compress(raw) if packed else raw, size)
    assert "".join(block.text for block in found) == decode(raw, "x.csv")
    assert all(block.text.endswith(("\n", "\r")) for block in found[:-1])
    assert not any(one.text[-1] + other.text[0] == "\r\n" for one, other in pairwise(found))
    line = 1
    for block in found:
        assert block.line == line
        line += count_lines(block.text)


FAULTS = [
    (b"", None, "x.csv: the file is empty"),
    (b"\n \n\t\n", None, "x.csv: the file is empty"),
    (b"a\nb\n\xf1", None, "x.csv:3: byte 0xf1 is not UTF-8 text"),
    (b"a\nb\0\nc", None, "x.csv:2: the file holds a NUL character"),
    ("a\nn\u0303o".encode("utf-16")[:-1], None, "x.csv:2: damaged UTF-16 text"),
    (b"PK\x03\x04" + bytes(9), None, "x.csv: the file is a ZIP or Excel file"),
    (b"%PDF-1.7\n%\xe2\xe3", None, "x.csv: the file is a PDF"),
    (gzip.compress(b"abc")[:-4], None, "x.csv: damaged gzip file"),
    ("a\nb\n\u00e9\u00e9\u00e9".encode(), "latin-1", "x.csv:3: a line in UTF-8, where latin-1 is declared"),
    ("a\n\u00dd".encode(), "cp1252", "x.csv:2: a line in UTF-8, where cp1252 is declared"),
    ("a\n\u20ac\u00e9".encode("cp1252"), "latin-1", "x.csv:2: a byte that Latin-1 does not write"),
    (b"a\nb\x81", "cp1252", "x.csv:2: byte 0x81 is not CP1252 text"),
]


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
@pytest.mark.parametrize(("raw", "encoding", "says"), FAULTS)
def test_what_is_no_text_is_told_with_its_place(raw: bytes, encoding: str | None, says: str, size: int):
    with pytest.raises(DataError) as error:
        blocks(raw, size, encoding)
    assert str(error.value).startswith(says)
    assert error.value.mend


def test_blank_lines_above_the_text_are_kept_and_counted():
    assert blocks(b"\n\n\na\n", 2) == [Block("\n\n\n", 1), Block("a\n", 4)]


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(DataError, match=r"gone.csv: the file cannot be read: No such file"):
        next(read_blocks(tmp_path / "gone.csv", "gone.csv"))
