"""Bytes become text and rows only when nothing is lost on the way."""

import io

import pytest

from geodata.text import check_header, csv_rows, read_bytes
from indicators.errors import DataError


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
