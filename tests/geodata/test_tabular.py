"""Tables beside the boundaries: one answer from CSV and workbook, every row counted."""

from pathlib import Path

import pytest

from geodata.level import Tabular
from geodata.tabular import read_table
from indicators.errors import DataError
from tests.etl.sources import books

HEADER = ["code", "level\n(NUTS)", "name"]
ROWS = [[" A ", 1, "Ay"], ["B", 2, None], [None, None, None], ["C", 2, "Sea"]]


def test_a_workbook_is_read_like_a_csv(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(books.xlsx([HEADER, *ROWS]))
    (tmp_path / "a.csv").write_text("code;level (NUTS);name\n A ;1;Ay\nB;2;\n;;\nC;2;Sea\n")
    wanted = {"path": "a", "filter": {"level (NUTS)": "2"}}
    book = read_table(tmp_path / "a.xlsx", Tabular.model_validate(wanted), ["code", "name"])
    text = read_table(
        tmp_path / "a.csv", Tabular.model_validate({**wanted, "delimiter": ";"}), ["code", "name"]
    )
    assert [row for _, row in book.rows] == [row for _, row in text.rows]
    assert [row["name"] for _, row in book.rows] == ["", "Sea"]
    assert [where for where, _ in book.rows] == [f"{tmp_path}/a.xlsx:{line}" for line in (3, 5)]
    assert (book.out_of_scope, text.out_of_scope) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "sheet", "message"),
    [
        ([HEADER], "Other", "no sheet 'Other'"),
        ([["code", "code"]], None, "column 'code' is there twice"),
        ([["id", None]], None, "no column 'code'"),
        ([], None, "no column 'code'"),
    ],
)
def test_a_workbook_without_the_table_is_refused(
    tmp_path: Path, rows: list[list[str | None]], sheet: str | None, message: str
):
    (tmp_path / "a.xlsx").write_bytes(books.xlsx(rows))
    with pytest.raises(DataError, match=message):
        read_table(tmp_path / "a.xlsx", Tabular(path="a.xlsx", sheet=sheet), ["code"])
