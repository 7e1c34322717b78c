"""The same figures by every format, by the readers that people have, and the pages of JSON between them."""

from __future__ import annotations

import io
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import geopandas
import httpx
import openpyxl
import pandas as pd
import pytest
from frictionless import Resource
from pyarrow import parquet

from dashboard.api.caching import AGAIN, PINNED
from dashboard.api.negotiate import GEOPACKAGE, XLSX
from dashboard.api.refusals import TooMuchError
from dashboard.api.resources.codebook import Known
from dashboard.api.resources.observations import MOST, refuse_more
from geodata.codebook import tables

HERE = "/observatories/ecuador"
ASKED = {
    "indicator": ["population", "homicides"],
    "level": "province",
    "period_from": "2019",
    "period_to": "2020",
}
TEXTS = ["indicator", "territory", "period", "group", "unit", "status", "data_set"]
READ = {"dtype": dict.fromkeys(TEXTS, "str"), "keep_default_na": False, "na_values": {"value": [""]}}


def pages(api: httpx.Client, path: str, **asked: object) -> list[dict]:
    """Every row of a resource, page by page."""
    rows, given = [], asked
    while True:
        answer = api.get(path, params=given).raise_for_status().json()
        rows += answer["rows"]
        if answer["next"] is None:
            return rows
        given = parse_qs(urlsplit(answer["next"]).query)


def taken(api: httpx.Client, name: str, path: str = f"{HERE}/observations", **asked: object) -> io.BytesIO:
    """A download."""
    answer = api.get(path, params={**(asked or ASKED), "format": name}).raise_for_status()
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    return io.BytesIO(answer.content)


@pytest.fixture(scope="module")
def rows(api: httpx.Client) -> list[dict]:
    """The figures as one page of JSON has them."""
    [*rows] = pages(api, f"{HERE}/observations", limit=10_000, **ASKED)
    assert {row["indicator"] for row in rows} == {*ASKED["indicator"]}
    assert {row["period"] for row in rows} >= {"2019", "2020", "2020-Q4"}
    return rows


def test_pages_follow_each_other(api, rows):
    assert pages(api, f"{HERE}/observations", limit=37, **ASKED) == rows


def test_csv_reads_back_equal_by_pandas(api, rows):
    assert pd.read_csv(taken(api, "csv"), **READ).to_dict("records") == rows


def test_parquet_reads_back_equal_by_pyarrow_and_pandas(api, rows):
    file = taken(api, "parquet")
    assert parquet.read_table(file).to_pylist() == rows
    assert pd.read_parquet(file).to_dict("records") == rows


def test_xlsx_reads_back_equal_by_openpyxl(api, rows):
    header, *lines = openpyxl.load_workbook(taken(api, "xlsx"))["data"].iter_rows(values_only=True)
    read = [
        {name: "" if cell is None else cell for name, cell in zip(header, line, strict=True)}
        for line in lines
    ]
    assert read == rows


def test_frictionless_reads_the_csv_as_the_codebook_declares_it(api, rows, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes(taken(api, "csv").read())
    fields = [{"name": one.name, "type": one.type} for one in tables()["observations"].columns]
    resource = Resource(
        {"name": "figures", "path": path.name, "schema": {"fields": fields}}, basepath=str(tmp_path)
    )
    assert resource.validate().valid
    for read, row in zip(resource.read_rows(), rows, strict=True):
        assert {**read, "value": float(read["value"]), "status": read["status"] or ""} == row


@pytest.mark.parametrize("name", ["geojson", "gpkg", "geoparquet"])
def test_spatial_formats_read_back_equal_by_geopandas(api, rows, name, tmp_path):
    path = tmp_path / f"figures.{name}"
    path.write_bytes(taken(api, name).read())
    frame = geopandas.read_parquet(path) if name == "geoparquet" else geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert frame.geometry.notna().all()
    read = frame.drop(columns="geometry").astype({"load": "int64"})
    assert read[list(rows[0])].to_dict("records") == rows


def test_sdmx_csv_has_a_line_a_figure(api, rows):
    frame = pd.read_csv(taken(api, "sdmx-csv"), dtype=str)
    assert frame["REF_AREA"].tolist() == [row["territory"] for row in rows]
    assert frame["OBS_VALUE"].astype(float).tolist() == [row["value"] for row in rows]


@pytest.mark.parametrize(
    ("resource", "table"),
    [
        ("scores", "composites"),
        ("measures", "measures"),
        ("balance", "balance"),
        ("balance-scores", "balance_scores"),
    ],
)
def test_scores_are_the_same_by_page_csv_and_parquet(api, resource, table):
    path = f"{HERE}/{resource}"
    rows = pages(api, path, shock="covid19", limit=500)
    assert rows
    assert list(rows[0]) == tables()[table].names
    assert parquet.read_table(taken(api, "parquet", path, shock="covid19")).to_pylist() == rows
    numbers = [one.name for one in tables()[table].columns if one.type in ("number", "integer")]
    frame = pd.read_csv(taken(api, "csv", path, shock="covid19"), dtype={"territory": str, "parent": str})
    stored = pd.DataFrame(rows)[numbers].astype(float)
    pd.testing.assert_frame_equal(frame[numbers].astype(float), stored, check_exact=True)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"territory": ["01", "02"]}, lambda row: row["territory"] in ("01", "02")),
        (
            {"parent": "EC", "dimension": "all"},
            lambda row: row["dimension"] == "" and row["territory"] != "EC",
        ),
        ({"evaluation": 2021, "dimension": "economy"}, lambda row: row["evaluation"] == 2021),
    ],
)
def test_scores_are_narrowed(api, asked, holds):
    everything = pages(api, f"{HERE}/scores", limit=10_000)
    rows = pages(api, f"{HERE}/scores", limit=10_000, **asked)
    assert 0 < len(rows) < len(everything)
    assert all(map(holds, rows))
    assert all(row in everything for row in rows)


@pytest.mark.parametrize("resource", ["balance", "balance-scores"])
def test_balances_are_of_every_shock_unless_one_is_named(api, resource):
    everything = pages(api, f"{HERE}/{resource}", limit=10_000)
    shocks = {row["shock"] for row in everything}
    assert len(shocks) > 1
    for shock in shocks:
        rows = pages(api, f"{HERE}/{resource}", limit=10_000, shock=shock)
        assert rows == [row for row in everything if row["shock"] == shock]


def test_balances_are_narrowed(api):
    rows = pages(api, f"{HERE}/balance", limit=10_000, parent="all", enclaves=True, indicator="gva_per_head")
    assert {(row["parent"], row["enclaves"], row["indicator"]) for row in rows} == {
        ("all", True, "gva_per_head")
    }


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"indicator": "nope"}, 404, "there is no indicator 'nope'"),
        ({"level": "nope"}, 404, "there is no level 'nope'"),
        ({"period_from": "2020-13"}, 422, "period_from"),
        ({"period_to": "0000"}, 422, "period_to"),
        ({"after": "1-1-1-0"}, 404, "nothing that is asked for ends at 1-1-1-0"),
        ({"after": "x"}, 422, "after"),
        ({"vintage": "2020-01-01"}, 404, "nothing was published by 2020-01-01"),
        ({"vintage": "2030-01-01", "release": 1}, 409, "both name a release"),
        ({"group": "sex=f"}, 404, "there is no group 'sex=f'"),
        ({"period_from": "2021", "period_to": "2019"}, 409, "`period_from` (2021) lies behind `period_to`"),
        ({"release": 2_000}, 404, "no release 2000"),
        ({"format": "pdf"}, 422, "format"),
        ({"limit": 10_001}, 422, "limit"),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_why(api, asked, status, told):
    answer = api.get(f"{HERE}/observations", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.json()["detail"]


def test_a_vintage_is_the_release_of_that_day(api):
    answer = api.get(f"{HERE}/observations", params={"vintage": "2999-12-31", "limit": 1})
    assert answer.json()["release"] == 1
    for following in (answer.json()["next"], answer.links["canonical"]["url"]):
        assert "release=1" in following
        assert api.get(following.removeprefix("/api/v1")).json()["release"] == 1


def test_a_day_may_see_another_release_yet(api):
    asked = {"indicator": "population", "limit": 1}
    kept = [
        api.get(f"{HERE}/observations", params=asked | which).headers["cache-control"]
        for which in ({"vintage": "2999-12-31"}, {"release": 1})
    ]
    assert kept == [AGAIN, PINNED]


@pytest.mark.parametrize(
    ("name", "mend"), [(XLSX, "take csv or parquet"), (GEOPACKAGE, "ask for one indicator")]
)
def test_more_than_a_format_holds_is_refused_with_another(name, mend):
    refuse_more(name, MOST[name])
    with pytest.raises(TooMuchError, match=f"{MOST[name]:,} rows.*\n.*{mend}"):
        refuse_more(name, MOST[name] + 1)


def test_an_answer_without_a_row_is_one(api):
    asked = {"indicator": "population", "period_to": "1800"}
    assert api.get(f"{HERE}/observations", params=asked).json()["rows"] == []
    for name in ("csv", "parquet", "xlsx", "sdmx-csv", "geojson", "gpkg", "geoparquet"):
        assert taken(api, name, **asked).read()


def test_a_caller_who_has_it_already_is_told_so(api):
    asked = {"format": "csv", "indicator": "population", "limit": 5}
    first = api.get(f"{HERE}/observations", params=asked)
    again = api.get(f"{HERE}/observations", params=asked, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = api.head(f"{HERE}/observations", params=asked)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("resource", ["observations", "scores", "measures", "balance", "territories"])
def test_a_table_links_to_what_its_columns_mean(api, resource):
    answer = api.get(f"{HERE}/{resource}", params={"format": "csv"})
    assert answer.links["canonical"]["url"].startswith(f"/api/v1{HERE}/{resource}?")
    told = api.get(answer.links["describedby"]["url"].removeprefix("/api/v1")).raise_for_status().json()
    assert [column["name"] for column in told["tableSchema"]["columns"]] == answer.text.splitlines()[0].split(
        ","
    )
    assert all(
        {text["@language"] for text in one["dc:description"]} == {"en", "es", "fr"}
        for one in told["tableSchema"]["columns"]
    )
    assert api.get(told["url"].removeprefix("/api/v1")).content == answer.content


def test_codes_are_told_with_the_columns(api):
    [note] = api.get(f"{HERE}/codebook/observations").json()["notes"]
    assert (note["column"], note["codes"]["p"]) == ("status", "provisional")


def test_every_table_has_its_codebook():
    assert {*get_args(Known)} == {*tables()}
