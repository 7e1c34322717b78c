"""Text files: what every reader of one must be sure of before it looks at a column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from geodata.blocks import decode, unreadable
from indicators.errors import DataError

Delimiter = Literal[",", ";", "\t", "|"]
UNCLOSED = {
    "unexpected end of data": "a quote is opened here and never closed",
    "field limit": f"more than {csv.field_size_limit():,} characters in one field: a quote is not closed",
}
SIGNS = {";": ";", "\t": "\\t", "|": "|", ",": ","}  # between columns -> as YAML has it in double quotes
PAGES = ("<!doctype", "<html", "<?xml")


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
        raise unreadable(error, str(path)) from None


def read_text(path: Path, where: str) -> str:
    """Read a text file that cannot be cut; see `geodata.blocks.decode`.

    Raises
    ------
    DataError
        Where it is not there, or is no text.
    """
    return decode(read_bytes(path), where)


def read_rows(path: Path, delimiter: str, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a CSV of our own declaring, column to cell, each with its file and line.

    Raises
    ------
    DataError
        Where the file or a column is missing, or a row does not fit the header.
    """
    lines = csv_rows(io.StringIO(read_text(path, str(path)), newline=""), delimiter, str(path))
    header = next(lines)[1]
    check_header(header, needed, str(path))
    for line, cells in lines:
        where = f"{path}:{line}"
        if len(cells) != len(header):
            what = f"{len(cells)} fields where the header has {len(header)}"
            raise DataError(what, where=where, mend="correct the row")
        yield where, dict(zip(header, cells, strict=True))


def csv_rows(
    lines: Iterable[str], delimiter: str, where: str, start: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text, the header first, each with the line it starts on; skip blank lines.

    Parameters
    ----------
    lines : iterable of str
        With their ends.
    start : int
        Number of the first line.

    Raises
    ------
    DataError
        Where a quote is never closed, or a quoted field goes on after its quote.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    at = start
    try:
        for row in reader:
            if row:
                yield at, row
            at = start + reader.line_num
    except csv.Error as error:
        what = next((words for said, words in UNCLOSED.items() if said in str(error)), f"not CSV: {error}")
        raise DataError(what, where=f"{where}:{at}", mend="correct the quotes of this line") from None


def check_header(header: Sequence[str], needed: Sequence[str], where: str, line: int = 1) -> None:
    """Make sure that no column is named twice and none that the declaration names is missing.

    Raises
    ------
    DataError
        Naming the columns that repeat, or those that are missing beside those that are there; where the file
        is a web page, that it is one.
    """
    if header and header[0].lstrip().lower().startswith(PAGES):
        raise DataError("a web page or XML, not a table", where=where, mend="fetch it again")
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
