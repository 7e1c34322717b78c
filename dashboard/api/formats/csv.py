"""CSV (RFC 4180): every figure as stored, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyarrow as pa

from dashboard.api.formats.texts import joined, texts
from geodata.codebook import Table
from geodata.spreadsheet import plain

END = "\r\n"
_APART = re.compile(r'[",\r\n]')


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write a header and a line a row; what is missing is empty."""
    del table  # a CSV cannot say what its columns mean
    start = True
    for piece in pieces:
        head = ",".join(map(cell, piece.schema.names)) + END if start else ""
        start = False
        yield head.encode() + joined([texts(column, cell) for column in piece.columns], ",", END)


def cell(text: str) -> str:
    """Write a text as one cell.

    Examples
    --------
    >>> print(cell("a,b"), cell("=1+1"), cell("Azuay"))
    "a,b" '=1+1 Azuay
    """
    text = plain(text)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _APART.search(text) else text
