"""Rows of text under a header: what every table is cut into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from etl.sources.cells import REJECTS
from geodata.text import check_header, csv_rows
from indicators.errors import DataError


@dataclass(frozen=True)
class Table:
    """The text of a table, cut into cells.

    Attributes
    ----------
    rows : DataFrame of str
        One column a field of the header; the index is the line of the file.
    content : Series of str
        Each row as it was read, same index.
    broken : DataFrame
        Columns `REJECTS`: the rows with more or fewer fields than the header.
    header : int
        Line of the header.
    typed : bool
        Whether numbers were numbers in the file, so that only texts need a decimal sign to be known.
    notes : tuple of str
        How the file was found to be written, where the declaration does not say.
    """

    rows: pd.DataFrame
    content: pd.Series[str]
    broken: pd.DataFrame
    header: int = 1
    typed: bool = False
    notes: tuple[str, ...] = ()


def cut(
    text: str,
    delimiter: str,
    where: str,
    needed: Sequence[str] = (),
    *,
    header: int = 1,
    notes: tuple[str, ...] = (),
) -> Table:
    """Cut the text of a CSV file into cells.

    Parameters
    ----------
    header : int
        Line of the header; what stands above is left out.

    Raises
    ------
    DataError
        Where a quote is never closed, a column is named twice or missing, or no row fits the header.
    """
    lines = ((line, row) for line, row in csv_rows(text, delimiter, where) if line >= header)
    at, names = next(lines, (header, []))
    return arrange(names, lines, where, needed, header=at, delimiter=delimiter, notes=notes)


def arrange(
    names: Sequence[str],
    lines: Iterable[tuple[int, list[str]]],
    where: str,
    needed: Sequence[str],
    *,
    header: int,
    delimiter: str = ",",
    typed: bool = False,
    notes: tuple[str, ...] = (),
) -> Table:
    """Put rows of text under their header, those of another length aside."""
    names = [name.strip() for name in names]
    check_header(names, needed, where, header)
    at, good, content, broken = [], [], [], []
    for line, row in lines:
        if len(row) == len(names):
            at.append(line)
            good.append(row)
            content.append(delimiter.join(row))
        else:
            reason = f"{len(row)} fields where the header has {len(names)}"
            broken.append((line, "", row[0], reason, delimiter.join(row)))
    if not good:
        none = (header, "", "", "the file has a header and no rows", "")
        line, _, _, reason, _ = broken[0] if broken else none
        raise DataError(reason, where=f"{where}:{line}", mend="correct the header, or fetch the file again")
    rows = pd.DataFrame(good, index=at, columns=names, dtype="str")
    kept = pd.Series(content, index=at, dtype="str")
    return Table(rows, kept, pd.DataFrame(broken, columns=REJECTS), header, typed, notes)
