"""Answers of the World Bank, ours and a published one against plain pandas."""

import json

import pandas as pd
import pytest

from indicators.errors import DataError
from tests.etl.sources.reading import SHARED, SPECIMENS, agrees, data_set, rows, tidy, tidy_bytes

OWN = SPECIMENS / "worldbank"
SAMPLE = SHARED / "api_samples/worldbank_v2/US_NY.GNP.PCAP.CD_1990_1997.json"


def test_an_answer():
    tidied = tidy("worldbank", OWN / "rates.json")
    assert rows(tidied) == [("XAA", "2020", "total", 6.25, "e"), ("XBB", "2019-Q2", "total", 4.0, "")]
    assert (tidied.empty, tidied.read) == (1, 3)


def test_the_codes_of_two_letters():
    tidied = tidy("worldbank", OWN / "rates.json", columns={"territory": "country"})
    assert [*tidied.frame["territory"]] == ["XA", "XB"]


def test_the_error_answer_is_refused_by_name():
    with pytest.raises(DataError) as caught:
        tidy("worldbank", OWN / "error.json")
    assert str(caught.value) == (
        "error.json: an error answer of the publisher, not data: "
        "Invalid value: The provided parameter value is not valid\n"
        "  correct the indicator and the countries in the address, and fetch it again"
    )


def changed(**head: object) -> bytes:
    """The answer with another header."""
    answer = json.loads((OWN / "rates.json").read_text())
    return json.dumps([answer[0] | head, answer[1]]).encode()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (changed(page=2, pages=3), "page 2 of 3 only\n  fetch it with per_page=32500"),
        (b'[{"pages": 1}, null]', "the file holds no figures"),
        (b'[{"pages": 1}, [{"date": "2019"}]]', "a figure without 'indicator' or 'country'"),
        (b'{"a": 1}', "no answer of the World Bank's API"),
        ((OWN / "rates.json").read_bytes()[:200], "the file is cut off"),
        (
            (OWN / "rates.json").read_bytes().replace(b"EX.RATE", b"EX.OTHER", 1),
            "'indicator' has 2 codes (EX.OTHER, EX.RATE)",
        ),
    ],
)
def test_what_cannot_be_trusted_is_refused(raw: bytes, message: str):
    with pytest.raises(DataError) as caught:
        tidy_bytes(raw, data_set("worldbank"), "a.json")
    assert message in str(caught.value)


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared")
def test_a_published_answer_against_pandas():
    other = pd.DataFrame(json.loads(SAMPLE.read_text())[1])[["countryiso3code", "date", "value"]]
    tidied = tidy("worldbank", SAMPLE)
    assert agrees(tidied, other, "countryiso3code", "date")
    assert tidied.read == len(tidied.frame) == 8
