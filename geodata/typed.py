"""Frames as Arrow with the types of the codebook, as every format is written from it."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from geodata.codebook import Table, Type
from indicators.errors import DataError

TYPES: dict[Type, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us", "UTC"),
}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the columns of a table with their types."""
    return pa.schema([pa.field(one.name, TYPES[one.type]) for one in table.columns])


def to_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    """Type a frame; NaN, NaT and None become null.

    Raises
    ------
    DataError
        Where a column is missing, or its values are not of its type.

    Examples
    --------
    >>> from geodata.codebook import tables
    >>> row = {name: None for name in tables()["shocks"].names} | {"shock": "flood", "impact_first": 2020.0}
    >>> to_arrow(tables()["shocks"], pd.DataFrame([row])).to_pylist()[0]["impact_first"]
    2020
    """
    schema = arrow_schema(table)
    if missing := [name for name in schema.names if name not in frame.columns]:
        raise DataError(f"the frame lacks {', '.join(missing)}", where=table.table)
    try:
        return pa.table([_column(frame[one.name], one.type) for one in schema], schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DataError(f"not of the type declared: {error}", where=table.table) from error


def _column(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(kind) and values.isna().all():
        return pa.nulls(len(values), kind)
    return pa.array(values, kind, from_pandas=True)
