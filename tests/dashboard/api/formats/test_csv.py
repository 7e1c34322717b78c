"""A CSV reads back equal, cell by cell, and holds nothing that a spreadsheet would run."""

import csv
import io

import pandas as pd
import pyarrow as pa

from dashboard.api.formats.csv import write
from geodata.spreadsheet import FORMULA_STARTS, plain


def read(pieces, table):
    text = b"".join(write(pieces, table)).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_reads_back_equal(pieces, table, rows):
    header, *lines = read(pieces, table)
    assert header == table.names
    for line, row in zip(lines, rows, strict=True):
        given = dict(zip(header, line, strict=True))
        value = given.pop("value")
        assert (None if value == "" else float(value)) == row["value"]
        expected = {name: plain(str(cell)) for name, cell in row.items() if name != "value"}
        assert given == expected


def test_pandas_reads_the_numbers_as_stored(pieces, table, rows):
    file = io.BytesIO(b"".join(write(pieces, table)))
    frame = pd.read_csv(file, dtype={"territory": str})
    stored = pd.Series([row["value"] for row in rows], dtype=float)
    pd.testing.assert_series_equal(frame["value"], stored, check_names=False, check_exact=True)


def test_no_text_begins_as_a_formula(pieces, table):
    _, *lines = read(pieces, table)
    number = table.names.index("value")
    assert any(line[number].startswith("-") for line in lines)
    assert not any(
        cell.startswith(FORMULA_STARTS) for line in lines for at, cell in enumerate(line) if at != number
    )


def test_a_table_without_a_row_has_its_header(nothing, table):
    assert read(nothing, table) == [table.names]


def test_moments_and_truths_are_written_as_they_are_read(table):
    moment = pa.array([0, 1_500_000, None], pa.timestamp("us", "UTC"))
    piece = pa.RecordBatch.from_arrays([moment, pa.array([True, False, None])], ["at", "so"])
    assert read([piece], table) == [
        ["at", "so"],
        ["1970-01-01T00:00:00Z", "true"],
        ["1970-01-01T00:00:01.500000Z", "false"],
        ["", ""],
    ]
