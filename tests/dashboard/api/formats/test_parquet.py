"""Parquet reads back equal, and tells what its columns mean."""

import io

import pandas as pd
from pyarrow import parquet

from dashboard.api.formats.parquet import write


def test_parquet_reads_back_equal(pieces, table, rows):
    blocks = list(write(pieces, table))
    assert len(blocks) == len(pieces) + 1  # each is handed on before the next is asked for
    read = parquet.read_table(io.BytesIO(b"".join(blocks)))
    assert read.to_pylist() == rows
    assert read.schema.field("value").metadata[b"description"].decode() == table.columns[4].description.en
    assert read.schema.metadata[b"title"].decode() == table.title.en


def test_pandas_reads_plain_columns(pieces, table, rows):
    frame = pd.read_parquet(io.BytesIO(b"".join(write(pieces, table))))
    assert frame["territory"].tolist() == [row["territory"] for row in rows]
    assert frame["load"].dtype == "int32"


def test_a_table_without_a_row_has_its_columns(nothing, table):
    read = parquet.read_table(io.BytesIO(b"".join(write(nothing, table))))
    assert (read.num_rows, read.schema.names) == (0, table.names)
