"""Small files in the real formats of Eurostat; `..` in a message stands for the file's name."""

from pathlib import Path

import pytest

from geodata.observatory import DataSet
from indicators.errors import DataError
from tests.etl.sources.reading import tidied, tidy_bytes

SPECIMENS = Path(__file__).parents[2] / "specimens" / "eurostat"


def read(name: str, **changes: object):
    given = {
        "id": "d",
        "source": "eurostat",
        "path": name,
        "indicator": "d",
        "publisher": "E",
        "licence": "L",
    }
    return tidied(SPECIMENS / name, DataSet.model_validate({**given, **changes}), name)


def rows(found) -> list[tuple[object, ...]]:
    columns = ["territory", "period", "group", "value", "status", "line"]
    return [*found.frame[columns].itertuples(index=False, name=None)]


def test_sdmx_csv_2_with_labels_in_columns_of_their_own():
    found = read("labels_2_0.csv", filter={"sex": "T"})
    assert rows(found) == [
        ("XA11", "2019", "total", 4.5, "", 2),
        ("XA11", "2020", "total", 6.0, "bdu", 3),
    ]
    assert found.rejects[["line", "reason"]].to_numpy().tolist() == [[6, "confidential, never stored"]]
    assert (found.empty, found.out_of_scope, found.read) == (1, 1, 5)


def test_sdmx_csv_1_with_labels_behind_the_code():
    found = read("labels_1_0.csv", map={"sex": {"F": "sex=F", "T": "total"}})
    assert rows(found) == [
        ("XA", "2023", "sex=F", 500.0, "", 2),
        ("XA", "2023", "total", 1001.0, "p", 3),
    ]
    assert found.out_of_scope == 1


@pytest.mark.parametrize("name", ["new.tsv", "old.tsv", "new.tsv.gz"])
def test_bulk_tsv_cuts_the_flags_off_the_values(name: str):
    found = read(name, filter={"unit": "PC", "sex": "T"})
    assert sorted(rows(found)) == [
        ("XA", "2019", "total", 8.5, "", 2),
        ("XA", "2020", "total", 9.2, "b", 2),
        ("XA11", "2019", "total", 7.0, "bu", 3),
    ]
    assert found.rejects.to_numpy().tolist() == [
        [5, "", "XA13", "1 values where the header has 2 periods", "T,PC,XA13\t7.0 "],
        [3, "2020", "XA11", "confidential, left out by the publisher", "(withheld)"],
    ]
    assert (found.empty, found.out_of_scope, found.read) == (2, 4, 11)


def test_bulk_tsv_maps_codes_to_groups():
    found = read("new.tsv", filter={"unit": "PC"}, map={"sex": {"F": "sex=F"}})
    assert {row[2] for row in rows(found)} == {"sex=F"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("new.tsv", "new.tsv:1: no column 'age'; the file has 'sex', 'unit', 'geo'"),
        ("labels_1_0.csv", "labels_1_0.csv:1: no column 'age'"),
    ],
)
def test_an_undeclared_dimension_is_named(name: str, message: str):
    with pytest.raises(DataError) as caught:
        read(name, filter={"age": "TOTAL"})
    assert str(caught.value).startswith(message)


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(DataError, match="a web page or XML, not a table"):
        tidy_bytes(
            b"<html>\n<p>503</p>\n",
            DataSet.model_validate(
                {
                    "id": "d",
                    "source": "eurostat",
                    "path": "a",
                    "indicator": "d",
                    "publisher": "E",
                    "licence": "L",
                }
            ),
            "a.csv",
        )


@pytest.mark.parametrize("name", ["new.tsv", "labels_1_0.csv"])
def test_a_filter_that_keeps_nothing_leaves_everything_out_of_scope(name: str):
    found = read(name, filter={"sex": "X"})
    assert found.frame.empty
    assert found.out_of_scope == found.read > 0


def test_a_tsv_with_a_header_alone_or_without_territories_last_is_refused(tmp_path: Path):
    for content, message in {
        "sex,geo\\TIME_PERIOD\t2019 \n": "a header and no rows",
        "geo,sex\\TIME_PERIOD\t2019 \nXA,T\t5 \n": "the last dimension is 'sex'",
    }.items():
        (tmp_path / "a.tsv").write_text(content)
        with pytest.raises(DataError, match=message):
            read(str(tmp_path / "a.tsv"))


@pytest.mark.parametrize("name", ["new.tsv", "labels_1_0.csv", "labels_2_0.csv"])
def test_a_dimension_that_the_declaration_leaves_undecided_is_named(name: str):
    with pytest.raises(DataError, match=f"{name}: 'sex' has [23] codes .* and the declaration chooses none"):
        read(name, filter={"unit": "PC"} if name == "new.tsv" else {})
