"""Bytes to text and lines: what every reader of a text file must be sure of before it looks at a column."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from geodata.archive import GZIP, ZIP, gunzip
from indicators.errors import DataError

Delimiter = Literal[",", ";", "\t", "|"]
EIGHT_BIT = ("cp1252", "latin-1")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SIGNS = {";": ";", "\t": "\\t", "|": "|", ",": ","}  # between columns -> as YAML has it in double quotes


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


def read_rows(path: Path, delimiter: str, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a CSV of our own declaring, column to cell, each with its file and line.

    Raises
    ------
    DataError
        Where the file or a column is missing, or a row does not fit the header.
    """
    lines = csv_rows(decode(read_bytes(path), str(path)), delimiter, str(path))
    header = next(lines)[1]
    check_header(header, needed, str(path))
    for line, cells in lines:
        where = f"{path}:{line}"
        if len(cells) != len(header):
            what = f"{len(cells)} fields where the header has {len(header)}"
            raise DataError(what, where=where, mend="correct the row")
        yield where, dict(zip(header, cells, strict=True))


def encoding_of(raw: bytes) -> str:
    """Name the encoding that a file's byte-order mark tells, else UTF-8, which its decoding proves."""
    return "utf-16" if raw.startswith(UTF16) else "utf-8"


def decode(raw: bytes, where: str, encoding: str | None = None) -> str:
    """Unpack (gzip) and decode a file, with or without a byte-order mark, into normal form C.

    Parameters
    ----------
    encoding : str, optional
        As declared; else UTF-16 where a byte-order mark says so, and UTF-8.

    Raises
    ------
    DataError
        Where the file is empty, damaged, larger than 1 GiB unpacked, in another encoding or in two, or holds
        a NUL byte.

    Examples
    --------
    >>> decode(b"\\xef\\xbb\\xbfcode,value", "a.csv")
    'code,value'
    """
    raw = gunzip(raw, where) if raw.startswith(GZIP) else raw
    if raw.startswith(ZIP):
        raise DataError("the file is a ZIP or Excel file", where=where, mend="save it as UTF-8 text")
    encoding = encoding or encoding_of(raw)
    if encoding in EIGHT_BIT:
        _refuse_utf8(raw, encoding, where)
    try:
        text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(raw, error, encoding, where) from None
    if not text.strip():
        raise DataError("the file is empty", where=where, mend="fetch it again")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError("the file holds a NUL character", where=f"{where}:{line}", mend="fetch it again")
    return unicodedata.normalize("NFC", text)


def _undecodable(raw: bytes, error: UnicodeDecodeError, encoding: str, where: str) -> DataError:
    line = raw.count(b"\n", 0, error.start) + 1
    if encoding == "utf-16":
        return DataError("damaged UTF-16 text", where=f"{where}:{line}", mend="save the file as UTF-8")
    mend = "save the file as UTF-8, or declare 'encoding: cp1252' where a Windows program wrote it"
    byte = f"byte 0x{raw[error.start]:02x} is not {encoding.upper()} text"
    return DataError(byte, where=f"{where}:{line}", mend=mend if encoding == "utf-8" else "declare another")


def _refuse_utf8(raw: bytes, encoding: str, where: str) -> None:
    """An 8-bit encoding reads anything; only what it makes of UTF-8 and of control bytes betrays it."""
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            continue
        place = f"{where}:{number}"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            if encoding == "latin-1" and re.search(rb"[\x80-\x9f]", line):
                raise DataError(
                    "a byte that Latin-1 does not write", where=place, mend="declare 'encoding: cp1252'"
                ) from None
        else:
            raise DataError(
                f"a line in UTF-8, where {encoding} is declared",
                where=place,
                mend="save the whole file as UTF-8 and drop 'encoding'",
            )


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


def check_header(header: Sequence[str], needed: Sequence[str], where: str, line: int = 1) -> None:
    """Make sure that no column is named twice and none that the declaration names is missing.

    Raises
    ------
    DataError
        Naming the columns that repeat, or those that are missing beside those that are there.
    """
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise DataError(
            f"column {_quoted(twice)} is there twice", where=f"{where}:{line}", mend="rename or remove one"
        )
    missing = [name for name in needed if name not in header]
    if missing:
        other = next((name for sign, name in SIGNS.items() if len(header) == 1 and sign in header[0]), None)
        raise DataError(
            f"no column {_quoted(missing)}; the file has {_quoted(header)}",
            where=f"{where}:{line}",
            mend=f'declare delimiter: "{other}"' if other else "declare the columns as the file names them",
        )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
