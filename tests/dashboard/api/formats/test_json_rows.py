"""Rows as JSON read back equal, whatever stands in them."""

import json

import pyarrow as pa

from dashboard.api.formats.json_rows import json_rows


def test_rows_read_back_equal(pieces, rows):
    assert [row for piece in pieces for row in json.loads(json_rows(piece))] == rows


def test_no_rows_are_an_empty_list(nothing):
    assert json_rows(nothing[0]) == b"[]"


def test_every_type_has_its_form():
    moment = pa.array([0, None], pa.timestamp("us", "UTC"))
    columns = {
        "at": moment,
        "so": pa.array([True, None]),
        "n": pa.array([None, 3]),
        "t": pa.array([None, 'a"\\\n']),
    }
    assert json.loads(json_rows(pa.RecordBatch.from_pydict(columns))) == [
        {"at": "1970-01-01T00:00:00Z", "so": True, "n": None, "t": None},
        {"at": None, "so": None, "n": 3, "t": 'a"\\\n'},
    ]
