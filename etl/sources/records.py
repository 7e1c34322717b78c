"""From rows of named columns to observations: what is wanted, what each row is of, and what is undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from etl.sources.cells import Tidied, convert, set_aside
from etl.sources.codes import Codes, constant, encode, occurring, recode
from etl.sources.scope import select
from etl.sources.tables import Table
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
    >>> flags_of("E"), flags_of("A"), flags_of("bu"), flags_of("B;U"), flags_of("b|C"), flags_of("|F")
    ('e', '', 'bu', 'bu', 'bc', '')
    """
    mark, _, confidentiality = status.replace(" ", "").partition("|")
    marks = mark.split(";")
    mark = "".join("" if one == NORMAL else one.lower() if len(one) == 1 else one for one in marks)
    return mark if confidentiality in FREE else mark + "c"


def tables_of(
    records: Iterable[Sequence[str]], header: Sequence[str], values: Collection[str], where: str
) -> list[Table]:
    """Make one table of the records of a file that has no lines; the index is their number, from 1.

    Parameters
    ----------
    values : collection of str
        Columns of text; the others are of codes.

    Raises
    ------
    DataError
        Where two columns have one name, or there is no record.
    """
    check_header(header, (), where)
    rows = [*records]
    if not rows:
        raise DataError("the file holds no figures", where=where, mend="fetch it again, with wider filters")
    columns = {name: [*cells] for name, cells in zip(header, zip(*rows, strict=True), strict=True)}
    frame = {name: pd.array(c, dtype="str") if name in values else encode(c) for name, c in columns.items()}

    def content(wanted: pd.DataFrame) -> list[str]:
        return [" ".join(map("=".join, zip(header, rows[at - 1], strict=True))) for at in wanted["line"]]

    return [Table(pd.DataFrame(frame, index=pd.RangeIndex(1, len(rows) + 1)), content, set_aside([]))]


def settle(
    tables: Iterable[Table],
    header: Sequence[str],
    columns: Columns,
    data_set: DataSet,
    where: str,
    dimensions: Collection[str] = (),
) -> Iterator[Tidied]:
    """Turn rows into observations as the declaration says.

    Parameters
    ----------
    tables : iterable of Table
        The rows of the file; the column of the value is of text, the others that matter of codes.
    header : sequence of str
        All columns of the file.
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
    given = place_and_time(columns, data_set, header)
    check_header(header, [*given, columns.value, *chosen], where)
    undecided = Undecided(name for name in dimensions if name not in {*given, *chosen})
    for table in tables:
        wanted, group = select(table.rows, data_set)
        rows = table.rows if wanted.all() else table.rows[wanted]
        if not undecided.after({name: occurring(rows[name].array).categories for name in undecided.codes}):
            cells = _cells(rows, group, columns, data_set)
            tidied = convert(cells, data_set, table.broken, int((~wanted).sum()), table.content)
            yield replace(tidied, columns=tuple(header))
    undecided.refuse(where)


def _cells(rows: pd.DataFrame, group: Codes, columns: Columns, data_set: DataSet) -> pd.DataFrame:
    has_status = columns.status is not None and columns.status in rows
    return pd.DataFrame(
        {
            "territory": _filled(rows, columns.territory, data_set.territory),
            "period": _filled(rows, columns.period, data_set.period),
            "group": group,
            "value": rows[columns.value].array,
            "status": rows[columns.status].array if has_status else constant("", len(rows)),
            "line": rows.index,
            "column": constant(columns.value, len(rows)),
        }
    )


def place_and_time(columns: Columns, data_set: DataSet, header: Collection[str]) -> list[str]:
    """Name the columns of territory and period, but for those that the declaration stands in for."""
    fixed = {columns.territory: data_set.territory, columns.period: data_set.period}
    return [name for name, instead in fixed.items() if name in header or not instead]


def _filled(rows: pd.DataFrame, column: str, fixed: str) -> Codes:
    if column not in rows:
        return constant(fixed, len(rows))
    return recode(rows[column].array, lambda code: code or fixed)


class Undecided:
    """Dimensions that are neither filtered nor mapped, and the codes that each was seen to have."""

    def __init__(self, dimensions: Iterable[str]) -> None:
        self.codes: dict[str, set[str]] = {name: set() for name in dimensions}

    def after(self, found: Mapping[str, Iterable[str]]) -> bool:
        """Look at the codes of a piece; tell whether any dimension has several by now."""
        for name, codes in found.items():
            self.codes[name].update(codes)
        return any(len(codes) > 1 for codes in self.codes.values())

    def refuse(self, where: str) -> None:
        """Make sure, at the end of a file, that figures of different kinds are not read as one series.

        Raises
        ------
        DataError
            Naming a dimension that has several codes, and its codes.
        """
        for name, found in self.codes.items():
            codes = sorted(found)
            if len(codes) > 1:
                more = ", ..." if len(codes) > MOST_NAMED else ""
                raise DataError(
                    f"'{name}' has {len(codes)} codes ({', '.join(codes[:MOST_NAMED])}{more}) "
                    "and the declaration chooses none",
                    where=where,
                    mend=f"declare filter: {{{name}: '{codes[0]}'}}, or map its codes to groups",
                )
