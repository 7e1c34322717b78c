"""Answers of the UN's SDG database API."""

import json

import pytest

from indicators.errors import DataError
from tests.etl.sources.reading import SPECIMENS, data_set, reasons, rows, tidy, tidy_bytes

ANSWER = SPECIMENS / "unsdg/SL_TLF_UEM.json"
SEXES = {"Sex": {"BOTHSEX": "total", "FEMALE": "sex=F"}}


def test_an_answer():
    tidied = tidy("unsdg", ANSWER, map=SEXES)
    assert rows(tidied) == [("218", "2019", "total", 3.75, ""), ("218", "2020", "total", 6.25, "e")]
    assert reasons(tidied) == ["not a number"]  # <0.1
    assert (tidied.empty, tidied.read) == (1, 4)


def test_a_filter_on_a_dimension_and_on_an_attribute():
    tidied = tidy("unsdg", ANSWER, filter={"Sex": "BOTHSEX", "Units": "PERCENT"})
    assert (len(tidied.frame), tidied.out_of_scope) == (2, 1)


def test_a_nature_that_nobody_knows_is_rejected():
    raw = ANSWER.read_bytes().replace(b'"Nature": "M"', b'"Nature": "XYZ"')
    tidied = tidy_bytes(raw, data_set("unsdg", map=SEXES), "a.json")
    assert reasons(tidied) == ["not status flags (small letters)", "not a number"]


def test_an_undecided_dimension_is_named():
    with pytest.raises(DataError, match=r"SL_TLF_UEM.json: 'Sex' has 2 codes \(BOTHSEX, FEMALE\)"):
        tidy("unsdg", ANSWER)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"totalPages": 4}, "a.json: page 1 of 4 only\n  fetch it from v1/sdg/Series/Data, with pageSize"),
        ({"data": []}, "a.json: the file holds no figures"),
        ({"data": None, "message": "Series not found"}, "no figures of the SDG database: Series not found"),
        ({"data": [1]}, "a.json: damaged figures"),
        ({"data": [{"dimensions": ["Sex"]}]}, "a.json: damaged figures"),
    ],
)
def test_what_cannot_be_trusted_is_refused(change: dict[str, object], message: str):
    raw = json.dumps(json.loads(ANSWER.read_text()) | change).encode()
    with pytest.raises(DataError) as caught:
        tidy_bytes(raw, data_set("unsdg"), "a.json")
    assert message in str(caught.value)
