"""Tidy and wide CSV tables with declared columns. Everything is read as text and converted afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from etl.sources.cells import PERIOD, REJECTS, Tidied, convert, select
from geodata.observatory import DataSet
from geodata.text import check_header, csv_rows, decode
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
    """

    rows: pd.DataFrame
    content: pd.Series[str]
    broken: pd.DataFrame


def cut(text: str, delimiter: str, where: str, needed: Sequence[str] = ()) -> Table:
    """Cut the text of a CSV file into cells.

    Raises
    ------
    DataError
        Where a quote is never closed, a column is named twice or missing, or no row fits the header.
    """
    lines = csv_rows(text, delimiter, where)
    header = [name.strip() for name in next(lines)[1]]
    check_header(header, needed, where)
    at, good, content, broken = [], [], [], []
    for line, row in lines:
        if len(row) == len(header):
            at.append(line)
            good.append(row)
            content.append(delimiter.join(row))
        else:
            reason = f"{len(row)} fields where the header has {len(header)}"
            broken.append((line, "", row[0], reason, delimiter.join(row)))
    if not good:
        line, _, _, reason, _ = broken[0] if broken else (1, "", "", "the file has a header and no rows", "")
        raise DataError(reason, where=f"{where}:{line}", mend="correct the header, or fetch the file again")
    rows = pd.DataFrame(good, index=at, columns=header, dtype="str")
    return Table(rows, pd.Series(content, index=at, dtype="str"), pd.DataFrame(broken, columns=REJECTS))


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
    """Read a table as its declaration says.

    Parameters
    ----------
    raw : bytes
        The file, plain or gzip.
    data_set : DataSet
        Declares the columns, the filter and the map.
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Where the file cannot be read, or lacks a declared column. A row of another length than the
        header is rejected by itself.
    """
    columns = data_set.columns
    needed = [columns.territory, *filter(None, [columns.status]), *data_set.filter, *data_set.map]
    if not data_set.wide:
        needed += [columns.period, columns.value]
    table = cut(decode(raw, where), data_set.delimiter, where, needed)
    values = _periods(table.rows, where) if data_set.wide else [columns.value]
    wanted, group = select(table.rows, data_set)
    rows = table.rows[wanted]
    parts = [
        pd.DataFrame(
            {
                "territory": rows[columns.territory],
                "period": value if data_set.wide else rows[columns.period],
                "group": group,
                "value": rows[value],
                "status": rows[columns.status] if columns.status else "",
                "line": rows.index,
                "column": value,
                "content": table.content[wanted],
            }
        )
        for value in values
    ]
    out_of_scope = int((~wanted).sum()) * len(values)
    return convert(pd.concat(parts, ignore_index=True), data_set, table.broken, out_of_scope)


def _periods(rows: pd.DataFrame, where: str) -> list[str]:
    found = [name for name in rows.columns if re.fullmatch(PERIOD, name)]
    if not found:
        raise DataError(
            "no column is named after a period",
            where=f"{where}:1",
            mend="declare 'wide: false', or name the columns 2019, 2020, ...",
        )
    return found
