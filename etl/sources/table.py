"""Tables of any shape: CSV and TSV, XLSX, ODS and Parquet, tidy or wide; all text until it is converted."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from etl.sources.cells import PERIOD, Tidied, convert, select
from etl.sources.cut import Table
from etl.sources.formats import open_table
from etl.sources.numbers import Style, find_style, rewrite, spaced
from geodata.observatory import Columns, DataSet
from indicators.errors import DataError

COLUMNS = Columns()


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
    """Read a table as its declaration says; what it leaves out is detected and noted.

    Parameters
    ----------
    raw : bytes
        CSV or TSV, plain or gzip; XLSX, ODS or Parquet. The bytes tell, not the name.
    data_set : DataSet
        Declares the columns, the filter and the map, and how the file is written.
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Where the file cannot be read, can be read in two ways, or lacks a declared column. A row of another
        length than the header is rejected by itself.
    """
    columns = data_set.columns
    table = open_table(raw, data_set, _needed(data_set), where)
    values = _periods(table, where) if data_set.wide else [columns.value]
    wanted, group = select(table.rows, data_set)
    rows = table.rows[wanted]
    unit = _unit(rows, data_set, where)
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
    cells = pd.concat(parts, ignore_index=True)
    plain, style = _plain(cells["value"], data_set, table, where)
    out_of_scope = int((~wanted).sum()) * len(values)
    notes = (*table.notes, *style, *unit)
    tidied = convert(cells.assign(value=plain), data_set, table.broken, out_of_scope, notes)
    return replace(tidied, columns=tuple(table.rows.columns))


def _needed(data_set: DataSet) -> list[str]:
    columns = data_set.columns
    tidy_only = [] if data_set.wide else [columns.period, columns.value]
    given = [columns.territory, *tidy_only, *filter(None, [columns.status, columns.unit])]
    return [*dict.fromkeys([*given, *data_set.filter, *data_set.map])]


def _periods(table: Table, where: str) -> list[str]:
    found = [name for name in table.rows.columns if re.fullmatch(PERIOD, name)]
    if not found:
        raise DataError(
            "no column is named after a period",
            where=f"{where}:{table.header}",
            mend="declare 'wide: false', or name the columns 2019, 2020, ...",
        )
    return found


def _plain(
    values: pd.Series[str], data_set: DataSet, table: Table, where: str
) -> tuple[pd.Series[str], tuple[str, ...]]:
    values = spaced(values.str.strip())
    if table.typed:
        style = Style(data_set.decimal or ".", data_set.thousands or "")
        return rewrite(values, style), ()
    style = find_style(values, data_set.decimal, data_set.thousands, where)
    found = [f"decimal '{style.decimal}'"] if not data_set.decimal and style.decimal != "." else []
    if style.thousands and not data_set.thousands:
        found.append(f"thousands '{style.thousands}'")
    return rewrite(values, style), (f"detected: {', '.join(found)}",) if found else ()


def _unit(rows: pd.DataFrame, data_set: DataSet, where: str) -> tuple[str, ...]:
    column = data_set.columns.unit
    if column is None:
        return ()
    units = rows[column].str.strip().unique()
    if data_set.unit and (wrong := [unit for unit in units if unit != data_set.unit]):
        raise DataError(
            f"the column '{column}' has the unit '{wrong[0]}', and '{data_set.unit}' is declared",
            where=where,
            mend="correct 'unit' and 'scale', or filter the rows",
        )
    if len(units) > 1:
        raise DataError(
            f"{len(units)} units in the column '{column}': {', '.join(map(repr, units[:5]))}",
            where=where,
            mend=f"keep one, as in 'filter: {{{column}: {units[0]}}}'",
        )
    return () if data_set.unit else tuple(f"detected: unit '{unit}'" for unit in units)
