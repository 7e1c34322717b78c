"""Parquet: the declared columns of a table whose cells have types."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow
import pyarrow.parquet

from etl.sources.cells import PERIOD
from geodata.archive import MOST_BYTES
from geodata.text import check_header
from indicators.errors import DataError

MAGIC = b"PAR1"
Rows = Iterator[tuple[int, list[Any]]]


def read_rows(raw: bytes, needed: Sequence[str], wide: bool, where: str) -> tuple[list[str], Rows]:
    """Read the columns that are needed, and in a wide table those named after a period.

    Returns
    -------
    names : list of str
    rows : iterator of (int, list)
        Number of the row, from 1, and its cells; empty text where a cell is null.

    Raises
    ------
    DataError
        Where the file is damaged, lacks a column, or would take more than 1 GiB.
    """
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(raw))
        there = file.schema_arrow.names
        names = [name for name in there if name in needed or (wide and re.fullmatch(PERIOD, name))]
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        if size > MOST_BYTES:
            raise DataError(
                "the file unpacks to more than 1 GiB", where=where, mend="cut it into smaller files"
            )
        check_header(there, needed, where)
        table = file.read(columns=names)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"damaged Parquet file: {error}", where=where, mend="write it again") from None
    columns = [["" if cell is None else cell for cell in column.to_pylist()] for column in table.columns]
    return names, ((line, list(row)) for line, row in enumerate(zip(*columns, strict=True), start=1))
