"""Bytes become text and rows only when nothing is lost on the way."""

import csv
import io
from collections.abc import Iterator

import pytest

from geodata.text import check_header, csv_rows, read_bytes
from indicators.errors import DataError


def test_rows_have_the_line_they_start_on():
    assert [*csv_rows(io.StringIO('a,b\n\n1,"2\n3"\n4,5\n'), ",", "x.csv")] == [
        (1, ["a", "b"]),
        (3, ["1", "2\n3"]),
        (5, ["4", "5"]),
    ]


@pytest.fixture
def field_limit() -> Iterator[None]:
    """Python's own limit, which holds for the whole process: frictionless lifts it in other tests."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('a,b\n1,"2\n3,4\n', "x.csv:2: a quote is opened here and never closed"),
        (
            'a,b\n1,"2\n' + "3,4\n" * 40_000,
            "x.csv:2: more than 131,072 characters in one field: a quote",
        ),
        ('a,b\n1,"2"3\n', "x.csv:2: not CSV: "),
    ],
)
def test_a_quote_that_is_not_closed_is_told_where_it_is_opened(text: str, says: str, field_limit: None):
    with pytest.raises(DataError) as error:
        [*csv_rows(io.StringIO(text), ",", "x.csv")]
    assert str(error.value).startswith(says)


@pytest.mark.parametrize(("sign", "declared"), [(";", ";"), ("\t", "\\t"), ("|", "|")])
def test_another_delimiter_is_suggested_as_yaml_has_it(sign: str, declared: str):
    with pytest.raises(DataError) as error:
        check_header([f"code{sign}value"], ["code"], "x.csv")
    assert error.value.mend == f'declare delimiter: "{declared}"'


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match=r"gone.csv: the file cannot be read: No such file"):
        read_bytes(tmp_path / "gone.csv")
