"""What a spreadsheet's XML says and its values do not: merged and hidden cells, formulas never computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Generic, NoReturn, TypeVar
from xml.parsers import expat

from indicators.errors import DataError

Attributes = dict[str, str]
T = TypeVar("T")


@dataclass
class Layout:
    """What one sheet holds beside its values; rows and columns count from 1.

    Attributes
    ----------
    merged : list of (row, name)
        Last row of each merged range, and the range (``B2:C3``).
    hidden : list of str
        ``row 5`` or ``column C``.
    uncomputed : list of str
        Formulas that no program has computed and stored yet.
    errors : dict
        (row, column) -> the error that the cell shows.
    rows, columns : int
        The last of each that holds anything.
    """

    merged: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Remember that this cell holds something."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)

    def hide_columns(self, first: int, last: int) -> None:
        """Remember that these columns are hidden."""
        more = f" to {column_name(last)}" if last > first else ""
        self.hidden.append(f"column {column_name(first)}{more}")


@dataclass(frozen=True)
class Sheets(Generic[T]):
    """The sheets of a file, by name, and which of them are hidden."""

    all: dict[str, T]
    hidden: frozenset[str]


def column_name(column: int) -> str:
    """Write a column as spreadsheets do.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """Write a cell as spreadsheets do.

    >>> cell_name(7, 28)
    'AB7'
    """
    return f"{column_name(column)}{row}"


def cell_at(name: str) -> tuple[int, int]:
    """Row and column of a cell's name.

    >>> cell_at("AB7")
    (7, 28)
    """
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", name)
    if not match:
        raise ValueError(f"'{name}' is not a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class Scan:
    """Walks through one XML file; a child says what it looks for by names without their namespace."""

    def start(self, name: str, given: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def text(self, data: str) -> None:
        """Text between."""


def scan(raw: bytes, handler: Scan, where: str) -> None:
    """Feed an XML file to a handler.

    Raises
    ------
    DataError
        Where it is no XML, or declares a document type: entities could fill the memory or read other files.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(where)
    parser.StartElementHandler = lambda name, given: handler.start(_local(name), given)
    parser.EndElementHandler = lambda name: handler.end(_local(name))
    parser.CharacterDataHandler = handler.text
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # a name, an id or an encoding that is none
        raise DataError(f"damaged spreadsheet: {error}", where=where, mend="save it again") from None


def _refuse(where: str) -> NoReturn:
    raise DataError(
        "a spreadsheet with a document type of its own, which no office program writes",
        where=where,
        mend="save it again as XLSX or ODS with an office program",
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2]
