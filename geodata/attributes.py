"""Facts about territories from a table beside the boundaries: official area, names, class."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from geodata.folder import Folder
from geodata.level import Attributes
from geodata.tabular import read_table
from indicators.errors import DataError


@dataclass(frozen=True)
class Facts:
    """What a table says of one territory.

    Attributes
    ----------
    names : dict
        Language -> name, where it is not empty.
    role : str, optional
        Class as published.
    """

    area_km2: float | None = None
    names: dict[str, str] = field(default_factory=dict)
    role: str | None = None


@dataclass(frozen=True)
class Attributed:
    """The facts of a table by code, and how many of its rows repeat one, have no code or are not wanted."""

    facts: dict[str, Facts]
    repeated: int = 0
    uncoded: int = 0
    out_of_scope: int = 0


def read_attributes(source: Attributes, folder: Folder) -> Attributed:
    """Read the facts of a table.

    Raises
    ------
    DataError
        Where the file or a column is missing, a row does not fit the header or says something else of a code
        than an earlier one, or an area is not a positive number.
    """
    columns = [source.key, source.area_km2, source.role, *source.name.values()]
    table = read_table(folder / source.path, source, [column for column in columns if column])
    facts: dict[str, Facts] = {}
    repeated = uncoded = unwanted = 0
    for where, row in table.rows:
        code = row[source.key]
        if not code:
            uncoded += 1
        elif any(fnmatchcase(code, pattern) for pattern in source.out_of_scope):
            unwanted += 1
        else:
            found = _facts(source, row, where)
            if facts.setdefault(code, found) != found:
                raise DataError(f"the code {code} is given twice", where=where, mend="keep one row")
            repeated += facts[code] is not found
    return Attributed(facts, repeated, uncoded, table.out_of_scope + unwanted)


def _facts(source: Attributes, row: dict[str, str], where: str) -> Facts:
    return Facts(
        _area(row[source.area_km2], where) if source.area_km2 else None,
        {language: row[column] for language, column in source.name.items() if row[column]},
        row[source.role] or None if source.role else None,
    )


def _area(text: str, where: str) -> float:
    try:
        area = float(text)
    except ValueError:
        area = 0.0
    if not 0 < area < float("inf"):
        raise DataError(f"'{text}' is not an area", where=where, mend="write km2 as a number, like 8189.5")
    return area
