"""Indicator files of Open SDG, ours and published ones against pandas."""

from pathlib import Path

import pandas as pd
import pytest

from geodata.boundaries import read_boundaries
from geodata.level import Boundaries
from indicators.errors import DataError
from tests.etl.sources.reading import SHARED, SPECIMENS, data_set, reasons, rows, tidy, tidy_bytes

OWN = SPECIMENS / "opensdg/indicator_8-5-2.csv"
DATA = SHARED / "open_sdg/data"
needs_samples = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared")
DECLARED = {"filter": {"Series": "Rate"}, "columns": {"place": ["Region"]}, "territory": "XX"}


def test_disaggregations_become_groups_and_the_headline_the_total():
    tidied = tidy("opensdg", OWN, **DECLARED, split_years="first")
    assert rows(tidied) == [
        ("XX", "2019", "total", 4.5, ""),
        ("XX", "2019", "sex=Female", 4.75, "e"),
        ("XX", "2019", "sex=Female;urban_or_rural=Rural", 5.0, ""),
        ("XN", "2020-Q1", "total", 6.0, "p"),
        ("XN", "2019", "total", 6.5, ""),
    ]
    assert reasons(tidied) == ["no territory code", "confidential, left out by the publisher"]
    assert (tidied.out_of_scope, tidied.read) == (1, 8)


def test_declared_groups_come_before_the_publisher_s():
    tidied = tidy(
        "opensdg", OWN, **DECLARED, map={"Sex": {"": "total", "Female": "sex=F"}}, split_years="last"
    )
    assert {"sex=F", "sex=F;urban_or_rural=Rural"} < {*tidied.frame["group"]}
    assert ("XN", "2020", "total", 6.5, "") in rows(tidied)


def test_a_year_that_spans_two_is_rejected_where_nothing_is_declared():
    tidied = tidy("opensdg", OWN, **DECLARED)
    assert "two years in one (declare split_years: first, or last)" in reasons(tidied)


def test_several_series_are_not_read_as_one():
    with pytest.raises(DataError, match=r"'Series' has 2 codes \(Count, Rate\)"):
        tidy("opensdg", OWN)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Year,Sex,Value\n2019,a=b,5\n", "'a=b' in the column 'Sex' cannot name a group"),
        ("Year,Sex\n2019,F\n", "no column 'Value'"),
        ("a,b\n1,2\n", "no column 'Year', 'Value'"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, message: str):
    with pytest.raises(DataError, match=message):
        tidy_bytes(text.encode(), data_set("opensdg", territory="XX"), "a.csv")


def second(path: Path, place: list[str], **kept: str) -> dict[tuple[str, ...], float]:
    """What pandas makes of a file."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column, code in kept.items():
        frame = frame[frame[column] == code]
    beside = ["Series", "Units", "Unit measure", "Unit multiplier", "Observation status"]
    split = [c for c in frame if c not in ("Year", "GeoCode", "Value", *beside, *place)]
    found = {}
    for row in frame[frame["Value"] != ""].to_dict("records"):
        year = row["Year"].replace(" ", "-").partition("/")[0]
        pairs = sorted(f"{c.lower().replace(' ', '_')}={row[c]}" for c in split if row[c])
        found[row["GeoCode"] or "UK", year, ";".join(pairs) or "total"] = float(row["Value"])
    return found


@needs_samples
@pytest.mark.parametrize(
    ("name", "place", "kept", "count"),
    [
        ("16-7-2", ["Region"], {}, 366),
        ("8-5-2", ["Country", "Region"], {"Series": "Seasonally adjusted"}, 6417),
        ("8-5-2", ["Country", "Region"], {"Series": "Not seasonally adjusted"}, 2844),
    ],
)
def test_published_files_against_pandas(name: str, place: list[str], kept: dict[str, str], count: int):
    path = DATA / f"indicator_{name}.csv"
    tidied = tidy("opensdg", path, columns={"place": place}, territory="UK", filter=kept, split_years="first")
    ours = {tuple(key): value for *key, value in rows(tidied, "territory", "period", "group", "value")}
    assert ours == second(path, place, **kept)
    assert {*reasons(tidied)} <= {"confidential, left out by the publisher"}
    assert tidied.read - tidied.out_of_scope == count


@needs_samples
def test_geocodes_are_those_of_the_repository_s_boundaries():
    source = Boundaries(path="", key="rgn17cd", name={"en": "rgn17nm"})
    shapes = read_boundaries(SHARED / "open_sdg/england-regions.geojson", source, ["rgn17nm"]).frame
    path = DATA / "indicator_16-7-2.csv"
    tidied = tidy("opensdg", path, columns={"place": ["Region"]}, territory="ENG", split_years="first")
    assert {*tidied.frame["territory"]} == {"ENG", *shapes["code"]}
    named = pd.read_csv(path, dtype=str).dropna(subset=["GeoCode"]).drop_duplicates("GeoCode")
    theirs = dict(zip(named["GeoCode"], named["Region"], strict=True))
    assert theirs == dict(zip(shapes["code"], shapes["rgn17nm"], strict=True))
