"""Indicator CSV of an Open SDG data repository: one column a disaggregation, GeoCode for the territory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from etl.sources.cells import Tidied
from etl.sources.codes import combine, constant, recode
from etl.sources.cut import open_text
from etl.sources.records import columns_of, settle
from etl.sources.tables import Table, Tables
from geodata.observatory import Columns, DataSet
from geodata.text import check_header
from indicators.errors import DataError
from indicators.observations import TOTAL

COLUMNS = Columns(territory="GeoCode", period="Year", value="Value", status="Observation status")
KINDS = ("Series", "Units", "Unit measure", "Unit multiplier")
STATUSES = {
    "": "",
    "Normal value": "",
    "Time series break": "b",
    "Definition differs": "d",
    "Estimated value": "e",
    "Forecast value": "f",
    "Imputed value": "i",
    "Missing value": "m",
    "Missing value; suppressed": "c",
    "Provisional value": "p",
    "Low reliability": "u",
}
"""Names of SDMX's code list of observation statuses, which Open SDG writes in words."""


def tidy(path: Path, data_set: DataSet, where: str) -> Iterator[Tidied]:
    """Read an indicator file. A row without any disaggregation is the total.

    Every other row belongs to the group that its disaggregation columns say, as sorted ``dimension=code``
    pairs: ``age=16 to 24;sex=Female``. Columns under ``map`` say it in the declaration's own codes; those
    under ``columns.place`` only repeat the territory. A row without GeoCode is of the declared `territory`.

    Raises
    ------
    DataError
        Where it is no indicator file, or holds several series or units and the declaration chooses none.

    References
    ----------
    Open SDG documentation, data format; SDMX code list CL_OBS_STATUS.
    """
    file = open_text(path, ",", where)
    columns = columns_of(data_set, COLUMNS)
    check_header(file.names, [columns.period, columns.value, *columns.place], where)
    known = {columns.territory, columns.period, columns.value, columns.status, *KINDS, *columns.place}
    split = [name for name in file.names if name not in {*known, *data_set.filter, *data_set.map}]
    groups = {name: _groups(name, codes, where) for name, codes in _codes(file, split, where).items()}
    full = data_set.model_copy(update={"map": {**data_set.map, **groups}, "territory": ""})
    codes = [name for name in file.names if name != columns.value]
    pieces = file.pieces(codes, [columns.value], where)
    tables = (_of_one_place(table, columns, data_set.territory) for table in pieces)
    header = [*dict.fromkeys([*file.names, columns.territory])]
    return settle(tables, header, columns, full, where, [name for name in KINDS if name in file.names])


def _codes(file: Tables, columns: Sequence[str], where: str) -> dict[str, dict[str, None]]:
    """List the codes of each column, in the order of the file."""
    found: dict[str, dict[str, None]] = {name: {} for name in columns}
    for table in file.pieces(columns, (), where) if columns else ():
        for name, codes in found.items():
            codes.update(dict.fromkeys(code.strip() for code in table.rows[name].array.categories))
    return found


def _of_one_place(table: Table, columns: Columns, everywhere: str) -> Table:
    """Give the declared territory to rows that name no place, by code or in words."""
    rows = {
        str(name): recode(table.rows[name].array, str.strip) for name in table.rows if name != columns.value
    }
    if columns.status in rows:
        rows[columns.status] = recode(rows[columns.status], lambda words: STATUSES.get(words, words))
    code = rows.get(columns.territory, constant("", len(table.rows)))
    places = [code, *(rows[name] for name in columns.place)]
    rows[columns.territory] = combine(places, lambda *words: words[0] if any(words) else everywhere)
    return replace(table, rows=table.rows.assign(**rows))


def _groups(column: str, codes: Iterable[str], where: str) -> dict[str, str]:
    """Name the group of each code of a disaggregation; no code is the total.

    Examples
    --------
    >>> _groups("Urban or rural", ["", "Rural"], "a.csv")
    {'': 'total', 'Rural': 'urban_or_rural=Rural'}
    """
    dimension = re.sub(r"\W+", "_", column.lower()).strip("_")
    strange = next((code for code in codes if re.search("[=;]", code)), None)
    if strange is not None:
        raise DataError(
            f"'{strange}' in the column '{column}' cannot name a group",
            where=where,
            mend="give its groups with 'map'",
        )
    return {code: f"{dimension}={code}" if code else TOTAL for code in codes}
