"""SDMX-CSV 1.0 and 2.0, as Eurostat, the OECD and others write it: codes, labels, ``code: label``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from etl.sources.cells import Tidied
from etl.sources.cut import Table, cut
from etl.sources.numbers import Style, rewrite
from etl.sources.records import columns_of, flags_of, place_and_time, settle
from geodata.observatory import Columns, DataSet
from geodata.text import check_header
from indicators.errors import DataError

ACTION, CONFIDENTIALITY, STATUS = "ACTION", "CONF_STATUS", "status"
FLAGS = ("OBS_FLAG", "OBS_STATUS")
LABELLED = "STRUCTURE_NAME"
FRAME = ("DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", LABELLED, ACTION, "SERIES_KEY", "OBS_KEY")
START = re.compile(r"\"?(?:DATAFLOW|STRUCTURE)(?:\[.\])?\"?([,;\t|])")


def tidy_sdmx_csv(text: str, data_set: DataSet, usual: Columns, where: str) -> Tidied:
    """Read SDMX-CSV; which of its dialects it is stands in the header.

    Parameters
    ----------
    usual : Columns
        How the publisher calls the columns, where the declaration does not say.

    Raises
    ------
    DataError
        Where it lacks a column, deletes figures instead of giving them, or a dimension is left undecided.

    References
    ----------
    SDMX-CSV field guide, versions 1.0 and 2.0: header, labels, actions.
    """
    start = START.match(text)
    table = cut(text, start[1] if start else ",", where)
    table = replace(table, rows=table.rows.rename(columns=_code))
    columns = columns_of(data_set, usual)
    _refuse_deletion(table.rows, where)
    needed = [*place_and_time(columns, data_set, [*table.rows]), *data_set.filter, *data_set.map]
    check_header([*table.rows], [*needed, columns.value], where)
    dimensions = _dimensions([*table.rows], columns)
    rows = table.rows[[*dict.fromkeys([*needed, *dimensions])]].apply(_codes)
    value = table.rows[columns.value]
    rows[columns.value] = rewrite(value, Style(data_set.decimal)) if data_set.decimal else value
    rows[STATUS] = _status(table, columns.status)
    columns = columns.model_copy(update={"status": STATUS})
    tidied = settle(replace(table, rows=rows), columns, data_set, where, dimensions)
    return replace(tidied, columns=tuple(map(str, table.rows)))


def _code(cell: str) -> str:
    """Cut the label off a ``code:label`` cell, the mark of its parts off a column's name.

    >>> _code("FI:Finland"), _code("2023"), _code("STRUCTURE[;]")
    ('FI', '2023', 'STRUCTURE')
    """
    return cell.partition(":")[0].partition("[")[0].strip()


def _codes(cells: pd.Series[str]) -> pd.Series[str]:
    return cells.map({cell: _code(cell) for cell in cells.unique()})


def _refuse_deletion(rows: pd.DataFrame, where: str) -> None:
    if ACTION in rows and (deleted := rows.index[_codes(rows[ACTION]) == "D"]).size:
        raise DataError(
            "a message that deletes figures (ACTION D) and gives none",
            where=f"{where}:{deleted[0]}",
            mend="fetch the data set itself",
        )


def _dimensions(header: Sequence[str], columns: Columns) -> list[str]:
    """Name the columns left of period and value; with labels in columns of their own, every other one."""
    end = min(header.index(name) for name in (columns.period, columns.value) if name in header)
    left = [name for name in header[:end] if name not in FRAME]
    return left[:: 2 if LABELLED in header else 1]


def _status(table: Table, declared: str | None) -> pd.Series[str]:
    name = declared or next((name for name in FLAGS if name in table.rows), None)
    empty = pd.Series("", index=table.rows.index, dtype="str")
    mark, confidentiality = (
        _codes(table.rows[column]) if column in table.rows else empty for column in (name, CONFIDENTIALITY)
    )
    both = mark + "|" + confidentiality
    return both.map({words: flags_of(words) for words in both.unique()})
