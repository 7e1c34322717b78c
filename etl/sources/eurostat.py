"""Eurostat's files: SDMX-CSV 1.0 and 2.0, with or without labels, and bulk TSV, plain or gzip."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.sources.cells import REJECTS, Tidied, convert, group_of, select
from etl.sources.table import cut
from geodata.observatory import DataSet
from geodata.text import check_header, decode
from indicators.errors import DataError

GEO, TIME, VALUE, CONFIDENTIALITY = "geo", "TIME_PERIOD", "OBS_VALUE", "CONF_STATUS"
FLAGS = ("OBS_FLAG", "OBS_STATUS")
FREE = ("", "F")


def tidy(raw: bytes, data_set: DataSet, where: str) -> Tidied:
    """Read one file of Eurostat, whichever of its formats it is in.

    Parameters
    ----------
    raw : bytes
        The file as it was downloaded.
    data_set : DataSet
        Declares the filter and the map over the dimensions, by their codes.
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Where the file is in no format of Eurostat, or lacks a dimension that the declaration names.
    """
    text = decode(raw, where)
    header = text.partition("\n")[0]
    read = _tidy_tsv if "\t" in header and "\\" in header else _tidy_sdmx_csv
    return read(text, data_set, where)


def _tidy_sdmx_csv(text: str, data_set: DataSet, where: str) -> Tidied:
    table = cut(text, ",", where)
    rows = table.rows.rename(columns=_code)
    flags = next((name for name in FLAGS if name in rows), None)
    optional = [name for name in (flags, CONFIDENTIALITY) if name in rows]
    keys = [GEO, TIME, *data_set.filter, *data_set.map]
    check_header([*rows], [*keys, VALUE], where)
    rows = rows[[*dict.fromkeys([*keys, *optional])]].map(_code).assign(**{VALUE: rows[VALUE]})
    wanted, group = select(rows, data_set)
    rows = rows[wanted]
    status = rows[flags].str.replace(" ", "") if flags else pd.Series("", index=rows.index, dtype="str")
    if CONFIDENTIALITY in rows:
        status = status.where(rows[CONFIDENTIALITY].isin(FREE), status + "c")
    cells = pd.DataFrame(
        {
            "territory": rows[GEO],
            "period": rows[TIME],
            "group": group,
            "value": rows[VALUE],
            "status": status,
            "line": rows.index,
            "column": VALUE,
            "content": table.content[wanted],
        }
    )
    return convert(cells, data_set, table.broken, int((~wanted).sum()))


def _code(cell: str) -> str:
    """Cut the label off a ``code:label`` cell.

    >>> _code("FI:Finland"), _code("2023")
    ('FI', '2023')
    """
    return cell.partition(":")[0].strip()


class _Groups(dict[str, str | None]):
    """Group of each combination of codes (``A,T,NR,TOTAL``), worked out once; None where out of scope."""

    def __init__(self, dimensions: Sequence[str], data_set: DataSet) -> None:
        super().__init__()
        self._dimensions, self._data_set = dimensions, data_set

    def __missing__(self, prefix: str) -> str | None:
        codes = dict(zip(self._dimensions, prefix.split(","), strict=False))
        chosen = {**self._data_set.filter, **self._data_set.map}
        inside = all(codes.get(dimension) in wanted for dimension, wanted in chosen.items())
        self[prefix] = group_of(codes, self._data_set) if inside else None
        return self[prefix]


def _tidy_tsv(text: str, data_set: DataSet, where: str) -> Tidied:
    header, *rest = text.split("\n")
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(rest, start=2) if line.strip()]
    key, *periods = header.rstrip("\r").split("\t")
    groups = _Groups(_dimensions(key, data_set, where), data_set)
    if not lines:
        raise DataError("the file has a header and no rows", where=where, mend="fetch it again")
    rows, broken, left_out = [], [], 0
    for number, line in lines:
        prefix, _, geo = line.partition("\t")[0].rpartition(",")
        group = groups[prefix]
        if group is None:
            left_out += len(periods)
            continue
        cells = line.split("\t")[1:]
        if len(cells) == len(periods):
            rows += [(geo, when, group, cell, number) for when, cell in zip(periods, cells, strict=True)]
        else:
            reason = f"{len(cells)} values where the header has {len(periods)} periods"
            broken.append((number, "", geo, reason, line))
    return convert(_split_flags(rows), data_set, pd.DataFrame(broken, columns=REJECTS), left_out)


def _dimensions(key: str, data_set: DataSet, where: str) -> list[str]:
    *dimensions, last = key.partition("\\")[0].split(",")
    check_header([*dimensions, last], [GEO, *data_set.filter, *data_set.map], where)
    if last != GEO:
        raise DataError(
            f"the last dimension is '{last}', not '{GEO}'",
            where=f"{where}:1",
            mend="take a regional data set",
        )
    return dimensions


def _split_flags(rows: list[tuple[str, str, str, str, int]]) -> pd.DataFrame:
    cells = pd.DataFrame(rows, columns=["territory", "period", "group", "cell", "line"])
    parts = cells["cell"].astype("str").str.strip().str.extract(r"^(\S*)(.*)$")
    period = cells["period"].astype("str").str.strip()
    return cells.assign(
        period=period,
        value=parts[0],
        status=parts[1].str.replace(" ", ""),
        column=period,
        content=cells["territory"].astype("str") + " " + period + " " + cells["cell"].astype("str"),
    )
