"""SDMX-CSV 1.0 and 2.0, as Eurostat, the OECD and others write it: codes, labels, ``code: label``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from etl.sources.cells import Tidied
from etl.sources.codes import combine, constant, holds, recode
from etl.sources.cut import open_text, read_lines
from etl.sources.numbers import Style, rewrite
from etl.sources.records import columns_of, flags_of, place_and_time, settle
from etl.sources.tables import Table, Tables
from geodata.observatory import Columns, DataSet
from geodata.text import check_header
from indicators.errors import DataError

ACTION, CONFIDENTIALITY, STATUS = "ACTION", "CONF_STATUS", "status"
FLAGS = ("OBS_FLAG", "OBS_STATUS")
LABELLED = "STRUCTURE_NAME"
FRAME = ("DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", LABELLED, ACTION, "SERIES_KEY", "OBS_KEY")
Decimal = Literal[".", ","] | None
START = re.compile(r"\"?(?:DATAFLOW|STRUCTURE)(?:\[.\])?\"?([,;\t|])")


def tidy_sdmx_csv(path: Path, data_set: DataSet, usual: Columns, where: str) -> Iterator[Tidied]:
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
    start = START.match(next(read_lines(path, where)))
    file = open_text(path, start[1] if start else ",", where)
    named = {_code(name): name for name in file.names}
    header = [*map(_code, file.names)]
    columns = columns_of(data_set, usual)
    if ACTION in named:
        _refuse_deletion(file, named[ACTION], where)
    needed = [*place_and_time(columns, data_set, header), *data_set.filter, *data_set.map]
    check_header(header, [*needed, columns.value], where)
    dimensions = _dimensions(header, columns)
    flags = columns.status or next((name for name in FLAGS if name in header), None)
    marks = [name for name in (flags, CONFIDENTIALITY) if name in named]
    codes = [*dict.fromkeys([*needed, *dimensions, *marks])]
    pieces = file.pieces([named[name] for name in codes], [named[columns.value]], where)
    tables = (_plain(table, flags, columns.value, data_set.decimal) for table in pieces)
    columns = columns.model_copy(update={"status": STATUS})
    return settle(tables, header, columns, data_set, where, dimensions)


def _refuse_deletion(file: Tables, action: str, where: str) -> None:
    for table in file.pieces([action], (), where):
        deleted = table.rows.index[holds(table.rows[action].array, lambda cell: _code(cell) == "D")]
        if deleted.size:
            raise DataError(
                "a message that deletes figures (ACTION D) and gives none",
                where=f"{where}:{deleted[0]}",
                mend="fetch the data set itself",
            )


def _plain(table: Table, flags: str | None, value: str, decimal: Decimal) -> Table:
    """Cut the labels off the codes, and put the two kinds of flags together."""
    rows = table.rows.rename(columns=_code)
    coded = {str(name): recode(rows[name].array, _code) for name in rows if name != value}
    none = constant("", len(rows))
    both = [coded.get(name or "", none) for name in (flags, CONFIDENTIALITY)]
    status = combine(both, lambda mark, confidentiality: flags_of(f"{mark}|{confidentiality}"))
    plain = rewrite(rows[value], Style(decimal)) if decimal else rows[value]
    return replace(table, rows=rows.assign(**coded, **{value: plain, STATUS: status}))


def _code(cell: str) -> str:
    """Cut the label off a ``code:label`` cell, the mark of its parts off a column's name.

    >>> _code("FI:Finland"), _code("2023"), _code("STRUCTURE[;]")
    ('FI', '2023', 'STRUCTURE')
    """
    return cell.partition(":")[0].partition("[")[0].strip()


def _dimensions(header: Sequence[str], columns: Columns) -> list[str]:
    """Name the columns left of period and value; with labels in columns of their own, every other one."""
    end = min(header.index(name) for name in (columns.period, columns.value) if name in header)
    left = [name for name in header[:end] if name not in FRAME]
    return left[:: 2 if LABELLED in header else 1]
