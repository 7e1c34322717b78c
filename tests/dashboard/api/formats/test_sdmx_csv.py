"""SDMX-CSV 2.0 reads back equal by sdmx1, and by the reader that observatories are loaded with."""

import io

import pyarrow as pa
import pytest
import sdmx
from sdmx.model import v30
from sdmx.reader.csv import Reader

from dashboard.api.formats.sdmx_csv import ALL, parts_of, write
from etl.sources.sdmx import tidy
from geodata.data_set import DataSet
from geodata.spreadsheet import plain
from geodata.store import SCHEMA

DIMENSIONS = ["INDICATOR", "REF_AREA", "FREQ", "AGE", "SEX", "URBANISATION", "TIME_PERIOD"]
ATTRIBUTES = ["UNIT_MEASURE", "OBS_STATUS", "DATA_SET", "LOAD"]


@pytest.fixture
def structure() -> v30.DataStructureDefinition:
    """What a reader has to know of the columns."""
    made = v30.DataStructureDefinition(id="OBSERVATIONS")
    for name in DIMENSIONS:
        made.dimensions.append(sdmx.model.common.Dimension(id=name))
    made.measures.append(v30.Measure(id="OBS_VALUE"))
    for name in ATTRIBUTES:
        made.attributes.append(sdmx.model.common.DataAttribute(id=name))
    return made


def key_of(row):
    """The key of a figure as SDMX has it."""
    parts = parts_of(row["group"])
    at = "Q" if "Q" in row["period"] else "M" if "-" in row["period"] else "A"
    groups = [parts.get(name, ALL) for name in ("age", "sex", "urbanisation")]
    return (row["indicator"], plain(row["territory"]), at, *map(plain, groups), row["period"])


def test_sdmx1_reads_it_back_equal(pieces, table, rows, structure):
    whole = io.BytesIO(b"".join(write(pieces, table)))
    [data] = Reader().convert(whole, structure=structure).data
    read = {tuple(str(one.dimension[name].value) for name in DIMENSIONS): one for one in data.obs}
    assert read.keys() == {key_of(row) for row in rows}
    for row in rows:
        observation = read[key_of(row)]
        assert (float(observation.value) if observation.value else None) == row["value"]
        told = {name: observation.attached_attribute[name].value for name in ATTRIBUTES}
        status = "".join(told.pop("OBS_STATUS")).replace("A", "").lower()
        assert status.replace(";", "") == row["status"]
        assert told == {"UNIT_MEASURE": "people", "DATA_SET": "census", "LOAD": "7"}


def test_our_own_reader_reads_it_back_equal(table, rows, tmp_path):
    plain_rows = [
        {**row, "territory": f"{number:02}", "group": group, "period": "2020", "value": number / 3}
        for number, (row, group) in enumerate(
            zip(rows, ["total", "sex=F;urbanisation=rural"] * 9, strict=False)
        )
    ]
    path = tmp_path / "figures.csv"
    path.write_bytes(b"".join(write([pa.RecordBatch.from_pylist(plain_rows, SCHEMA)], table)))
    declared = DataSet(
        id="again",
        source="sdmx",
        path="figures.csv",
        indicator="population",
        publisher="Us",
        licence="CC0",
        filter={"INDICATOR": "population", "FREQ": "A"},
        map={
            "SEX": {"F": "sex=F", ALL: "total"},
            "URBANISATION": {"rural": "urbanisation=rural", ALL: "total"},
        },
    )
    [tidied] = tidy(path, declared, "figures.csv")
    assert tidied.rejects.empty
    read = tidied.frame[["territory", "group", "value", "status"]].astype(object).to_dict("records")
    assert read == [
        {name: row[name] for name in ("territory", "group", "value", "status")} for row in plain_rows
    ]


def test_a_group_dimension_that_is_called_like_a_column_is_told_apart(table, rows):
    row = {**rows[0], "group": "load=heavy;two words=x"}
    head, line = b"".join(write([pa.RecordBatch.from_pylist([row], SCHEMA)], table)).decode().splitlines()
    named = dict(zip(head.split(","), line.split(","), strict=True))
    assert (named["GROUP_LOAD"], named["LOAD"], named["TWO_WORDS"]) == ("heavy", "7", "x")
    assert (named["STRUCTURE[;]"], named["ACTION"]) == ("dataflow", "I")


def test_no_rows_make_a_header(nothing, table):
    assert b"".join(write(nothing, table)).startswith(b"STRUCTURE[;],STRUCTURE_ID,ACTION,INDICATOR,")
