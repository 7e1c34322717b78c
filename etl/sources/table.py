"""Tables of any shape: CSV and TSV, XLSX, ODS and Parquet, tidy or wide; all text until it is converted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from etl.sources.cells import PERIOD, Tidied, convert
from etl.sources.codes import constant, pick, tiled
from etl.sources.formats import open_table
from etl.sources.numbers import Evidence, Style, rewrite, spaced
from etl.sources.scope import select
from etl.sources.tables import Table, Tables
from geodata.observatory import Columns, DataSet
from indicators.errors import DataError

COLUMNS = Columns()
MOST_NAMED = 10


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read a table as its declaration says; what it leaves out is detected and noted.

    Parameters
    ----------
    path : Path
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
    needed = _needed(data_set)
    file = open_table(path, data_set, needed, where)
    values = _periods(file, where) if data_set.wide else [data_set.columns.value]
    codes = [name for name in needed if name not in values]
    style, found = _survey(file, codes, values, data_set, where)
    notes = (*file.notes, *_left_alone(file, needed, values, data_set), *found)
    for table in file.pieces(codes, values, where):
        yield replace(_settle(table, values, style, data_set), notes=notes, columns=file.names)


def _settle(table: Table, values: Sequence[str], style: Style, data_set: DataSet) -> Tidied:
    columns = data_set.columns
    wanted, group = select(table.rows, data_set)
    rows = table.rows if wanted.all() else table.rows[wanted]
    several = len(values)
    cells = {
        "territory": rows[columns.territory].array,
        "period": constant("", len(rows)) if data_set.wide else rows[columns.period].array,
        "group": group,
        "status": rows[columns.status].array if columns.status else constant("", len(rows)),
        "line": rows.index.to_numpy(),
        "column": constant(columns.value, len(rows)),
    }
    frame = pd.DataFrame({name: tiled(cell, several) for name, cell in cells.items()})
    if data_set.wide:
        period = pick(np.repeat(np.arange(several), len(rows)), values)
        frame = frame.assign(period=period, column=period)
    text = pd.concat([rows[value] for value in values], ignore_index=True)
    frame = frame.assign(value=rewrite(spaced(text), style))
    return convert(frame, data_set, table.broken, int((~wanted).sum()) * several, table.content)


def _needed(data_set: DataSet) -> list[str]:
    columns = data_set.columns
    tidy_only = [] if data_set.wide else [columns.period, columns.value]
    given = [columns.territory, *tidy_only, *filter(None, [columns.status, columns.unit])]
    return [*dict.fromkeys([*given, *data_set.filter, *data_set.map])]


def _periods(table: Tables, where: str) -> list[str]:
    found = [name for name in table.names if re.fullmatch(PERIOD, name)]
    if not found:
        raise DataError(
            "no column is named after a period",
            where=f"{where}:{table.header}",
            mend="declare 'wide: false', or name the columns 2019, 2020, ...",
        )
    return found


def _left_alone(
    file: Tables, needed: Sequence[str], values: Sequence[str], data_set: DataSet
) -> tuple[str, ...]:
    """Name the columns of a wide table that are not read: one of them may be a year written otherwise."""
    other = [name for name in file.names if name and name not in {*needed, *values}]
    if not (data_set.wide and other):
        return ()
    named = ", ".join(f"'{name}'" for name in other[:MOST_NAMED])
    return (f"columns left alone: {named}" + (f" ... ({len(other)})" if len(other) > MOST_NAMED else ""),)


def _survey(
    file: Tables, codes: Sequence[str], values: Sequence[str], data_set: DataSet, where: str
) -> tuple[Style, tuple[str, ...]]:
    """Find in a first pass what only the whole file tells: how its numbers are written, and its unit."""
    evidence = Evidence(data_set.decimal, data_set.thousands)
    unit, units = data_set.columns.unit, dict[str, None]()
    decided = file.typed or evidence.enough
    asked = {*data_set.filter, *data_set.map, unit}
    needed = [name for name in codes if name in asked]
    for table in file.pieces(needed, values, where) if unit or not decided else ():
        wanted, _ = select(table.rows, data_set)
        rows = table.rows if wanted.all() else table.rows[wanted]
        if unit:
            units.update(dict.fromkeys(code.strip() for code in rows[unit].array.unique()))
        for value in () if decided else values:
            evidence.see(rows[value])
        if evidence.enough and not unit:
            break
    of_unit = _unit([*units], data_set, where)
    style = evidence.declared if file.typed else evidence.style(where)
    told = style.told(evidence.declared)
    return style, (*((f"detected: {told}",) if told else ()), *of_unit)


def _unit(units: Sequence[str], data_set: DataSet, where: str) -> tuple[str, ...]:
    column = data_set.columns.unit
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
