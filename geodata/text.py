"""Bytes to text and lines: what every reader of a text file must be sure of before it looks at a column."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from indicators.errors import DataError

Delimiter = Literal[",", ";", "\t", "|"]
GZIP = b"\x1f\x8b"
FOREIGN = {b"\xff\xfe": "UTF-16 text", b"\xfe\xff": "UTF-16 text", b"PK\x03\x04": "a ZIP or Excel file"}
MOST_BYTES = 1 << 30
SIGNS = {";": ";", "\t": "\\t", "|": "|", ",": ","}  # between columns -> as YAML has it in double quotes


def decode(raw: bytes, where: str) -> str:
    """Unpack (gzip) and decode a file as UTF-8, with or without a byte-order mark, in normal form C.

    Raises
    ------
    DataError
        Where the file is empty, damaged, larger than 1 GiB unpacked, not UTF-8, or holds a NUL byte.

    Examples
    --------
    >>> decode(b"\\xef\\xbb\\xbfcode,value", "a.csv")
    'code,value'
    """
    raw = _unpack(raw, where)
    for mark, kind in FOREIGN.items():
        if raw.startswith(mark):
            raise DataError(f"the file is {kind}", where=where, mend="save it as UTF-8 text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        raise DataError(
            f"byte 0x{byte:02x} is not UTF-8 text", where=f"{where}:{line}", mend="save the file as UTF-8"
        ) from None
    if not text.strip():
        raise DataError("the file is empty", where=where, mend="fetch it again")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError("the file holds a NUL character", where=f"{where}:{line}", mend="fetch it again")
    return unicodedata.normalize("NFC", text)


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises
    ------
    DataError
        Where it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            mend="correct the path in the declaration, or name the folder with --from",
        ) from None


def _unpack(raw: bytes, where: str) -> bytes:
    if not raw.startswith(GZIP):
        return raw
    try:
        with gzip.open(io.BytesIO(raw)) as file:
            plain = file.read(MOST_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(f"damaged gzip file: {error}", where=where, mend="fetch it again") from None
    if len(plain) > MOST_BYTES:
        raise DataError("the file unpacks to more than 1 GiB", where=where, mend="cut it into smaller files")
    return plain


def csv_rows(text: str, delimiter: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text, the header first, each with the line it starts on; skip blank lines.

    Raises
    ------
    DataError
        Where a quote is never closed, or a quoted field goes on after its quote.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        unclosed = "unexpected end of data" in str(error)
        what = "a quote is opened here and never closed" if unclosed else f"not CSV: {error}"
        raise DataError(what, where=f"{where}:{start}", mend="correct the quotes of this line") from None


def check_header(header: Sequence[str], needed: Sequence[str], where: str) -> None:
    """Make sure that no column is named twice and none that the declaration names is missing.

    Raises
    ------
    DataError
        Naming the columns that repeat, or those that are missing beside those that are there.
    """
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise DataError(
            f"column {_quoted(twice)} is there twice", where=f"{where}:1", mend="rename or remove one"
        )
    missing = [name for name in needed if name not in header]
    if missing:
        other = next((name for sign, name in SIGNS.items() if len(header) == 1 and sign in header[0]), None)
        raise DataError(
            f"no column {_quoted(missing)}; the file has {_quoted(header)}",
            where=f"{where}:1",
            mend=f'declare delimiter: "{other}"' if other else "declare the columns as the file names them",
        )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
