"""Bytes become text and rows only when nothing is lost on the way."""

import gzip
import io

import pytest

from geodata.blocks import decode
from geodata.text import check_header, csv_rows, read_bytes
from indicators.errors import DataError


@pytest.mark.parametrize("raw", [b"a\xc3\xb1o", b"\xef\xbb\xbfan\xcc\x83o", "año".encode("utf-16")])
def test_marks_and_normal_forms_make_no_difference(raw: bytes):
    assert decode(raw, "x.csv") == decode(gzip.compress(raw), "x.csv") == "año"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "x.csv: the file is empty"),
        ("a\nño".encode("utf-16")[:-1], "x.csv:2: damaged UTF-16 text"),
        (b"PK\x03\x04" + bytes(9), "x.csv: the file is a ZIP or Excel file"),
        (b"a\nb\n\xf1", "x.csv:3: byte 0xf1 is not UTF-8 text"),
        (b"a\nb\0", "x.csv:2: the file holds a NUL character"),
        (gzip.compress(b"abc")[:-4], "x.csv: damaged gzip file"),
    ],
)
def test_what_is_no_text_is_told_with_its_place(raw: bytes, says: str):
    with pytest.raises(DataError) as error:
        decode(raw, "x.csv")
    assert str(error.value).startswith(says)
    assert error.value.mend


def test_rows_have_the_line_they_start_on():
    assert [*csv_rows(io.StringIO('a,b\n\n1,"2\n3"\n4,5\n'), ",", "x.csv")] == [
        (1, ["a", "b"]),
        (3, ["1", "2\n3"]),
        (5, ["4", "5"]),
    ]


@pytest.mark.parametrize(("sign", "declared"), [(";", ";"), ("\t", "\\t"), ("|", "|")])
def test_another_delimiter_is_suggested_as_yaml_has_it(sign: str, declared: str):
    with pytest.raises(DataError) as error:
        check_header([f"code{sign}value"], ["code"], "x.csv")
    assert error.value.mend == f'declare delimiter: "{declared}"'


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match=r"gone.csv: the file cannot be read: No such file"):
        read_bytes(tmp_path / "gone.csv")
