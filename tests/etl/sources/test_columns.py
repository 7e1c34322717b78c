"""Every source names the columns of its file, so that a new or a missing one is found at the next load."""

from pathlib import Path

import pytest

from etl.sources import SOURCES
from tests.etl.sources.reading import SPECIMENS, tidy

CSV = "territory,period,value\n01,2020,5\n"
FILES = {  # source: specimen, how it is declared, an edit that adds a column or a dimension, and its name
    "table": ("", {}, [("value\n", "value,kind\n"), ("5\n", "5,new\n")], "kind"),
    "eurostat": (
        "eurostat/new.tsv",
        {"filter": {"sex": "T", "unit": "PC"}},
        [("sex,unit,", "kind,sex,unit,"), ("\nT,", "\nA,T,"), ("\nF,", "\nA,F,")],
        "kind",
    ),
    "sdmx": (
        "sdmx/specific.xml",
        {"filter": {"SEX": "T"}},
        [('FREQ="A"', 'FREQ="A" KIND="A"')],
        "KIND",
    ),
    "jsonstat": (
        "jsonstat/cube.json",
        {"filter": {"sex": "T"}},
        [
            ('["sex",', '["kind", "sex",'),
            ("[2, 2, 2]", "[1, 2, 2, 2]"),
            ('"dimension": {', '"dimension": {"kind": {"category": {"index": ["A"]}},'),
        ],
        "kind",
    ),
    "unsdg": (
        "unsdg/SL_TLF_UEM.json",
        {"filter": {"Sex": "BOTHSEX"}},
        [('"dimensions": {"Age"', '"dimensions": {"Kind": "A", "Age"')],
        "Kind",
    ),
    "opensdg": (
        "opensdg/indicator_8-5-2.csv",
        {"filter": {"Series": "Rate"}, "territory": "XX"},
        [("Year,", "Kind,Year,"), ("\n2019", "\n,2019"), ("\n2020", "\n,2020")],
        "Kind",
    ),
}


def edited(source: str, folder: Path, edits: list[tuple[str, str]]) -> Path:
    path = folder / "file"
    text = (SPECIMENS / FILES[source][0]).read_text(encoding="utf-8") if FILES[source][0] else CSV
    for old, new in edits:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("source", FILES)
def test_a_new_column_is_named_beside_those_of_before(source: str, tmp_path: Path):
    _, declared, edits, name = FILES[source]
    before = tidy(source, edited(source, tmp_path, []), **declared).columns
    after = tidy(source, edited(source, tmp_path, edits), **declared).columns
    assert {*after} - {*before} == {name}
    assert {*before} < {*after}


def test_the_world_bank_s_answers_always_have_the_same_columns():
    assert tidy("worldbank", SPECIMENS / "worldbank/rates.json").columns == (
        *("indicator", "country", "countryiso3code", "date", "value", "unit", "obs_status"),
    )


def test_no_source_is_left_out():
    assert {*FILES, "worldbank"} == {*SOURCES}
