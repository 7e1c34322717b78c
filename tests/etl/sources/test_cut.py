"""The quick way to cut a table and the careful one give the same, wherever the file is cut into blocks."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources import cut
from geodata.blocks import read_blocks
from indicators.errors import DataError

PLAIN = st.text(st.sampled_from("ab1é .,;'\t"), max_size=3)
CELLS = st.one_of(PLAIN, PLAIN.map('"{}"'.format), st.text(st.sampled_from('ab1é ,;"\t\r\n'), max_size=3))
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(",".join), min_size=1, max_size=6)
TEXTS = st.builds(
    lambda head, lines, end, last: end.join([head, *lines]) + end * last,
    st.sampled_from(["x,y", '"x",y', '"x",y\nx,y']),
    LINES,
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


def outcome(text: str, header: int, size: int = 1 << 20) -> object:
    """Rows, what they are in the file, broken rows and header, or the message."""
    rows, contents, broken = [], [], []
    with TemporaryDirectory() as folder, patch.object(cut, "read_blocks", partial(read_blocks, size=size)):
        path = Path(folder) / "a.csv"
        path.write_bytes(text.encode())
        try:
            file = cut.open_text(path, ",", "a.csv", header=header)
            for table in file.pieces(file.names[:1], file.names[1:], "a.csv"):
                rows += table.rows.reset_index().astype(object).to_numpy().tolist()
                contents += table.content(table.rows.assign(line=table.rows.index))
                broken += table.broken.to_numpy().tolist()
        except DataError as error:
            return str(error)
    return rows, contents, broken, file.names, file.header


@given(text=TEXTS, header=st.integers(1, 2), size=st.integers(4, 40))
def test_where_a_file_is_cut_changes_nothing(text: str, header: int, size: int):
    assert outcome(text, header) == outcome(text, header, size)


@given(text=TEXTS, header=st.integers(1, 2))
def test_the_quick_way_changes_nothing(text: str, header: int):
    with patch.object(cut.Scissors, "at_once", lambda *_: None):
        careful = outcome(text, header)
    assert outcome(text, header) == careful


def test_a_ragged_row_and_a_quoted_line_end_leave_the_lines_of_the_others():
    text = 'x,y\n1,2\n3\n"4\n5",6\n"7""",8\n'
    assert outcome(text, 1) == (
        [[2, "1", "2"], [4, "4\n5", "6"], [6, '7"', "8"]],
        ["1,2", "4\n5,6", '7",8'],
        [[3, "", "3", "1 fields where the header has 2", "3"]],
        ("x", "y"),
        1,
    )


@pytest.mark.parametrize("names", [["x", "y"], ["x"]])
def test_a_table_without_rows_is_refused(names: list[str]):
    assert outcome(",".join(names) + "\n\n", 1) == (
        "a.csv:1: the file has a header and no rows\n  correct the header, or fetch the file again"
    )
