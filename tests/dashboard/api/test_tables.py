"""The small tables: whole, in pages, and the same in every format."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geodata.codebook import tables

HERE = "/observatories/ecuador"
TABLES = ["indicators", "shocks", "loads", "territories"]


def rows_of(api, path, **parameters):
    """Follow the pages of a table."""
    found, following = [], f"{path}?limit=3"
    answer = api.get(path, params={"limit": 7, **parameters}).json()
    while True:
        found += answer["rows"]
        following = answer["next"]
        if following is None:
            return found
        answer = api.get(following.removeprefix("/api/v1")).json()


@pytest.mark.parametrize("name", TABLES)
def test_pages_make_up_the_whole(api, name):
    whole = api.get(f"{HERE}/{name}", params={"limit": 10_000}).json()
    assert whole["next"] is None
    assert rows_of(api, f"{HERE}/{name}") == whole["rows"]
    assert [*whole["rows"][0]] == tables()[name].names


@pytest.mark.parametrize("name", TABLES)
def test_parquet_reads_back_as_the_json(api, name):
    json = pd.DataFrame(api.get(f"{HERE}/{name}", params={"limit": 10_000}).json()["rows"])
    got = api.get(f"{HERE}/{name}?format=parquet").content
    parquet = pd.read_parquet(io.BytesIO(got)).astype(object)
    for column in json:
        pd.testing.assert_series_equal(
            json[column].astype(str).where(json[column].notna(), ""),
            moments(parquet[column]).astype(str).where(parquet[column].notna(), ""),
            check_dtype=False,
        )


def moments(column):
    """Write moments as JSON does."""
    return column.map(
        lambda one: one.isoformat().replace("+00:00", "Z") if hasattr(one, "isoformat") else one
    )


def test_indicators_of_a_dimension_are_those_alone(api):
    whole = rows_of(api, f"{HERE}/indicators")
    economy = rows_of(api, f"{HERE}/indicators", dimension="economy")
    assert economy == [row for row in whole if row["dimension"] == "economy"]
    assert 0 < len(economy) < len(whole)


def test_one_indicator_is_its_row_of_the_table(api):
    for row in rows_of(api, f"{HERE}/indicators")[:3]:
        assert api.get(f"{HERE}/indicators/{row['indicator']}").json() == row


def test_loads_name_file_and_licence(api):
    rows = rows_of(api, f"{HERE}/loads")
    published = [row for row in rows if row["kind"] == "published"]
    assert published
    assert all(len(row["sha256"]) == 64 and row["licence"] for row in published)
    assert len(rows_of(api, f"{HERE}/loads", superseded="true")) >= len(rows)
