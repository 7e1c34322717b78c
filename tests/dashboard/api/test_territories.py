"""Territories: chosen by level, parent, code and box; drawn in three formats."""

from __future__ import annotations

import geopandas
import pytest
import shapely

HERE = "/observatories/ecuador/territories"


def codes(api, **asked):
    return [row["territory"] for row in api.get(HERE, params=asked).json()["rows"]]


@pytest.fixture
def drawn(api, tmp_path):
    """Ask for provinces in a format and read the file."""

    def ask(format_, **asked):
        got = api.get(HERE, params={"format": format_, "level": "province", **asked})
        assert got.status_code == 200
        path = tmp_path / f"answer.{format_}"
        path.write_bytes(got.content)
        return geopandas.read_parquet(path) if format_ == "geoparquet" else geopandas.read_file(path)

    return ask


def test_the_largest_come_first(api):
    assert codes(api)[:3] == ["EC", "01", "02"]
    assert codes(api, level="country") == ["EC"]
    assert codes(api, parent="EC") == codes(api, level="province")
    assert codes(api, territory=["17", "01"]) == ["01", "17"]


def test_a_box_holds_whoever_meets_it(api):
    places = {row["territory"]: row for row in api.get(HERE, params={"level": "province"}).json()["rows"]}
    found = codes(api, level="province", bbox="-80,-3,-79,-1")
    meeting = [
        code
        for code, row in places.items()
        if row["west"] <= -79 and row["east"] >= -80 and row["south"] <= -1 and row["north"] >= -3
    ]
    assert found == meeting
    assert 0 < len(found) < len(places)
    assert codes(api, level="province", bbox="170,-90,-85,90") == [
        "20"
    ]  # Galápagos, across the 180th meridian
    assert codes(api, bbox="0,0,1,1") == []


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "1,2,3,4,5", "1e9,0,0,0", "NaN,0,0,0"])
def test_what_is_no_box_is_refused(api, box):
    assert api.get(HERE, params={"bbox": box}).status_code == 422


def test_every_format_draws_the_same(api, drawn):
    packed, parquet, text = (drawn(name) for name in ("gpkg", "geoparquet", "geojson"))
    assert [frame.crs.to_epsg() for frame in (packed, parquet, text)] == [4326] * 3
    assert packed["territory"].tolist() == parquet["territory"].tolist() == codes(api, level="province")
    assert (shapely.to_wkb(packed.geometry) == shapely.to_wkb(parquet.geometry)).all()
    areas = [shapely.area(frame.geometry.to_numpy()) for frame in (packed, text)]
    assert areas[1] == pytest.approx(areas[0], rel=1e-4)  # five decimals
    for column in ("name_es", "level", "parent", "role", "enclave", "area_km2"):
        assert packed[column].tolist() == parquet[column].tolist() == text[column].tolist()


def test_geojson_is_as_its_standard_has_it(api):
    collection = api.get(HERE, params={"format": "geojson", "level": "province"}).json()
    first = collection["features"][0]
    assert first["id"] == first["properties"]["territory"] == "01"
    outer = shapely.LinearRing(first["geometry"]["coordinates"][0][0])
    assert outer.is_ccw
    country = api.get(HERE, params={"format": "geojson", "level": "country"}).json()["features"][0]
    assert country["geometry"] is None


def test_simplified_neighbours_still_share_their_borders(drawn):
    whole, fewer = drawn("gpkg"), drawn("gpkg", simplify=20_000)
    counts = [shapely.get_num_coordinates(frame.geometry.to_numpy()).sum() for frame in (whole, fewer)]
    assert counts[1] < counts[0] / 3
    shapes = fewer.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_a_simplified_territory_is_the_same_alone_or_among_others(drawn):
    among = drawn("gpkg", simplify=5_000).set_index("territory").geometry
    alone = drawn("gpkg", simplify=5_000, territory="09").set_index("territory").geometry
    assert alone["09"].equals(among["09"])


@pytest.mark.parametrize("format_", ["geojson", "gpkg", "geoparquet", "csv", "parquet", "xlsx"])
def test_no_territory_is_an_answer_too(api, drawn, format_):
    got = api.get(HERE, params={"format": format_, "bbox": "0,0,1,1"})
    assert got.status_code == 200
    if format_ == "geojson":
        assert got.json() == {"type": "FeatureCollection", "features": []}
    if format_ in ("gpkg", "geoparquet"):
        assert len(drawn(format_, bbox="0,0,1,1")) == 0
