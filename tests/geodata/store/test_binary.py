"""Columns written by binary COPY are what the database reads."""

import numpy as np
import pandas as pd
from sqlalchemy import text

from geodata.store.binary import copy_columns, fields_of_bytes, fields_of_numbers, fields_of_texts


def test_what_is_missing_is_null_and_the_rest_is_as_given(owner):
    with owner.begin() as connection:
        connection.execute(
            text("create temp table made (n int, b boolean, t text, x float8, box float8[], raw bytea)")
        )
        columns = {
            "t": fields_of_texts(pd.Series(["ñ", None, float("nan"), ""], dtype=object)),
            "n": np.array([1, 2, 3, -4], dtype=np.int32),
            "x": fields_of_numbers(np.array([0.1, np.nan, 1e300, -2.0])),
            "box": fields_of_numbers(np.array([[1, 2], [3, np.nan], [np.nan] * 2, [0.1, -0.2]])),
            "raw": fields_of_bytes([b"\0\1", None, b"", b"x"]),
            "b": np.array([True, False, True, False]),
        }
        copy_columns(connection, "made", columns)
        rows = connection.execute(text("select n, b, t, x, box, raw from made order by abs(n)")).all()
        connection.rollback()
    assert [tuple(row) for row in rows] == [
        (1, True, "ñ", 0.1, [1.0, 2.0], b"\0\1"),
        (2, False, None, None, None, None),
        (3, True, None, 1e300, None, b""),
        (-4, False, "", -2.0, [0.1, -0.2], b"x"),
    ]


def test_no_rows_are_none(owner):
    with owner.begin() as connection:
        connection.execute(text("create temp table made (n int, box float8[])"))
        columns = {"n": np.empty(0, np.int32), "box": fields_of_numbers(np.empty((0, 4)))}
        copy_columns(connection, "made", columns)
        assert connection.scalar(text("select count(*) from made")) == 0
        connection.rollback()
