"""Pieces of a table: rows of text under a header, with what they are in the file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow
from numpy.typing import NDArray

from etl.sources.cells import PIECE, Contents, set_aside
from etl.sources.codes import encode
from indicators.errors import DataError

Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """One piece of a table, cut into cells.

    Attributes
    ----------
    rows : DataFrame
        The columns asked for, of codes or of text; the index is the line of the file.
    content : callable
        Rows with a column `line` -> what they are in the file.
    broken : DataFrame
        Columns `REJECTS`: the rows with more or fewer fields than the header.
    """

    rows: pd.DataFrame
    content: Contents
    broken: pd.DataFrame


@dataclass(frozen=True)
class Tables:
    """A table whose header is known, and whose rows are read as often as asked.

    Attributes
    ----------
    names : tuple of str
        Fields of the header.
    header : int
        Line of the header.
    cut : callable
        Names of columns of codes, names of columns of text -> pieces.
    typed : bool
        Whether numbers were numbers in the file, so that only texts need a decimal sign to be known.
    notes : tuple of str
        How the file was found to be written, where the declaration does not say.
    """

    names: tuple[str, ...]
    header: int
    cut: Callable[[Collection[str], Collection[str]], Iterator[Table]]
    typed: bool = False
    notes: tuple[str, ...] = ()

    def pieces(self, codes: Collection[str], values: Collection[str], where: str) -> Iterator[Table]:
        """Read the rows, some columns as codes and some as text.

        Raises
        ------
        DataError
            Where no row fits the header, or a quote is never closed.
        """
        good = False
        broken: list[tuple[int, str]] = []
        for table in self.cut(codes, values):
            good = good or len(table.rows) > 0
            if not broken:
                broken = [*table.broken[["line", "reason"]].head(1).itertuples(index=False, name=None)]
            yield table
        if not good:
            line, reason = broken[0] if broken else (self.header, "the file has a header and no rows")
            mend = "correct the header, or fetch the file again"
            raise DataError(reason, where=f"{where}:{line}", mend=mend)


def arrange(
    names: Sequence[str],
    lines: Lines,
    codes: Collection[str],
    values: Collection[str],
    delimiter: str = ",",
) -> Iterator[Table]:
    """Put rows of text under their header, those of another length aside, piece by piece."""
    size = max(1, PIECE // max(1, len(names)))
    while rows := [*islice(lines, size)]:
        good = [row for row in rows if len(row[1]) == len(names)]
        broken = [
            (line, "", row[0], f"{len(row)} fields where the header has {len(names)}", delimiter.join(row))
            for line, row in rows
            if len(row) != len(names)
        ]
        at = np.array([line for line, _ in good], dtype=np.int64)
        columns = [*zip(*(row for _, row in good), strict=True)] or [()] * len(names)
        asked = {
            name: pyarrow.array(columns[names.index(name)], pyarrow.string()) for name in (*codes, *values)
        }
        content = _joined(at, [row for _, row in good], delimiter)
        yield Table(frame_of(asked, codes, pd.Index(at)), content, set_aside(broken))


def _joined(lines: NDArray[np.int64], rows: Sequence[Sequence[str]], delimiter: str) -> Contents:
    def content(wanted: pd.DataFrame) -> list[str]:
        return [delimiter.join(rows[at]) for at in np.searchsorted(lines, wanted["line"])]

    return content


def frame_of(columns: dict[str, pyarrow.Array], codes: Collection[str], lines: pd.Index[int]) -> pd.DataFrame:
    """Make the rows of a table of columns of text, or of codes that Arrow has encoded."""
    frame = {
        name: encode(column) if name in codes else pd.array(column, dtype="str")
        for name, column in columns.items()
    }
    return pd.DataFrame(frame, index=lines)
