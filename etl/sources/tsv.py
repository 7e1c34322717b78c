"""Eurostat's bulk TSV: one row a series, one column a period, flags behind the values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from etl.sources.cells import REJECTS, Tidied, convert, group_of
from etl.sources.records import require_decided
from geodata.observatory import DataSet
from geodata.text import check_header
from indicators.errors import DataError

GEO = "geo"


def is_tsv(text: str) -> bool:
    """Tell whether the header is that of Eurostat's TSV: ``freq,unit,geo\\TIME_PERIOD`` and periods."""
    header = text.partition("\n")[0]
    return "\t" in header and "\\" in header


def tidy_tsv(text: str, data_set: DataSet, where: str) -> Tidied:
    """Read a bulk TSV, its periods ascending or descending.

    Raises
    ------
    DataError
        Where it has no rows, lacks a dimension that the declaration names, or leaves one undecided.
    """
    header, *rest = text.split("\n")
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(rest, start=2) if line.strip()]
    key, *periods = [name.strip() for name in header.split("\t")]
    dimensions = _dimensions(key, data_set, where)
    groups = _Groups(dimensions, data_set)
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
            rows += [
                (geo, when, group, *_parts(cell), number) for when, cell in zip(periods, cells, strict=True)
            ]
        else:
            reason = f"{len(cells)} values where the header has {len(periods)} periods"
            broken.append((number, "", geo, reason, line))
    require_decided(dict(groups.undecided()), where)
    tidied = convert(_cells(rows), data_set, pd.DataFrame(broken, columns=REJECTS), left_out)
    return replace(tidied, columns=(*dimensions, GEO))


class _Groups(dict[str, str | None]):
    """Group of each combination of codes (``A,T,NR,TOTAL``), worked out once; None where out of scope."""

    def __init__(self, dimensions: Sequence[str], data_set: DataSet) -> None:
        super().__init__()
        self._dimensions, self._data_set = dimensions, data_set
        self._chosen = {**data_set.filter, **data_set.map}

    def __missing__(self, prefix: str) -> str | None:
        codes = self._codes(prefix)
        inside = all(codes.get(dimension) in wanted for dimension, wanted in self._chosen.items())
        self[prefix] = group_of(codes, self._data_set) if inside else None
        return self[prefix]

    def _codes(self, prefix: str) -> dict[str, str]:
        return dict(zip(self._dimensions, prefix.split(","), strict=False))

    def undecided(self) -> Iterator[tuple[str, list[str]]]:
        """Each dimension that is neither filtered nor mapped, with its codes among what is in scope."""
        inside = [self._codes(prefix) for prefix, group in self.items() if group is not None]
        for dimension in self._dimensions:
            if dimension not in self._chosen:
                yield dimension, [codes[dimension] for codes in inside if dimension in codes]


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


def _parts(cell: str) -> tuple[str, str]:
    """Cut a cell into its value and its flags.

    >>> _parts("9.2 b"), _parts(": c"), _parts("7 ")
    (('9.2', 'b'), (':', 'c'), ('7', ''))
    """
    value, _, flags = cell.strip().partition(" ")
    return value, flags.replace(" ", "")


def _cells(rows: list[tuple[str, str, str, str, str, int]]) -> pd.DataFrame:
    cells = pd.DataFrame(rows, columns=["territory", "period", "group", "value", "status", "line"])
    cells = cells.astype({name: "str" for name in cells if name != "line"})
    content = cells["territory"] + " " + cells["period"] + " " + cells["value"] + " " + cells["status"]
    return cells.assign(column=cells["period"], content=content)
