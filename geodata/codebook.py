"""What the columns of the published tables mean: one YAML a table in `columns/`, codes in `codes.yaml`.

Downloads, packages and the documentation of the API read it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from indicators.declaration import Frozen, Text, read_yaml, validate
from indicators.errors import DeclarationError

FOLDER = Path(__file__).parent / "columns"
CODES = "codes.yaml"

Type = Literal["string", "integer", "number", "boolean", "datetime"]


class Column(Frozen):
    """A column of a table.

    Attributes
    ----------
    type : str
        As Frictionless calls it.
    required : bool
        Whether every row has one. A text may be empty without being missing (the composite's dimension).
    unit : Text, optional
        Unit of its numbers.
    codes : str
        The code list of what stands in it.
    several : {"", "commas", "letters"}
        How several codes stand in one cell.
    refers : str
        The table whose key it holds.
    """

    name: str
    type: Type
    required: bool = False
    unit: Text | None = None
    codes: str = ""
    several: Literal["", "commas", "letters"] = ""
    refers: str = ""
    description: Text


class Table(Frozen):
    """A table: what a row is, and its columns in order."""

    table: str
    title: Text
    description: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [column.name for column in self.columns]


class _CodeLists(Frozen):
    lists: dict[str, dict[str, Text]] = Field(default_factory=dict)


@cache
def tables() -> Mapping[str, Table]:
    """Read every table, by its name.

    Raises
    ------
    DeclarationError
        With the faults of a file, or what one names and no other declares.

    Examples
    --------
    >>> tables()["observations"].key
    ('indicator', 'territory', 'period', 'group')
    """
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != CODES)
    documents = [read_yaml(path) for path in files]
    found = {table.table: table for table in (validate(Table, document) for document in documents)}
    faults = [
        document.fault(("columns", number), f"'{name}' is not declared")
        for document, table in zip(documents, found.values(), strict=True)
        for number, column in enumerate(table.columns)
        for name, known in ((column.codes, code_lists()), (column.refers, found))
        if name and name not in known
    ]
    if faults:
        raise DeclarationError(faults)
    return found


@cache
def code_lists() -> Mapping[str, Mapping[str, Text]]:
    """Read every code list: its name -> code -> what the code means.

    Examples
    --------
    >>> code_lists()["flag"]["p"].in_("es")
    'provisional'
    """
    document = read_yaml(FOLDER / CODES)
    return validate(_CodeLists, document, {"lists": document.data}, at=()).lists
