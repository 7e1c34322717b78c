"""Tables of our own declaring, CSV or workbook: their rows as text, those that are wanted, all counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.level import Tabular
from geodata.text import check_header, read_bytes, read_rows
from geodata.workbook import is_workbook, read_sheet, text_of

Row = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Account:
    """What became of the rows, or features, of one file: read = taken + out of scope + left.

    Attributes
    ----------
    path, purpose : str
        The file, and what it was read for.
    out_of_scope : int
        What the declaration does not want.
    left : int
        What has nothing to say here: a code of no territory, a fact given before.
    """

    path: str
    purpose: str
    read: int
    taken: int
    out_of_scope: int = 0
    left: int = 0


@dataclass(frozen=True)
class Table:
    """The wanted rows of a table, each with its file and line, column to text without spaces around it.

    Attributes
    ----------
    out_of_scope : int
        Rows that the declared filter leaves out.
    """

    rows: list[Row]
    out_of_scope: int


def read_table(path: Path, source: Tabular, needed: Collection[str]) -> Table:
    """Read a table as it is declared; rows in which the needed columns are all empty are none.

    Parameters
    ----------
    needed : collection of str
        Columns that must be there, beside those of the filter.

    Raises
    ------
    DataError
        Where the file, the sheet or a column is missing, or a row does not fit the header.
    """
    columns = [*dict.fromkeys([*needed, *source.filter])]
    filled = [
        (where, row) for where, row in _rows(path, source, columns) if any(row[column] for column in columns)
    ]
    kept = [
        (where, row)
        for where, row in filled
        if all(row[column] in codes for column, codes in source.filter.items())
    ]
    return Table(kept, len(filled) - len(kept))


def _rows(path: Path, source: Tabular, columns: Collection[str]) -> Iterator[Row]:
    raw = read_bytes(path)
    rows = (
        _sheet_rows(raw, source.sheet, columns, str(path))
        if is_workbook(raw)
        else read_rows(path, source.delimiter, [*columns])
    )
    for where, row in rows:
        yield where, {column: row[column].strip() for column in columns}


def _sheet_rows(raw: bytes, sheet: str | None, columns: Collection[str], where: str) -> Iterator[Row]:
    (_, header), *lines = read_sheet(raw, sheet, where).rows or [(1, [])]
    # A line break inside a heading is how a workbook folds it, not part of its name.
    names = [" ".join(text_of(cell).split()) for cell in header]
    check_header([name for name in names if name], [*columns], where)
    for line, cells in lines:
        yield f"{where}:{line}", dict(zip(names, map(text_of, cells), strict=True))
