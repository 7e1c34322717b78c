"""A workbook opens in two readers, reads back equal, and holds no formula."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.api.formats.xlsx import cell, write
from geodata.codebook import tables


def book(pieces, table):
    return io.BytesIO(b"".join(write(pieces, table)))


def test_openpyxl_reads_it_back_equal(pieces, table, rows):
    read = openpyxl.load_workbook(book(pieces, table), read_only=True)
    header, *lines = read["data"].iter_rows(values_only=True)
    assert [*header] == table.names
    for line, row in zip(lines, rows, strict=True):
        assert dict(zip(header, line, strict=True)) == {**row, "status": row["status"] or None}
    codebook = [*read["codebook"].iter_rows(values_only=True)]
    assert codebook[0] == ("column", "type", "unit", "description")
    assert [line[0] for line in codebook[1:]] == table.names


@pytest.mark.parametrize("read_only", [True, False])
def test_every_cell_stands_in_its_column(read_only):
    moment = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    rows = [
        {"code": None, "at": moment, "last": "x", "open": None, "load": 1},
        {"code": "NA", "at": None, "last": None, "open": True, "load": None},
    ]
    written = book([pa.RecordBatch.from_pylist(rows)], tables()["loads"])
    read = openpyxl.load_workbook(written, read_only=read_only)["data"].iter_rows(values_only=True)
    assert [dict(zip(rows[0], line, strict=True)) for line in [*read][1:]] == [
        {**rows[0], "at": "2026-11-24T03:30:00Z"},
        rows[1],
    ]


def test_calamine_reads_it_back_equal(pieces, table, rows):
    frame = pd.read_excel(
        book(pieces, table), engine="calamine", keep_default_na=False, na_values={"value": [""]}
    )
    assert frame["territory"].astype(str).tolist() == [row["territory"] for row in rows]
    stored = pd.Series([row["value"] for row in rows], dtype=float)
    pd.testing.assert_series_equal(frame["value"], stored, check_names=False, check_exact=True)


def test_no_cell_is_a_formula(pieces, table):
    read = openpyxl.load_workbook(book(pieces, table))
    kinds = {cell.data_type for sheet in read for line in sheet.iter_rows() for cell in line}
    assert kinds == {"s", "n"}
    inside = ZipFile(book(pieces, table)).read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in inside
    assert "<f" not in inside


def test_the_same_rows_make_the_same_file(pieces, table):
    assert book(pieces, table).read() == book(pieces, table).read()


def test_a_table_without_a_row_has_its_header(nothing, table):
    [header] = openpyxl.load_workbook(book(nothing, table))["data"].iter_rows(values_only=True)
    assert [*header] == table.names


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\0b", "a_x0000_b"), ("_x0041_", "_x005F_x0041_"), ("<b>&", "&lt;b&gt;&amp;"), ("a\tb\n", "a\tb\n")],
)
def test_what_xml_cannot_hold_is_written_by_its_number(text, shown):
    assert f">{shown}</t>" in cell(text)


def test_truths_and_gaps_have_their_cells(table):
    piece = pa.RecordBatch.from_arrays([pa.array([True, False, None]), pa.array([None, 1, 2])], ["so", "n"])
    lines = [*openpyxl.load_workbook(book([piece], table))["data"].iter_rows(values_only=True)]
    assert lines == [("so", "n"), (True, None), (False, 1), (None, 2)]
