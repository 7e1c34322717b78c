"""What the CSV of a package says is read back as it was, to the last bit."""

import math
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dashboard.api.formats import csv
from geodata.codebook import tables
from geodata.package.read import Package
from geodata.typed import arrow_schema

TEXT = some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)
NASTY = some.sampled_from(
    ["=1+1", "'=1", "-", "@x", "\ta", 'a"b', "a,b", "NA", "null", "01", "", " x ", "a\nb"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=some.lists(
        some.none() | some.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4
    ),
    text=TEXT | NASTY,
)
def test_every_number_and_text_comes_back(values, text, tmp_path: Path):
    table = tables()["composites"]
    row = dict.fromkeys(table.names) | {"territory": text or "x", "shock": "s", "ranked_of": 0}
    rows = [
        row | {"evaluation": year, "dimension": text, "score": value}
        for year, value in enumerate(values, 2020)
    ]
    batch = pa.RecordBatch.from_pylist(rows, arrow_schema(table))
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data/composites.csv").write_bytes(b"".join(csv.write([batch], table)))
    read = Package(tmp_path, None, {}).table("composites")
    assert read["dimension"].tolist() == [text] * len(values)
    for value, again in zip(values, read["score"], strict=True):
        assert pd.isna(again) if value is None else math.copysign(1, again) == math.copysign(1, value)
        assert value is None or again == value
    assert read["rank"].isna().all()


@pytest.mark.parametrize(("written", "read"), [("true", True), ("false", False), ("", None)])
def test_truth_comes_back(written, read, tmp_path):
    table = tables()["measures"]
    cells = dict.fromkeys(table.names, "") | {"evaluation": "2022", "ranked_of": "0", "outside": written}
    (tmp_path / "data").mkdir()
    lines = [",".join(table.names), ",".join(cells.values())]
    (tmp_path / "data/measures.csv").write_text("\n".join(lines), encoding="utf-8")
    [found] = Package(tmp_path, None, {}).table("measures")["outside"]
    assert pd.isna(found) if read is None else bool(found) is read
