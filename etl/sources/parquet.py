"""Parquet: the declared columns of a table whose cells have types."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow
import pyarrow.parquet

from etl.sources.cells import PERIOD
from geodata.archive import GZIP, MOST_BYTES
from geodata.blocks import read_plain
from geodata.text import check_header
from indicators.errors import DataError

MAGIC = b"PAR1"
BATCH = 50_000
Columns = dict[str, pyarrow.DictionaryArray]


def open_columns(
    path: Path, needed: Sequence[str], wide: bool, where: str
) -> tuple[list[str], Callable[[], Iterator[Columns]]]:
    """Find the columns that are needed, and in a wide table those named after a period.

    Returns
    -------
    names : list of str
    read : callable
        Gives the columns of some rows after the others, each as its different cells (``None`` is one of
        them where a cell is null) and where they are.

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
    return names, lambda: _columns(path, names, where)


def _columns(path: Path, names: Sequence[str], where: str) -> Iterator[Columns]:
    with _open(path, where) as file:
        for batch in file.iter_batches(BATCH, columns=names):
            yield {name: _encoded(batch.column(name)) for name in names}


def _encoded(column: pyarrow.Array) -> pyarrow.DictionaryArray:
    plain = column.dictionary_decode() if isinstance(column, pyarrow.DictionaryArray) else column
    return plain.dictionary_encode(null_encoding="encode")


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
