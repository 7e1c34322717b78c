"""JSON-stat of our own, and the publishers' against pyjstat."""

import json
from pathlib import Path

import pandas as pd
import pytest
from pyjstat import pyjstat

from indicators.errors import DataError
from tests.etl.sources.reading import (
    SHARED,
    SPECIMENS,
    agrees,
    data_set,
    reasons,
    rows,
    tidy,
    tidy_bytes,
    whole,
)

OWN = SPECIMENS / "jsonstat"
SAMPLES = SHARED / "api_samples"
pytestmark = pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared")
WOMEN = {"sex": {"T": "total", "F": "sex=F"}}


def test_a_cube_with_roles():
    tidied = tidy("jsonstat", OWN / "cube.json", map=WOMEN)
    assert rows(tidied) == [
        ("01", "2019", "total", 4.5, ""),
        ("01", "2020", "total", 6.0, "p"),
        ("02", "2019", "total", 7.0, ""),
        ("01", "2019", "sex=F", 1.0, ""),
        ("01", "2020", "sex=F", 2.0, ""),
        ("02", "2019", "sex=F", 3.0, ""),
        ("02", "2020", "sex=F", 4.0, ""),
    ]
    assert reasons(tidied) == ["confidential, left out by the publisher"]
    assert tidied.read == 8


def test_a_filter_leaves_the_rest_out_of_scope():
    tidied = tidy("jsonstat", OWN / "cube.json", filter={"sex": "F"})
    assert (len(tidied.frame), tidied.out_of_scope, tidied.read) == (4, 4, 8)


@pytest.mark.parametrize("source", ["jsonstat", "eurostat"])
def test_a_sparse_cube_counts_what_it_leaves_out(source: str):
    tidied = tidy(source, OWN / "sparse.json")
    assert rows(tidied) == [("XA", "2019-Q1", "total", 4.0, "b"), ("XB", "2019-Q3", "total", 6.5, "")]
    assert reasons(tidied) == ["confidential, left out by the publisher"]
    assert (tidied.empty, tidied.read) == (3, 6)


def test_a_confidential_value_is_never_shown():
    cube = json.loads((OWN / "sparse.json").read_text())
    cube["value"]["4"] = 123456
    tidied = tidy_bytes(json.dumps(cube).encode(), data_set("jsonstat"), "a.json")
    assert reasons(tidied) == ["confidential, never stored"]
    assert "123456" not in tidied.rejects.to_csv() + tidied.frame.to_csv()


def test_one_dataset_of_a_bundle():
    assert rows(tidy("jsonstat", OWN / "bundle.json", dataset="two")) == [
        ("XA", "2019", "total", 3.0, "e"),
        ("XB", "2019", "total", 4.0, "e"),
    ]
    with pytest.raises(DataError, match=r"bundle.json: 2 datasets in one file: one, two\n.*dataset: one"):
        tidy("jsonstat", OWN / "bundle.json")


def test_a_file_that_does_not_say_where_and_when():
    cube = b'{"id": ["k"], "size": [1], "value": [5], "dimension": {"k": {"category": {"index": ["x"]}}}}'
    declared = data_set("jsonstat", territory="01", period="2012")
    assert rows(tidy_bytes(cube, declared, "a.json")) == [("01", "2012", "total", 5.0, "")]


def test_an_undecided_dimension_is_named():
    with pytest.raises(DataError) as caught:
        tidy("jsonstat", OWN / "cube.json")
    assert str(caught.value) == (
        "cube.json: 'sex' has 2 codes (F, T) and the declaration chooses none\n"
        "  declare filter: {sex: 'F'}, or map its codes to groups"
    )


@pytest.mark.parametrize("source", ["jsonstat", "eurostat"])
def test_the_error_answer_is_refused_by_name(source: str):
    with pytest.raises(DataError) as caught:
        tidy(source, OWN / "too_big.json")
    assert str(caught.value) == (
        "too_big.json: an error answer of the publisher, not data: "
        "EXTRACTION_TOO_BIG: 9000000 rows, at most 5000000\n"
        "  ask for less with narrower filters, or fetch the whole data set as a bulk file"
    )


DIMENSION = '"id": ["geo"], "dimension": {"geo": {"category": {"index": ["XA", "XB"]}}}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"class": "collection", "link": {}}', "a JSON-stat collection, which holds no figures"),
        ("[1]", "no JSON-stat"),
        ('{"a": 1}', "no 'dimension'"),
        (f'{{{DIMENSION}, "size": [3], "value": []}}', "a cube of 3, whose dimensions have 2 codes"),
        (f'{{{DIMENSION}, "size": [2], "value": [1]}}', "1 of 'value' in a cube of 2"),
        (f'{{{DIMENSION}, "size": [2], "value": {{"2": 1}}}}', "place '2' of 'value' in a cube of 2"),
        (f'{{{DIMENSION}, "size": [2]}}', "'value' is missing or damaged"),
        (f'{{{DIMENSION}, "size": [2], "value": {{}}}}', "the file holds no figures"),
        ('{"id": "geo", "size": [2], "dimension": {}}', "'id' is missing or damaged"),
        ('{"id": ["geo"], "size": [0], "dimension": {"geo": {"category": {}}}}', "'geo' has no categories"),
        (
            '{"id": ["g"], "size": [2], "dimension": {"g": {"category": {"index": {"a": 0, "b": 0}}}}}',
            "the categories of 'g' have no clear order",
        ),
        ('{"value": [1, 2', "the file is cut off"),
        ('{"value": NaN}', "NaN is not a number that JSON has"),
        ('{"a": 1, "a": 2}', "the key 'a' is given twice"),
        ("[" * 200_000, "brackets nested too deep"),
        ("<html>503</html>", "a web page or XML, not JSON"),
        ('{"a": x}', "not JSON"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, message: str):
    with pytest.raises(DataError, match=message):
        tidy_bytes(text.encode(), data_set("jsonstat"), "a.json")


CUBES = {
    "eurostat_jsonstat/une_rt_m_DE_last3.json": ("geo", "time"),
    "jsonstat_other/cantabria.json": ("Variables", None),
    "jsonstat_other/galicia-2.0.json": ("residence", "time"),
    "jsonstat_other/galicia.json": ("residence", "time"),
    "jsonstat_other/oecd.json": ("area", "year"),
    "jsonstat_other/statswe.json": ("Region", "Tid"),
    "jsonstat_other/us-gsp.json": ("state", "year"),
    "jsonstat_other/us-labor.json": ("county", "year"),
    "jsonstat_other/us-unr.json": ("county", "year"),
}


@needs_samples
@pytest.mark.parametrize("name", CUBES)
def test_published_cubes_against_pyjstat(name: str):
    place, time = CUBES[name]
    other = second(SAMPLES / name)
    tidied = tidy("jsonstat", SAMPLES / name, **whole(other, place, time))
    assert agrees(tidied, other, place, time)
    assert (len(tidied.frame), tidied.read, len(tidied.rejects)) == (other["value"].count(), len(other), 0)


def second(path: Path, which: str = "") -> pd.DataFrame:
    """What pyjstat makes of a file, by codes."""
    cube = json.loads(path.read_text(encoding="utf-8"))
    parts = {"": cube} if "dimension" in cube else cube
    for part in parts.values():
        for told in part["dimension"].values():
            if isinstance(told, dict) and "category" in told:  # with pandas 3 it needs an index
                told["category"].setdefault("index", dict.fromkeys(told["category"].get("label", ()), 0))
    if "dimension" in cube:
        return pyjstat.Dataset.read(json.dumps(cube)).write("dataframe", naming="id")
    [frame] = pyjstat.from_json_stat({which: cube[which]} if which else cube, naming="id")
    return frame


@needs_samples
@pytest.mark.parametrize(("name", "place"), [("oecd", "area"), ("canada", "country")])
def test_both_datasets_of_the_bundle_against_pyjstat(name: str, place: str):
    path = SAMPLES / "jsonstat_other/oecd-canada.json"
    other = second(path, name)
    assert agrees(tidy("jsonstat", path, dataset=name, **whole(other, place, "year")), other, place, "year")


@needs_samples
def test_the_other_samples_say_what_they_are():
    other = SAMPLES / "jsonstat_other"
    withheld = tidy("eurostat", SAMPLES / "eurostat_jsonstat/sts_inpr_m_IE_confidential.json")
    assert reasons(withheld) == ["confidential, left out by the publisher"] * 6
    order = tidy("jsonstat", other / "order.json", **whole(second(other / "order.json"), "A", None))
    assert reasons(order) == ["not a number"] * 24
    assert [*order.rejects["content"].str.extract("value=(.*) ")[0]] == [
        *second(other / "order.json")["value"]
    ]
    for path, message in {
        SAMPLES / "eurostat_jsonstat/error_413_extraction_too_big.json": "EXTRACTION_TOO_BIG",
        other / "collection.json": "a JSON-stat collection",
    }.items():
        with pytest.raises(DataError, match=message):
            tidy("eurostat", path)
    nothing = tidy("jsonstat", other / "hierarchy.json", columns={"territory": "commodity"}, period="2011")
    assert (nothing.empty, nothing.read) == (132, 132)
