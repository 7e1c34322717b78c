"""Every Eurostat file that the European observatory is made of, counted and read by a second reader."""

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest

from etl.observatories import FOLDER
from etl.sources import SOURCES
from etl.sources.cells import Tidied
from geodata.observatory import DataSet, read_observatory

EU = Path(__file__).parents[3] / "shared" / "data" / "eu"
DATA = {data_set.id: data_set for data_set in read_observatory(FOLDER / "eu", SOURCES).data}
GROUPS = {
    **{"DEG1": "urbanisation=urban", "DEG2": "urbanisation=intermediate", "DEG3": "urbanisation=rural"},
    **{"F": "sex=F", "M": "sex=M", "FMEDAGEPOP": "sex=F", "MMEDAGEPOP": "sex=M"},
}
MEDIAN = "MEDAGEPOP FMEDAGEPOP MMEDAGEPOP"
pytestmark = pytest.mark.skipif(not EU.exists(), reason="needs ../shared")


def tidy(data_set: DataSet) -> Tidied:
    """What the source makes of the file of a data set."""
    return SOURCES[data_set.source].tidy((EU / data_set.path).read_bytes(), data_set, data_set.path)


def text(path: str) -> str:
    """The file unpacked."""
    raw = (EU / path).read_bytes()
    return (gzip.decompress(raw) if path.endswith(".gz") else raw).decode("utf-8-sig")


def test_every_file_is_declared():
    files = {str(path.relative_to(EU)) for kind in ("sdmx_csv", "tsv") for path in (EU / kind).iterdir()}
    assert {data_set.path for data_set in DATA.values()} == files


@pytest.mark.parametrize("name", DATA)
def test_every_value_of_a_file_is_accounted_for(name: str):
    lines = text(DATA[name].path).splitlines()
    periods = lines[0].count("\t") or 1
    assert tidy(DATA[name]).read == (len(lines) - 1) * periods


@pytest.mark.parametrize(
    ("name", "unit", "more"),
    [
        ("old_age_dependency", "PC", {"indic_de": "OLDDEP1"}),
        ("median_age", "YR", {"indic_de": MEDIAN}),
        ("total_dependency", "PC", {"indic_de": "DEPRATIO1"}),
        ("youth_share", "PC", {"indic_de": "PC_Y15_24"}),
        ("young_adult_share", "PC", {"indic_de": "PC_Y20_39"}),
        ("very_old_share", "PC", {"indic_de": "PC_Y80_MAX"}),
        ("neet_rate", "PC", {"age": "Y15-29"}),
        ("neet_rate_15_24", "PC", {"age": "Y15-24"}),
        ("physicians_per_100k", "P_HTHAB", {}),
        ("physicians", "NR", {}),
        ("poverty_risk", "PC", {}),
        ("people_at_poverty_risk", "THS_PER", {}),
        ("motorisation_rate", "P_THAB", {"vehicle": "CAR"}),
        ("passenger_cars", "NR", {"vehicle": "CAR"}),
        ("buses", "NR", {"vehicle": "BUS_TOT"}),
        ("lorries", "NR", {"vehicle": "LOR"}),
    ],
)
def test_a_bulk_file_against_pandas(name: str, unit: str, more: dict[str, str]):
    frame = pd.read_csv(io.StringIO(text(DATA[name].path)), sep="\t", dtype=str, keep_default_na=False)
    keys = frame.columns[0].partition("\\")[0].split(",")
    frame[keys] = frame.iloc[:, 0].str.split(",", expand=True)
    for column, codes in {"unit": unit, **more}.items():
        frame = frame[frame[column].isin(codes.split())]
    theirs = {}
    for row in frame.to_dict("records"):
        for period in frame.columns[1 : -len(keys)]:
            value, *flags = row[period].split()
            if value != ":":
                group = next((GROUPS[code] for code in map(row.get, keys) if code in GROUPS), "total")
                theirs[row["geo"], period.strip(), group] = (float(value), "".join(sorted("".join(flags))))
    found = tidy(DATA[name]).frame
    keyed = zip(found["territory"], found["period"], found["group"], strict=True)
    assert dict(zip(keyed, zip(found["value"], found["status"], strict=True), strict=True)) == theirs


def test_confidential_research_expenditure_is_reported_and_never_stored():
    rows = [*csv.DictReader(io.StringIO(text(DATA["rd_expenditure"].path)))]
    withheld = {(row["geo"], int(row["TIME_PERIOD"])) for row in rows if row["CONF_STATUS"] == "C"}
    tidied = tidy(DATA["rd_expenditure"])
    assert len(withheld) == len(tidied.rejects) == 194
    assert {*tidied.rejects["reason"]} == {"confidential, left out by the publisher"}
    assert {code for code, _ in withheld} == {*tidied.rejects["code"]}
    free = {
        (row["geo"], row["TIME_PERIOD"]): float(row["OBS_VALUE"]) for row in rows if not row["CONF_STATUS"]
    }
    found = tidied.frame
    assert (
        dict(zip(zip(found["territory"], found["period"], strict=True), found["value"], strict=True)) == free
    )


def test_population_behind_labels_against_pandas():
    frame = pd.read_csv(io.StringIO(text(DATA["population_2023"].path)), dtype=str)
    codes = frame[["sex", "age", "geo"]].apply(lambda column: column.str.partition(":")[0])
    total = (codes["sex"] == "T") & (codes["age"] == "TOTAL")
    found = tidy(DATA["population_2023"]).frame.query("group == 'total'")
    assert dict(zip(found["territory"], found["value"], strict=True)) == dict(
        zip(codes["geo"][total], frame["OBS_VALUE"][total].astype(float), strict=True)
    )
