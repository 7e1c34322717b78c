"""XLSX and ODS: the rows of one sheet, and a refusal wherever its values alone would mislead."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from geodata import ods, xlsx
from geodata.archive import ZIP, open_zip
from geodata.xml_scan import Layout, Sheets
from indicators.errors import DataError

MOST_CELLS = 20_000_000
OLD_XLS = b"\xd0\xcf\x11\xe0"
SHOWN = 5


@dataclass(frozen=True)
class Sheet:
    """The values of one sheet.

    Attributes
    ----------
    rows : list of (int, list)
        Row number and cells: text, float, bool, date or empty text. Rows without any value are left out.
    layout : Layout
        What the sheet says beside its values.
    notes : tuple of str
        The sheet that was taken, where none was declared, and what is hidden in it.
    """

    rows: list[tuple[int, list[Any]]]
    layout: Layout
    notes: tuple[str, ...]


def is_workbook(raw: bytes) -> bool:
    """Tell whether these may be the bytes of a spreadsheet."""
    return raw.startswith((ZIP, OLD_XLS))


def read_sheet(raw: bytes, sheet: str | None, where: str) -> Sheet:
    """Read one sheet: the declared one, hidden or not, or the only one that is not hidden.

    Raises
    ------
    DataError
        Where the file is an old or damaged spreadsheet, would fill the memory, has several sheets of which
        none is declared, or holds formulas that were never computed.
    """
    if raw.startswith(OLD_XLS):
        raise DataError("an old Excel file (.xls), or an encrypted one", where=where, mend="save it as XLSX")
    with open_zip(raw, where) as archive:
        name, layout, notes = _choose(archive, sheet, where)
    if layout.uncomputed:
        raise DataError(
            f"the formula in {_some(layout.uncomputed)} has no stored result",
            where=f"{where}:{name}",
            mend="open the file in an office program and save it, or save the values only",
        )
    if layout.rows * layout.columns > MOST_CELLS:
        raise DataError(
            f"the sheet spans {layout.rows:,} rows and {layout.columns:,} columns",
            where=f"{where}:{name}",
            mend="delete the cells far from the table, or save it as CSV",
        )
    if layout.hidden:
        notes += (f"hidden, and read all the same: {_some(layout.hidden)}",)
    return Sheet(_rows(raw, name, layout, where), layout, notes)


def _choose(archive: ZipFile, sheet: str | None, where: str) -> tuple[str, Layout, tuple[str, ...]]:
    members = archive.namelist()
    if xlsx.BOOK in members:
        parts = xlsx.sheets(archive, where)
        name, note = _name(parts, sheet, where)
        return name, xlsx.layout(archive, parts.all[name], f"{where}:{name}"), note
    if ods.CONTENT in members:
        layouts = ods.sheets(archive, where)
        name, note = _name(layouts, sheet, where)
        return name, layouts.all[name], note
    raise DataError(
        "a zip file that is no XLSX or ODS", where=where, mend="unpack it, and declare the table in it"
    )


def _name(there: Sheets[Any], wanted: str | None, where: str) -> tuple[str, tuple[str, ...]]:
    """Choose a sheet, and note what was not declared of it."""
    if wanted in there.all:
        return str(wanted), (f"the sheet '{wanted}' is hidden",) if wanted in there.hidden else ()
    shown = [name for name in there.all if name not in there.hidden]
    if wanted is None and len(shown) == 1:
        hidden = ", ".join(f"'{name}'" for name in there.all if name in there.hidden)
        which = f"the only one that is not hidden, as is {hidden}" if hidden else "the only one"
        return shown[0], (f"sheet '{shown[0]}' ({which})",)
    names = ", ".join(f"'{name}'{' (hidden)' if name in there.hidden else ''}" for name in there.all)
    count = "only hidden" if there.hidden and not shown else len(shown)
    what = f"no sheet '{wanted}'" if wanted else f"{count} sheets, and none is declared"
    raise DataError(what, where=where, mend=f"declare 'sheet'; there are: {names}")


def _rows(raw: bytes, name: str, layout: Layout, where: str) -> list[tuple[int, list[Any]]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise DataError(f"damaged spreadsheet: {error}", where=where, mend="save it again") from None
    for (row, column), text in layout.errors.items():
        rows[row - 1][column - 1] = text
    return [(at, row) for at, row in enumerate(rows, start=1) if any(cell != "" for cell in row)]


def text_of(cell: Any, decimal: str = ".") -> str:
    """Write a cell as text; a whole number without decimals, a day as ``2020-01-31``.

    >>> text_of(2019.0), text_of(1.5, ","), text_of("01")
    ('2019', '1,5', '01')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, float) and not cell.is_integer():
        return repr(cell).replace(".", decimal)
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
