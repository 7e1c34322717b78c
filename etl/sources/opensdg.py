"""Indicator CSV of an Open SDG data repository: one column a disaggregation, GeoCode for the territory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from etl.sources.cells import Tidied
from etl.sources.cut import cut
from etl.sources.records import columns_of, settle
from geodata.observatory import Columns, DataSet
from geodata.text import check_header, decode
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


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
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
    table = cut(decode(raw, where), ",", where)
    columns = columns_of(data_set, COLUMNS)
    rows = _of_one_place(
        table.rows.apply(lambda cells: cells.str.strip()), columns, data_set.territory, where
    )
    if columns.status in rows:
        rows[columns.status] = rows[columns.status].replace(STATUSES)
    known = {columns.territory, columns.period, columns.value, columns.status, *KINDS, *columns.place}
    split = [name for name in rows if name not in {*known, *data_set.filter, *data_set.map}]
    groups = {name: _groups(name, rows[name].unique(), where) for name in map(str, split)}
    full = data_set.model_copy(update={"map": {**data_set.map, **groups}, "territory": ""})
    kinds = [name for name in KINDS if name in rows]
    return settle(replace(table, rows=rows), columns, full, where, kinds)


def _of_one_place(rows: pd.DataFrame, columns: Columns, everywhere: str, where: str) -> pd.DataFrame:
    """Give the declared territory to rows that name no place, by code or in words."""
    check_header([*rows], [columns.period, columns.value, *columns.place], where)
    code = (
        rows[columns.territory] if columns.territory in rows else pd.Series("", index=rows.index, dtype="str")
    )
    nowhere = (rows[[*columns.place]] == "").all(axis=1) & (code == "")
    return rows.assign(**{columns.territory: code.mask(nowhere, everywhere)})


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
