"""What of a file is wanted, and which group each row of it is of: the declared filter and map."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.sources.codes import Codes, combine, constant, encode, holds
from etl.sources.numbers import texts
from geodata.observatory import DataSet
from indicators.observations import TOTAL


def select(rows: pd.DataFrame, data_set: DataSet) -> tuple[NDArray[np.bool_], Codes]:
    """Apply the declared filter and map: which rows are in scope, and the group of each of those.

    A code that the map does not name is out of scope.
    """
    wanted = np.ones(len(rows), dtype=bool)
    for column, codes in {**data_set.filter, **data_set.map}.items():
        wanted &= holds(_codes(rows, column), {*codes}.__contains__)
    if not data_set.map:
        return wanted, constant(group_of({}, data_set), int(wanted.sum()))
    keys = [_codes(rows, column)[wanted] for column in data_set.map]
    return wanted, combine(
        keys, lambda *codes: group_of(dict(zip(data_set.map, codes, strict=True)), data_set)
    )


def _codes(rows: pd.DataFrame, column: str) -> Codes:
    """Take a column of codes; the values themselves may be filtered too, and are none."""
    given = rows[column].array
    return given if isinstance(given, Codes) else encode(texts(rows[column]))


def group_of(codes: Mapping[str, str], data_set: DataSet) -> str:
    """Join the declared group and those of the mapped columns into one, dimensions sorted."""
    named = [data_set.group, *(groups[codes[column]] for column, groups in data_set.map.items())]
    return ";".join(sorted(name for name in named if name != TOTAL)) or TOTAL
