"""What a table's bytes are, and where its header is: CSV or TSV, a spreadsheet, or Parquet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow

from etl.sources import parquet
from etl.sources.cells import PERIOD, Contents, set_aside
from etl.sources.codes import Codes, pick
from etl.sources.cut import open_text, read_lines
from etl.sources.tables import Table, Tables, arrange
from geodata import workbook
from geodata.blocks import encoding_of, read_plain
from geodata.observatory import DataSet
from geodata.text import check_header, csv_rows
from geodata.xml_scan import cell_name
from indicators.errors import DataError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEADER_WITHIN = 50


def open_table(path: Path, data_set: DataSet, needed: Sequence[str], where: str) -> Tables:
    """Find the header of a table in any format.

    Parameters
    ----------
    needed : sequence of str
        The columns by which the header is known.

    Raises
    ------
    DataError
        Where the file is damaged or in no such format, or where a spreadsheet holds a merged cell in the
        table, or a number or a day where a code is expected.
    """
    head = next(read_plain(path, where), b"")
    if head.startswith(parquet.MAGIC):
        return _open_columns(path, data_set, needed, where)
    if workbook.is_workbook(head):
        return _open_sheet(b"".join(read_plain(path, where)), data_set, needed, where)
    return _open_text(path, encoding_of(head), data_set, needed, where)


def _open_text(path: Path, encoding: str, data_set: DataSet, needed: Sequence[str], where: str) -> Tables:
    candidates = [data_set.delimiter] if data_set.delimiter else [*DELIMITERS]
    found = {
        sign: line
        for sign in candidates
        if (line := data_set.header or _header_line(path, sign, data_set, needed, where))
    }
    if data_set.header and not data_set.delimiter:
        lines = read_lines(path, where, data_set.encoding)
        first = "".join(islice(lines, data_set.header - 1, data_set.header))
        found = {max(DELIMITERS, key=first.count): data_set.header}
    if len(found) > 1:
        names = " or ".join(DELIMITERS[sign] for sign in found)
        raise DataError(f"columns may be cut by {names}", where=where, mend="declare 'delimiter'")
    delimiter, line = next(iter(found.items()), (candidates[0], 1))
    detected = {
        f"encoding {encoding}": data_set.encoding,
        f"delimiter {DELIMITERS[delimiter]}": data_set.delimiter,
        f"header on line {line}": data_set.header,
    }
    told = ", ".join(what for what, declared in detected.items() if declared is None)
    notes = (f"detected: {told}",) if told else ()
    return open_text(path, delimiter, where, needed, header=line, encoding=data_set.encoding, notes=notes)


def _header_line(path: Path, sign: str, data_set: DataSet, needed: Sequence[str], where: str) -> int | None:
    lines = read_lines(path, where, data_set.encoding)
    try:
        for line, row in islice(csv_rows(lines, sign, where), HEADER_WITHIN):
            if _is_header(row, data_set, needed):
                return line
    except DataError:  # of quotes: cut with another delimiter, a quoted field goes on after its quote
        return None
    return None


def _is_header(row: Iterable[str], data_set: DataSet, needed: Sequence[str]) -> bool:
    names = {name.strip() for name in row}
    return names.issuperset(needed) and (
        not data_set.wide or any(re.fullmatch(PERIOD, name) for name in names)
    )


def _open_sheet(raw: bytes, data_set: DataSet, needed: Sequence[str], where: str) -> Tables:
    sheet = workbook.read_sheet(raw, data_set.sheet, where)
    texts = ((line, [workbook.text_of(cell) for cell in row]) for line, row in sheet.rows[:HEADER_WITHIN])
    header = data_set.header or next((at for at, row in texts if _is_header(row, data_set, needed)), None)
    notes = sheet.notes
    if header is None:
        header = sheet.rows[0][0] if sheet.rows else 1
    elif not data_set.header:
        notes += (f"detected: header in row {header}",)
    for last, name in sheet.layout.merged:
        if last >= header:
            raise DataError(
                f"the cells {name} are merged: only the first of them holds the value",
                where=where,
                mend="unmerge them and fill every cell",
            )
    rows = [(line, row) for line, row in sheet.rows if line >= header]
    if not rows:
        raise DataError("the file is empty", where=where, mend="fetch it again")
    names = [workbook.text_of(cell) for cell in rows[0][1]]
    named = {at: name.strip() for at, name in enumerate(names) if name.strip()}
    check_header([*named.values()], needed, where, header)
    write = _Writer(data_set)

    def cut(codes: Collection[str], values: Collection[str]) -> Iterator[Table]:
        lines = (
            (line, [write(row[at], named[at], where, line, at) for at in named]) for line, row in rows[1:]
        )
        return arrange([*named.values()], lines, codes, values)

    return Tables(tuple(named.values()), header, cut, typed=True, notes=notes)


def _open_columns(path: Path, data_set: DataSet, needed: Sequence[str], where: str) -> Tables:
    names, read = parquet.open_columns(path, needed, data_set.wide, where)
    write = _Writer(data_set)

    def texts(name: str, column: pyarrow.DictionaryArray, first: int) -> Codes:
        codes = column.indices.to_numpy()
        lines = first + np.unique(codes, return_index=True)[1]
        cells = zip(column.dictionary.to_pylist(), lines, strict=True)
        return pick(codes, [write(cell, name, where, line) for cell, line in cells])

    def cut(codes: Collection[str], values: Collection[str]) -> Iterator[Table]:
        first, asked = 1, {*codes, *values}
        for columns in read():
            cells = {name: texts(name, column, first) for name, column in columns.items() if name in asked}
            rows = pd.DataFrame(cells)
            rows.index += first
            yield Table(rows.astype(dict.fromkeys(values, "str")), _joined(rows), set_aside([]))
            first += len(rows)

    return Tables(tuple(names), 1, cut, typed=True)


def _joined(rows: pd.DataFrame) -> Contents:
    def content(wanted: pd.DataFrame) -> list[str]:
        return [*map(",".join, rows.loc[wanted["line"]].itertuples(index=False, name=None))]

    return content


class _Writer:
    """Writes typed cells as text, and refuses what is no code where one is expected."""

    def __init__(self, data_set: DataSet) -> None:
        self._codes = {data_set.columns.territory, *data_set.filter, *data_set.map}
        self._width, self._decimal = data_set.code_width, data_set.decimal or "."

    def __call__(self, cell: Any, name: str, where: str, line: int, column: int | None = None) -> str:
        if cell is None:
            return ""
        if name in self._codes:
            at = line if column is None else cell_name(line, column + 1)
            return unicodedata.normalize("NFC", _code(cell, self._width, f"{where}:{at}"))
        return unicodedata.normalize("NFC", workbook.text_of(cell, self._decimal))


def _code(cell: Any, width: int | None, place: str) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        raise DataError(
            f"the day {cell.isoformat()} where a code is expected",
            where=place,
            mend="an office program made a day of a code like 1-2: format the column as text, type it again",
        )
    if isinstance(cell, bool) or not float(cell).is_integer() or cell < 0:
        raise DataError(f"{cell} where a code is expected", where=place, mend="format the column as text")
    if width is None:
        raise DataError(
            f"the number {int(cell)} where a code is expected: a leading zero would be lost",
            where=place,
            mend="format the column as text, or declare 'code_width', the number of digits (2: 1 is 01)",
        )
    return f"{int(cell):0{width}}"
