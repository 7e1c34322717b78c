"""Rows of text under a header: what every table is cut into."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow
from pyarrow import csv

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
    plain = _cut_plain(text, delimiter, where, needed, header)
    if plain is not None:
        return replace(plain, notes=notes)
    lines = ((line, row) for line, row in csv_rows(io.StringIO(text, newline=""), delimiter, where) if line >= header)
    at, names = next(lines, (header, []))
    return arrange(names, lines, where, needed, header=at, delimiter=delimiter, notes=notes)


def _cut_plain(text: str, delimiter: str, where: str, needed: Sequence[str], header: int) -> Table | None:
    """Cut a text without quotes, every line a row of the same length, many times faster; else None."""
    ends = "\r\n" if "\r" in text else "\n"
    body = text.removesuffix(ends)
    mixed = {text.count(sign) for sign in ends} != {text.count(ends)}
    if mixed or '"' in text or ends * 2 in ends + body + ends:
        return None
    lines = body.split(ends)[header - 1 :]
    names = [name.strip() for name in lines[0].split(delimiter)] if lines else []
    if len(lines) < 2 or len(names) < 2:
        return None
    check_header(names, needed, where, header)
    convert = csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.large_string()), null_values=[])
    read = csv.ReadOptions(column_names=names, skip_rows=header)
    try:
        cells = csv.read_csv(
            io.BytesIO(text.encode()),
            read_options=read,
            parse_options=csv.ParseOptions(delimiter=delimiter, quote_char=False),
            convert_options=convert,
        )
    except pyarrow.ArrowInvalid:  # a ragged row, which the slow way puts aside by itself
        return None
    at = pd.RangeIndex(header + 1, header + len(lines))
    rows = cells.to_pandas().set_axis(at)
    return Table(rows, pd.Series(lines[1:], index=at, dtype="str"), pd.DataFrame(columns=REJECTS), header)


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
