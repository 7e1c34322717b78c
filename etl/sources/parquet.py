"""Parquet: the declared columns of a table whose cells have types."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from etl.sources.cells import PERIOD
from geodata.archive import GZIP, MOST_BYTES
from geodata.blocks import read_plain
from geodata.text import check_header
from indicators.errors import DataError

MAGIC = b"PAR1"
Rows = Iterator[tuple[int, list[Any]]]
BATCH = 50_000


def open_rows(
    path: Path, needed: Sequence[str], wide: bool, where: str
) -> tuple[list[str], Callable[[], Rows]]:
    """Find the columns that are needed, and in a wide table those named after a period.

    Returns
    -------
    names : list of str
    read : callable
        Gives the number of each row, from 1, and its cells; empty text where a cell is null.

    Raises
    ------
    DataError
        Where the file is damaged, lacks a column, or would take more than 1 GiB.
    """
    with _open(path, where) as file:
        there = file.schema_arrow.names
        names = [name for name in there if name in needed or (wide and re.fullmatch(PERIOD, name))]
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
    if size > MOST_BYTES:
        raise DataError("the file unpacks to more than 1 GiB", where=where, mend="cut it into smaller files")
    check_header(there, needed, where)
    return names, lambda: _rows(path, names, where)


def _rows(path: Path, names: Sequence[str], where: str) -> Rows:
    line = 1
    with _open(path, where) as file:
        for batch in file.iter_batches(BATCH, columns=names):
            columns = [
                ["" if cell is None else cell for cell in column.to_pylist()] for column in batch.columns
            ]
            yield from enumerate(map(list, zip(*columns, strict=True)), start=line)
            line += batch.num_rows


@contextmanager
def _open(path: Path, where: str) -> Iterator[pyarrow.parquet.ParquetFile]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(len(GZIP)) == GZIP
        source = io.BytesIO(b"".join(read_plain(path, where))) if packed else path
        with pyarrow.parquet.ParquetFile(source) as file:
            yield file
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"damaged Parquet file: {error}", where=where, mend="write it again") from None
