"""From rows of named columns to observations: what is wanted, what each row is of, and what is undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from etl.sources.cells import REJECTS, Tidied, convert, select
from etl.sources.cut import Table
from geodata.observatory import Columns, DataSet
from geodata.text import check_header
from indicators.errors import DataError

MOST_NAMED = 8
NORMAL, FREE = "A", ("", "F")


def columns_of(data_set: DataSet, usual: Columns) -> Columns:
    """Name the columns of a file: as declared, else as the publisher usually calls them."""
    return usual.model_copy(update=data_set.columns.model_dump(exclude_unset=True))


def flags_of(status: str) -> str:
    """Write a status in small letters: SDMX's capital one made small, ``A`` (normal) left out.

    What stands behind a bar is Eurostat's confidentiality: anything but ``F`` (free) is confidential.

    Examples
    --------
    >>> flags_of("E"), flags_of("A"), flags_of("bu"), flags_of("b|C"), flags_of("|F")
    ('e', '', 'bu', 'bc', '')
    """
    mark, _, confidentiality = status.replace(" ", "").partition("|")
    mark = "" if mark == NORMAL else mark.lower() if len(mark) == 1 else mark
    return mark if confidentiality in FREE else mark + "c"


def table_of(records: Iterable[Sequence[str]], header: Sequence[str], where: str) -> Table:
    """Make a table of the records of a file that has no lines; the index is their number, from 1.

    Raises
    ------
    DataError
        Where two columns have one name, or there is no record.
    """
    check_header(header, (), where)
    rows = pd.DataFrame(records, columns=[*header], dtype="str").fillna("")
    if rows.empty:
        raise DataError("the file holds no figures", where=where, mend="fetch it again, with wider filters")
    rows.index = pd.RangeIndex(1, len(rows) + 1)
    content = pd.Series("", index=rows.index, dtype="str")
    for name in header:
        content += (" " if name != header[0] else "") + name + "=" + rows[name]
    return Table(rows, content, pd.DataFrame(columns=REJECTS))


def settle(
    table: Table, columns: Columns, data_set: DataSet, where: str, dimensions: Collection[str] = ()
) -> Tidied:
    """Turn rows into observations as the declaration says.

    Parameters
    ----------
    table : Table
        The rows of the file, all text.
    columns : Columns
        Which of them hold the territory, the period, the value and the status.
    dimensions : collection of str
        Columns that tell figures apart: each must be filtered, mapped, or hold one code only.

    Raises
    ------
    DataError
        Where a declared column is missing, or the declaration leaves a dimension undecided.
    """
    chosen = [*data_set.filter, *data_set.map]
    given = place_and_time(columns, data_set, [*table.rows])
    check_header([*table.rows], [*given, columns.value, *chosen], where)
    wanted, group = select(table.rows, data_set)
    rows = table.rows[wanted]
    require_decided({name: rows[name] for name in dimensions if name not in {*given, *chosen}}, where)
    cells = pd.DataFrame(
        {
            "territory": _filled(rows, columns.territory, data_set.territory),
            "period": _filled(rows, columns.period, data_set.period),
            "group": group,
            "value": rows[columns.value],
            "status": rows.get(columns.status or "", ""),
            "line": rows.index,
            "column": columns.value,
            "content": table.content[wanted],
        }
    )
    tidied = convert(cells, data_set, table.broken, int((~wanted).sum()))
    return replace(tidied, columns=tuple(map(str, table.rows)))


def place_and_time(columns: Columns, data_set: DataSet, header: Collection[str]) -> list[str]:
    """Name the columns of territory and period, but for those that the declaration stands in for."""
    fixed = {columns.territory: data_set.territory, columns.period: data_set.period}
    return [name for name, instead in fixed.items() if name in header or not instead]


def _filled(rows: pd.DataFrame, column: str, fixed: str) -> pd.Series[str]:
    if column not in rows:
        return pd.Series(fixed, index=rows.index, dtype="str")
    return rows[column].mask(rows[column] == "", fixed)


def require_decided(dimensions: dict[str, Iterable[str]], where: str) -> None:
    """Make sure that figures of different kinds are not read as one series.

    Raises
    ------
    DataError
        Naming a dimension that has several codes, and its codes.
    """
    for name, column in dimensions.items():
        codes = sorted(set(column))
        if len(codes) > 1:
            more = ", ..." if len(codes) > MOST_NAMED else ""
            raise DataError(
                f"'{name}' has {len(codes)} codes ({', '.join(codes[:MOST_NAMED])}{more}) "
                "and the declaration chooses none",
                where=where,
                mend=f"declare filter: {{{name}: '{codes[0]}'}}, or map its codes to groups",
            )
