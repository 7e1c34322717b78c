"""Frames with the types of the codebook."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from geodata.codebook import tables
from geodata.declared import declared_indicators, declared_shocks
from geodata.typed import arrow_schema, to_arrow
from indicators.errors import DataError

LOAD = {
    **dict.fromkeys(tables()["loads"].names),
    **{"load": 1, "data_set": "sheep", "kind": "published", "indicator": float("nan")},
    **{"loaded_at": datetime(2026, 11, 23, tzinfo=UTC), "rows_read": 3.0},
}


@pytest.mark.parametrize("name", [*tables()])
def test_every_table_has_a_type_for_each_column(name):
    assert arrow_schema(tables()[name]).names == tables()[name].names


def test_what_is_missing_is_null_whatever_it_was():
    [row] = to_arrow(tables()["loads"], pd.DataFrame([LOAD])).to_pylist()
    assert row["indicator"] is None
    assert row["retrieved_at"] is None
    assert row["rows_read"] == 3
    assert row["loaded_at"] == LOAD["loaded_at"]


def test_declared_tables_fit(squares):
    assert to_arrow(tables()["indicators"], declared_indicators(squares)).num_rows == len(squares.indicators)
    assert to_arrow(tables()["shocks"], declared_shocks(squares)).num_rows == len(squares.shocks)


def test_an_empty_table_keeps_its_types():
    frame = pd.DataFrame(columns=tables()["loads"].names)
    assert to_arrow(tables()["loads"], frame).schema == arrow_schema(tables()["loads"])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame([LOAD]).drop(columns="url"), "lacks url"),
        (pd.DataFrame([{**LOAD, "rows_read": 1.5}]), "not of the type"),
        (pd.DataFrame([{**LOAD, "rows_read": "many"}]), "not of the type"),
    ],
)
def test_what_does_not_fit_is_refused(frame, said):
    with pytest.raises(DataError, match=said):
        to_arrow(tables()["loads"], frame)
