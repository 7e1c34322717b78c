"""SDMX in its three formats: our own specimens, and the publishers' against sdmx1's own pandas."""

import io
import json
import logging
from pathlib import Path

import pandas as pd
import pytest
import sdmx

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

OWN = SPECIMENS / "sdmx"
SAMPLES = SHARED / "api_samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared")


def test_structure_specific_data():
    tidied = tidy(
        "sdmx", OWN / "specific.xml", filter={"FREQ": "A"}, map={"SEX": {"T": "total", "F": "sex=F"}}
    )
    assert rows(tidied) == [
        ("XA", "2019", "total", 4.5, ""),
        ("XA", "2020", "total", 6.0, "e"),
        ("XA", "2019", "sex=F", 5.0, ""),
    ]
    assert reasons(tidied) == ["confidential, never stored"]
    assert "7.1" not in tidied.rejects.to_csv()
    assert (tidied.empty, tidied.read) == (1, 5)


def test_generic_data():
    assert rows(tidy("sdmx", OWN / "generic.xml")) == [
        ("XA", "2019-Q1", "total", 4.5, "p"),
        ("XA", "2019-Q2", "total", 6.0, ""),
    ]


def test_json_1_by_series():
    tidied = tidy("sdmx", OWN / "series_1_0.json", map={"SEX": {"T": "total", "F": "sex=F"}})
    assert rows(tidied) == [
        ("XA", "2019", "total", 4.5, ""),
        ("XA", "2020", "total", 6.0, "b"),
        ("XB", "2020", "sex=F", 7.0, ""),
    ]
    assert (tidied.empty, tidied.read) == (1, 4)


def test_json_2_flat():
    tidied = tidy("sdmx", OWN / "flat_2_0.json")
    assert rows(tidied) == [("XA", "2019", "total", 4.5, ""), ("XA", "2020", "total", 6.0, "p")]
    assert reasons(tidied) == ["confidential, never stored"]


def test_csv_2_with_actions():
    tidied = tidy("sdmx", OWN / "plain.csv")
    assert rows(tidied) == [("XA", "2019", "total", 4.5, ""), ("XA", "2020", "total", 6.0, "e")]
    assert (tidied.empty, tidied.read) == (1, 3)


def test_csv_2_with_labels_and_decimal_commas():
    tidied = tidy("sdmx", OWN / "labels.csv", decimal=",", filter={"FREQ": "A"})
    assert rows(tidied) == [("XA", "2019", "total", 4.5, "")]
    assert reasons(tidied) == ["not a number"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "structure.xml",
            "structure.xml: an SDMX-ML Structure message, which holds no figures\n  fetch the data",
        ),
        ("error.xml", "error.xml: an error answer of the publisher: No results found\n"),
        (
            "footer.xml",
            "footer.xml: no figures, but an answer of the publisher: Come back later for the file",
        ),
        ("deletion.csv", "deletion.csv:2: a message that deletes figures \\(ACTION D\\) and gives none\n"),
        ("specific.xml", "specific.xml: 'SEX' has 2 codes \\(F, T\\) and the declaration chooses none\n"),
    ],
)
def test_what_holds_no_figures_of_one_kind_is_refused_by_name(name: str, message: str):
    with pytest.raises(DataError, match=message):
        tidy("sdmx", OWN / name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"errors": [{"code": 404, "title": "no such data"}]}', "an error answer .*: no such data"),
        ('{"data": {"dataStructures": []}}', r"an SDMX-JSON message without data \(dataStructures\)"),
        ('{"data": {"dataSets": [{}], "structure": {"dimensions": {}}}}', "the file holds no figures"),
        ("[]", "no SDMX-JSON message"),
        (
            '{"structure": {"dimensions": {"observation": [{"id": "A", "values": []}]}},'
            ' "dataSets": [{"observations": {"3": [1]}}]}',
            "damaged SDMX-JSON: IndexError",
        ),
        (
            '{"structure": {"dimensions": []}, "dataSets": [{"observations": {"0": [1]}}]}',
            "damaged SDMX-JSON",
        ),
        ("<html><body>503</body></html>", "an SDMX-ML html message"),
        ("<a", "not XML"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, message: str):
    with pytest.raises(DataError, match=message):
        tidy_bytes(text.encode(), data_set("sdmx"), "a")


def test_a_message_cut_off_is_refused_and_nothing_of_it_is_printed(capfd: pytest.CaptureFixture[str]):
    raw = (OWN / "specific.xml").read_bytes()[:-60]
    with pytest.raises(DataError, match=r"cut\.xml: damaged SDMX-ML"):
        tidy_bytes(raw, data_set("sdmx"), "cut.xml")
    assert capfd.readouterr() == ("", "")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE, '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'])
def test_50_51_entities_are_refused_before_they_are_read(prolog: str, encoding: str):
    text = (OWN / "specific.xml").read_text().partition("?>")[2]
    raw = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{text}'.encode(encoding)
    with pytest.raises(DataError) as caught:
        tidy_bytes(raw, data_set("sdmx"), "a.xml")
    assert str(caught.value) == (
        "a.xml: XML with a document type of its own, which no publisher of SDMX writes\n"
        "  do not use the file; fetch it from the publisher"
    )


def second(path: Path) -> pd.DataFrame:
    """What sdmx1 makes of a file, by codes."""
    logging.getLogger("sdmx").setLevel(logging.CRITICAL)
    [part] = sdmx.read_sdmx(io.BytesIO(path.read_bytes())).data
    return sdmx.to_pandas(part).rename("OBS_VALUE").reset_index().astype({"OBS_VALUE": float})


MESSAGES = {
    "estat_sdmx21_xml/NAMA_10_GDP-ss.xml": ("geo", "TIME_PERIOD"),
    "estat_sdmx21_xml/demography-xs.xml": ("COUNTRY", "TIME_PERIOD"),
    "other_sdmx/WEO-data.xml": ("COUNTRY", "TIME_PERIOD"),
    "other_sdmx/gh-78.xml": ("REPORTER", "TIME_PERIOD"),
    "oecd/data-PART2-all-all.json": ("LOCATION", None),
    "sdmx_json/flat.json": ("CURRENCY", None),
    "sdmx_json/ts.json": ("CURRENCY", None),
}


@needs_samples
@pytest.mark.parametrize("name", MESSAGES)
def test_published_messages_against_sdmx1(name: str):
    place, time = MESSAGES[name]
    other = second(SAMPLES / name)
    tidied = tidy("sdmx", SAMPLES / name, **whole(other, place, time, "OBS_VALUE"))
    assert agrees(tidied, other, place, time, "OBS_VALUE")
    assert (tidied.read, len(tidied.rejects)) == (len(other), 0)


def flat(path: Path) -> pd.DataFrame:
    """SDMX-JSON 2.0, which sdmx1 cannot read, figure by figure."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    parts = data["structures"][0]["dimensions"]
    whole = {part["id"]: part["values"][0]["id"] for part in parts["dataSet"]}
    found = []
    for key, cells in data["dataSets"][0]["observations"].items():
        codes = [
            part["values"][int(at)] for part, at in zip(parts["observation"], key.split(":"), strict=True)
        ]
        names = [part["id"] for part in parts["observation"]]
        place = dict(zip(names, (code.get("id", code.get("value")) for code in codes), strict=True))
        found.append({**whole, **place, "OBS_VALUE": cells[0]})
    return pd.DataFrame(found).astype({"OBS_VALUE": float})


@needs_samples
@pytest.mark.parametrize(
    ("name", "place", "time", "count"),
    [("agri.json", "REF_AREA", "TIME_PERIOD", 12), ("exr-flat.json", "CURRENCY", None, 4)],
)
def test_published_json_2(name: str, place: str, time: str | None, count: int):
    path = SAMPLES / "sdmx_json" / name
    other = flat(path)
    tidied = tidy("sdmx", path, **whole(other, place, time, "OBS_VALUE"))
    assert agrees(tidied, other, place, time, "OBS_VALUE")
    assert len(tidied.frame) == count


@needs_samples
def test_days_are_no_periods():
    tidied = tidy("sdmx", SAMPLES / "sdmx_json/ts.json", columns={"territory": "CURRENCY"})
    assert reasons(tidied) == ["not a period (write 2020, 2020-Q2 or 2020-06)"] * 4


@needs_samples
@pytest.mark.parametrize(
    ("name", "message"),
    [
        *[
            (name, f"{Path(name).name}: an SDMX-ML Structure message")
            for name in (
                "estat_sdmx21_xml/GOV_10Q_GGNFA.xml",
                "estat_sdmx21_xml/apro_mk_cola-structure.xml",
                "estat_sdmx21_xml/demography-structure.xml",
                "oecd/actualconstraint-0.xml",
                "other_sdmx/codelist_partial.xml",
                "other_sdmx/metadatastructure-0.xml",
            )
        ],
        ("estat_sdmx21_xml/footer.xml", "Due to the large query the response will be written to a file"),
        ("estat_sdmx21_xml/footer2.xml", "Due to the large query the response will be written to a file"),
    ],
)
def test_published_structures_and_messages_are_refused_by_name(name: str, message: str):
    with pytest.raises(DataError, match=message):
        tidy("sdmx", SAMPLES / name)


EXAMPLES = SAMPLES / "sdmx_csv_2_0_spec_examples"
TWO = [("A", "2014-01", "total", 12.4, ""), ("A", "2014-02", "total", 10.8, "")]
COLUMNS = {"territory": "DIM_1", "period": "DIM_3"}


@needs_samples
@pytest.mark.parametrize(
    ("name", "declared", "expected"),
    [
        *[(f"example-{name}.csv", {}, TWO) for name in ("01", "06", "07", "08", "10")],
        ("example-02.csv", {"columns": {**COLUMNS, "value": "OBS_VALUE1"}}, TWO),
        ("example-03.csv", {"columns": {**COLUMNS, "value": "OBS_VALUE1"}}, TWO),
        ("example-04.csv", {"decimal": ","}, TWO),
        ("example-05.csv", {"columns": {"territory": "DIM_3"}, "period": "2014"}, None),
        ("example-09A.csv", {}, [*TWO, ("A", "2014-03", "total", 11.2, "")]),
        ("example-13.csv", {"columns": {**COLUMNS, "value": "MEAS_1"}, "filter": {"DIM_1": "A"}}, TWO[:1]),
    ],
)
def test_the_examples_of_the_specification(name: str, declared: dict, expected: list | None):
    tidied = tidy("eurostat", EXAMPLES / name, **{"columns": COLUMNS, **declared})
    if expected is not None:
        assert rows(tidied) == expected
    assert [*tidied.frame["value"]] == [row[3] for row in expected or TWO]


@needs_samples
def test_the_examples_without_figures_are_refused():
    for name, message in {"14": "column 'CONTACT' is there twice", "18": "deletes figures"}.items():
        with pytest.raises(DataError, match=message):
            tidy("eurostat", EXAMPLES / f"example-{name}.csv", columns=COLUMNS)
