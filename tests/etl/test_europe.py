"""Every Eurostat file that the European observatory is made of, counted and read by a second reader."""

import csv
import gzip
import io
import json
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from etl.observatories import FOLDER
from etl.sources import SOURCES
from etl.sources.cells import Tidied
from geodata.observatory import DataSet, read_observatory
from geodata.territory import Territories, assemble
from tests.etl.sources.reading import tidied

EU = Path(__file__).parents[3] / "shared" / "data" / "eu"
EUROPE = read_observatory(FOLDER / "eu", SOURCES)
DATA = {data_set.id: data_set for data_set in EUROPE.data}
OTHER_SCALES = {"boundaries/nuts2_10M_2021.json", "boundaries/nuts3_60M_2021.json"}  # of what is loaded
PLACES = ("boundaries", "crosswalk", "typology")
GROUPS = {
    **{"DEG1": "urbanisation=urban", "DEG2": "urbanisation=intermediate", "DEG3": "urbanisation=rural"},
    **{"F": "sex=F", "M": "sex=M", "FMEDAGEPOP": "sex=F", "MMEDAGEPOP": "sex=M"},
}
MEDIAN = "MEDAGEPOP FMEDAGEPOP MMEDAGEPOP"
pytestmark = pytest.mark.skipif(not EU.exists(), reason="needs ../shared")


def tidy(data_set: DataSet) -> Tidied:
    """What the source makes of the file of a data set."""
    return tidied(EU / data_set.path, data_set)


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


@pytest.fixture(scope="module")
def places() -> Territories:
    """The territories of every version, with what became of every row."""
    return assemble(EUROPE, EU)


def rows_of(path: str, sheet: str | None) -> int:
    """The features of a GeoJSON, or the rows below the header in which anything stands, by another reader."""
    if path.endswith("json"):
        return len(json.loads((EU / path).read_bytes())["features"])
    if sheet is None:
        lines = csv.reader(io.StringIO(text(path)), delimiter=";" if ";" in text(path)[:40] else ",")
        return sum(1 for _ in lines) - 1
    with closing(openpyxl.load_workbook(EU / path, read_only=True)) as book:
        cells = book[sheet].iter_rows(min_row=2, max_col=9, values_only=True)
        return sum(1 for row in cells if any(str(cell).strip() for cell in row if cell is not None))


def test_every_file_of_territories_is_declared():
    files = {str(path.relative_to(EU)) for kind in PLACES for path in (EU / kind).iterdir()}
    assert {*EUROPE.hierarchy.files} == files - OTHER_SCALES


def test_every_row_of_a_file_of_territories_is_accounted_for(places: Territories):
    counted = places.files[~places.files["path"].str.endswith(".xlsx")]
    assert counted["read"].tolist() == [rows_of(path, None) for path in counted["path"]]
    changes = places.files.set_index("purpose").loc["changes from 2024", "read"].tolist()
    workbook = "typology/NUTS2021-NUTS2024.xlsx"
    assert changes == [rows_of(workbook, "NUTS2021- NUTS2024"), rows_of(workbook, "SR2021- SR2024")]
    classes = places.files.set_index("purpose").loc["nuts3 of 2024, facts", "read"]
    assert classes == rows_of(workbook, "NUTS-3 Typologies")


def test_every_version_of_the_regions_is_there(places: Territories):
    found = places.others.groupby(["version", "level"]).size().to_dict()
    assert found == {
        **{("2010", "nuts3"): 1452, ("2013", "nuts2"): 320, ("2013", "nuts3"): 1479},
        **{("2016", "nuts0"): 37, ("2016", "nuts1"): 125, ("2016", "nuts2"): 332, ("2016", "nuts3"): 1523},
        **{("2024", "nuts0"): 38, ("2024", "nuts1"): 114, ("2024", "nuts2"): 296, ("2024", "nuts3"): 1345},
    }
    assert set(places.frame["territory"]).isdisjoint({"HR04", "PT1A", "FR21"})


@pytest.mark.parametrize(
    ("version", "code", "fate"),
    [
        ("2024", "NL361", "recoded, NL332 in 2021"),
        ("2024", "DEG0S", "boundary shift, DEG04 in 2021"),
        ("2024", "AT224", "boundary shift under the same code"),
        ("2024", "PT1A0", "new"),
        ("2024", "PT11B", ""),
        ("2016", "HR04", "discontinued; split into new HR02, HR05 and HR06"),
        ("2016", "BE221", "boundary shift, BE224 in 2021 (boundary change, recode)"),
        ("2016", "DEG04", ""),
        ("2013", "FR21", "renamed FRF2"),
    ],
)
def test_the_fate_of_a_region_is_known(places: Territories, version: str, code: str, fate: str):
    found = places.others.set_index(["version", "territory"])
    assert found.loc[(version, code), "fate"] == fate


def test_classes_of_every_version_are_read(places: Territories):
    published = {
        row["NUTS_ID_2013"]: {"urb": "urban", "int": "intermediate", "rur": "rural"}[row["urban_rural"]]
        for row in csv.DictReader(io.StringIO(text("typology/urb_rur_typo_NUTS2013.csv")))
    }
    small = places.others[places.others["level"] == "nuts3"].set_index(["version", "territory"])["role"]
    assert small.loc["2013"].to_dict() == published
    features = json.loads((EU / "boundaries/NUTS_RG_20M_2024_4326.geojson").read_bytes())["features"]
    drawn = {feature["properties"]["NUTS_ID"]: feature["properties"]["URBN_TYPE"] for feature in features}
    numbers = {"urban": 1, "intermediate": 2, "rural": 3, None: None}
    assert {code: drawn[code] for code in small.loc["2024"].index} == {
        code: numbers[role] for code, role in small.loc["2024"].items()
    }
