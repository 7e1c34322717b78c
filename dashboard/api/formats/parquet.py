"""Parquet: columns of the declared types, with what they mean among the metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from dashboard.api.formats.sink import Sink
from geodata.codebook import Table


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write one row group a piece."""
    sink, writer = Sink(), None
    for piece in pieces:
        rows = _plain(piece)
        if writer is None:
            schema = described(rows.schema, table)
            writer = ParquetWriter(sink, schema, compression="zstd")
        writer.write_batch(rows.cast(schema))
        yield sink.take()
    if writer is not None:
        writer.close()
    yield sink.take()


def _plain(piece: pa.RecordBatch) -> pa.RecordBatch:
    """Take codes out of their dictionaries, which the format makes by itself."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in piece.columns
    ]
    return pa.RecordBatch.from_arrays(columns, piece.schema.names)


def described(schema: pa.Schema, table: Table) -> pa.Schema:
    """Add what the codebook says of a table and its columns, in English."""
    known = {column.name: column for column in table.columns}
    fields = []
    for field in schema:
        column = known.get(field.name)
        told = {"description": column.description.en} if column else {}
        if column and column.unit:
            told["unit"] = column.unit.en
        fields.append(field.with_metadata(told) if told else field)
    return pa.schema(fields, {"title": table.title.en, "description": table.description.en})
