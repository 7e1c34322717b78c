"""Faults 21 to 44: boundaries. Each test is named after its number in the catalogue of faults.

What is refused leaves what is served byte for byte as it was, and the good file loads again. What is
repaired is named in the report.
"""

# ruff: noqa: E501 (a table of faults)
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from sqlalchemy import Engine

from etl.load import Report
from geodata.settings import Settings
from geodata.store import Reader
from tests.etl.stand import Stand

MAP = "districts.geojson"
Positions = list[list[float]]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory, settings: Settings, reader: Engine) -> Stand:
    return Stand.build("faulty-shapes", tmp_path_factory.mktemp("shapes") / "mine", settings, Reader(reader))


def edited(stand: Stand, edit: Callable[[list[dict[str, Any]]], Any], **more: object) -> str:
    """The boundary file, its features edited."""
    collection = json.loads(stand.text(MAP))
    edit(collection["features"])
    return json.dumps({**collection, **more})


def ring(positions: Positions) -> Callable[[list[dict[str, Any]]], None]:
    """Give district 01 another ring."""

    def edit(features: list[dict[str, Any]]) -> None:
        features[0]["geometry"]["coordinates"] = [positions]

    return edit


def geometry(shape: object) -> Callable[[list[dict[str, Any]]], None]:
    """Give district 01 another geometry."""
    return lambda features: features[0].update(geometry=shape)


def moved(stand: Stand, move: Callable[[float, float], list[float]]) -> str:
    def edit(features: list[dict[str, Any]]) -> None:
        for feature in features:
            rings = feature["geometry"]["coordinates"]
            feature["geometry"]["coordinates"] = [[move(*position) for position in r] for r in rings]

    return edited(stand, edit)


def crs(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


def shape_of(stand: Stand, code: str = "01") -> shapely.Geometry:
    """The shape of a district as it is served."""
    collection = json.loads(stand.store.geometry(stand.store.release(stand.name), "district"))
    found = next(f for f in collection["features"] if f["id"] == code)
    return shapely.from_geojson(json.dumps(found["geometry"]))


def note(report: Report, words: str) -> bool:
    return any(words in told for told in report.notes)


def shapefile(stand: Stand, folder: Path, *without: str) -> bytes:
    frame = geopandas.read_file(io.StringIO(stand.text(MAP)))
    frame["name"] = "Cañón"
    frame.to_file(folder / "d.shp")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in without:
                archive.write(part, part.name)
    return file.getvalue()


SQUARE: Positions = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HIGH = [[x, y, 5, 7] for x, y in SQUARE]
METRES = [[x * 111_000, y * 111_000] for x, y in SQUARE]

REFUSED: dict[str, tuple[Callable[[Stand], str], str]] = {
    "21_truncated": (lambda s: s.text(MAP)[:-40], "the file is cut off"),
    "22_web_page": (lambda s: "<html><body>503 Service Unavailable</body></html>", "a web page or XML, not GeoJSON"),
    "23_empty_collection": (lambda s: edited(s, list.clear), "holds no feature"),
    "24_unclosed_ring": (lambda s: edited(s, ring(SQUARE[:-1])), "feature 1 ('01'): a ring that is not closed"),
    "26_nan": (lambda s: edited(s, ring([[0, 0], [float("nan"), 0], *SQUARE[2:]])), "NaN is not a number that JSON has"),
    "27_latitude_95": (lambda s: edited(s, ring([[0, 0], [1, 95], *SQUARE[2:]])), "feature 1 ('01'): a position outside the world: longitude 1, latitude 95"),
    "29_old_crs_member": (lambda s: edited(s, len, crs=crs("urn:ogc:def:crs:EPSG::3857")), "coordinates are in 'urn:ogc:def:crs:EPSG::3857', not in EPSG:4326"),
    "30_epsg_999999": (lambda s: edited(s, len, crs=crs("EPSG:999999")), "coordinates are in 'EPSG:999999', not in EPSG:4326"),
    "31_null_geometry": (lambda s: edited(s, geometry(None)), "feature 1 ('01'): no geometry"),
    "33_wrong_srid": (lambda s: edited(s, ring(METRES)), "a position outside the world: longitude 111000"),
    "34_geometry_collection": (lambda s: edited(s, geometry({"type": "GeometryCollection", "geometries": []})), "feature 1 ('01'): a GeometryCollection, not a polygon"),
    "36_duplicate_ids": (lambda s: s.text(MAP).replace('"02"', '"01"'), "feature 2 ('01'): a code that an earlier feature has"),
    "37_duplicate_key": (lambda s: s.text(MAP).replace('"code": "01"', '"code": "02", "code": "01"'), "the key 'code' is given twice in one object"),
    "38_nul_in_a_name": (lambda s: s.text(MAP).replace("Harbour", "Har\\u0000bour"), "feature 1 ('01'): a text with a NUL"),
    "39_code_of_mixed_types": (lambda s: s.text(MAP).replace('"code": "01"', '"code": 1'), "feature 1 (1): a code that is no text"),
    "40_nested_brackets": (lambda s: "[" * 200_000, "brackets nested too deep"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_refused(stand: Stand, fault: str):
    write, message = REFUSED[fault]
    assert message in stand.refuse({MAP: write(stand)})


def test_25_a_bow_tie_is_repaired_and_told(stand: Stand):
    with stand.accept({MAP: edited(stand, ring([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]))}) as report:
        assert note(report, "01: repaired: Self-intersection")
        assert shape_of(stand).is_valid


def test_28_swapped_axes_are_seen_on_the_declared_map(stand: Stand):
    east = {"observatory.yaml": stand.declared("extent: [0, 0, 2, 2]", "extent: [40, 0, 42, 2]")}
    message = stand.refuse({**east, MAP: moved(stand, lambda x, y: [y, x + 40])})
    assert "no boundary lies inside the declared map, but they do with their axes swapped" in message
    with stand.accept({**east, MAP: moved(stand, lambda x, y: [x + 40, y])}):
        assert shape_of(stand).bounds == (40, 0, 41, 1)


def test_32_polygons_and_multipolygons_are_served_alike(stand: Stand):
    both = geometry({"type": "MultiPolygon", "coordinates": [[SQUARE]]})
    with stand.accept({MAP: edited(stand, both)}) as report:
        assert report.notes == ()
        assert shape_of(stand).equals(shapely.box(0, 0, 1, 1))


def test_35_heights_and_measures_are_left_out_and_told(stand: Stand):
    with stand.accept({MAP: edited(stand, ring(HIGH))}) as report:
        assert note(report, "01: its heights are left out")
        assert not shape_of(stand).has_z


def test_39_names_of_mixed_types_are_texts(stand: Stand):
    with stand.accept({MAP: stand.text(MAP).replace('"Harbour"', "7").replace('"Valley"', "true")}):
        names = stand.store.territories(stand.store.release(stand.name)).set_index("territory")["name_local"]
        assert names[["01", "02", "03"]].tolist() == ["7", "True", "Hills"]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (".prj", "no d.prj, the reference system"),
        (".dbf", "no d.dbf, the table of codes"),
        (".cpg", "no d.cpg, the encoding, and 'CaÃ±Ã³n' may be misread"),
    ],
)
def test_41_a_missing_part_of_a_shapefile_is_named(stand: Stand, tmp_path: Path, part: str, message: str):
    assert message in stand.refuse({MAP: shapefile(stand, tmp_path, part)})
    with stand.accept({MAP: shapefile(stand, tmp_path)}):
        assert shape_of(stand).equals(shapely.box(0, 0, 1, 1))


@pytest.mark.parametrize("edge", [0.99995, 1.1], ids=["sliver", "overlap"])
def test_42_slivers_and_overlaps_are_told(stand: Stand, edge: float):
    wrong = ring([[0, 0], [edge, 0], [edge, 1], [0, 1], [0, 0]])
    with stand.accept({MAP: edited(stand, wrong)}) as report:
        assert note(report, "of 4 shapes do not meet their neighbours' edges: 01")


def test_43_a_shape_across_the_antimeridian_is_cut_there(stand: Stand):
    def move(x: float, y: float) -> list[float]:
        return [x + 179.5 if x < 0.5 else x - 180.5, y]

    east = {"observatory.yaml": stand.declared("extent: [0, 0, 2, 2]", "extent: [-180, 0, -178, 2]")}
    with stand.accept({**east, MAP: moved(stand, move)}) as report:
        assert note(report, "01: crosses the antimeridian: cut there")
        assert {part.bounds for part in shape_of(stand).geoms} == {(-180, 0, -179.5, 1), (179.5, 0, 180, 1)}


def test_44_a_million_corners_are_taken(stand: Stand):
    angle = np.linspace(0, 2 * np.pi, 1_000_000)
    circle = np.column_stack([0.5 + 0.4 * np.cos(angle), 0.5 + 0.4 * np.sin(angle)]).tolist()
    with stand.accept({MAP: edited(stand, ring([*circle[:-1], circle[0]]))}) as report:
        assert report.changed >= {"territories"}
        assert shape_of(stand).bounds == pytest.approx((0.1, 0.1, 0.9, 0.9), abs=1e-3)
