"""GeoPackage, zipped Shapefile and TopoJSON give what GeoJSON gives, or say what they lack."""

import json
import shutil
import sqlite3
import warnings
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from geodata.boundaries import read_boundaries
from geodata.level import Boundaries
from indicators.errors import DataError

SHAPES = [shapely.box(-79, -2, -78, -1), shapely.box(-78, -2, -77, -1)]
NAMES = ["Cañar", "Azuay"]


def districts(**changes: object) -> geopandas.GeoDataFrame:
    columns = {"code": ["01", "02"], "number": [1, 2], "name": NAMES, **changes}
    return geopandas.GeoDataFrame(columns, geometry=SHAPES, crs="EPSG:4326")


def write(frame: geopandas.GeoDataFrame, path: Path, **options: object) -> Path:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")
        frame.to_file(path, **options)
    return path


def zipped(frame: geopandas.GeoDataFrame, folder: Path, *without: str, **options: object) -> Path:
    """A zip of the parts of a Shapefile, but for some."""
    (folder / "parts").mkdir(exist_ok=True)
    write(frame, folder / "parts" / "d.shp", **options)
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        for part in sorted((folder / "parts").iterdir()):
            if part.suffix not in without:
                archive.write(part, f"inside/{part.name}")
    return folder / "d.zip"


def read(path: Path, key: str = "code", **declared: object):
    return read_boundaries(path, Boundaries(path=path.name, key=key, **declared), ["name"])[:2]


def refused(path: Path, *arguments: str, **declared: object) -> str:
    with pytest.raises(DataError) as caught:
        read(path, *arguments, **declared)
    assert str(path) in caught.value.where
    assert caught.value.mend
    return str(caught.value)


@pytest.mark.parametrize("crs", [4326, 3857, 32717, "ESRI:54009"])
@pytest.mark.parametrize("form", ["gpkg", "shp"])
def test_any_reference_system_comes_in_degrees(tmp_path: Path, form: str, crs: int | str):
    frame = districts().to_crs(crs)
    path = write(frame, tmp_path / "d.gpkg") if form == "gpkg" else zipped(frame, tmp_path)
    found, notes = read(path)
    assert found["code"].tolist() == ["01", "02"]
    assert found["name"].tolist() == NAMES
    assert found.crs.to_epsg() == 4326
    for shape, wanted in zip(found.geometry, SHAPES, strict=True):
        assert shape.symmetric_difference(wanted).area < 1e-3
    assert any("reprojected from" in note for note in notes) == (crs != 4326)


def test_one_layer_of_several_is_declared(tmp_path: Path):
    path = write(districts(), tmp_path / "d.gpkg", layer="districts")
    write(districts(code=["1", "2"]), path, layer="parishes", mode="a")
    assert "2 layers of shapes, and none is declared" in refused(path)
    assert "there are: districts, parishes" in refused(path, layer="towns")
    assert read(path, layer="districts")[0]["code"].tolist() == ["01", "02"]


def test_codes_that_are_numbers_need_a_width(tmp_path: Path):
    path = write(districts(), tmp_path / "d.gpkg")
    assert "a code that is no text: write it as text, or declare 'code_width'" in refused(path, "number")
    assert read(path, "number", code_width=2)[0]["code"].tolist() == ["01", "02"]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (".shx", "no d.shx, the index of shapes"),
        (".dbf", "no d.dbf, the table of codes"),
        (".prj", "no d.prj, the reference system"),
        (".cpg", "no d.cpg, the encoding, and 'CaÃ±ar' may be misread"),
        (".shp", "0 layers of shapes"),
    ],
)
def test_a_missing_part_of_a_shapefile_is_named(tmp_path: Path, part: str, message: str):
    assert message in refused(zipped(districts(), tmp_path, part))


def test_what_a_missing_part_would_say_can_be_declared(tmp_path: Path):
    metres = districts().to_crs(3857)
    path = zipped(metres, tmp_path, ".prj", ".cpg", encoding="cp1252")
    found, notes = read(path, crs="EPSG:3857", encoding="cp1252")
    assert found["name"].tolist() == NAMES
    assert "reprojected from EPSG:3857" in notes[0]
    assert "is no reference system" in refused(path, crs="EPSG:999999", encoding="cp1252")


def test_ascii_needs_no_encoding(tmp_path: Path):
    assert len(read(zipped(districts(name=["a", "b"]), tmp_path, ".cpg"))[0]) == 2


def test_a_loose_shapefile_is_to_be_zipped(tmp_path: Path):
    zipped(districts(), tmp_path)
    assert "a Shapefile without its other parts" in refused(tmp_path / "parts" / "d.shp")


def test_a_declared_system_does_not_overrule_the_file(tmp_path: Path):
    path = write(districts(), tmp_path / "d.gpkg")
    assert "the file is in WGS 84, and 'EPSG:3857' is declared" in refused(path, crs="EPSG:3857")
    bare = write(districts().set_crs(None, allow_override=True), tmp_path / "bare.gpkg")
    assert "no reference system" in refused(bare)
    assert len(read(bare, crs="EPSG:4326")[0]) == 2


def test_a_system_that_does_not_exist_is_not_taken_for_degrees(tmp_path: Path):
    path = write(districts(), tmp_path / "d.gpkg")
    with sqlite3.connect(path) as database:
        for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger[0]}"')
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = 999999")
        database.execute("UPDATE gpkg_contents SET srs_id = 999999")
    database.close()
    assert "no reference system" in refused(path)


def test_metres_called_degrees_are_refused(tmp_path: Path):
    wrong = districts().to_crs(3857).set_crs(4326, allow_override=True)
    assert "a position outside the world" in refused(write(wrong, tmp_path / "d.gpkg"))


def test_a_cut_off_file_is_refused(tmp_path: Path):
    path = write(districts(), tmp_path / "d.gpkg")
    path.write_bytes(path.read_bytes()[:5000])
    refused(path)
    whole = zipped(districts(), tmp_path)
    whole.write_bytes(whole.read_bytes()[:-30])
    assert "damaged zip file" in refused(whole)


def test_a_layer_without_a_feature_is_refused(tmp_path: Path):
    assert "holds no feature" in refused(write(districts().iloc[:0], tmp_path / "d.gpkg"))


def test_points_are_no_territories(tmp_path: Path):
    points = districts().set_geometry([shapely.Point(0, 0)] * 2, crs=4326)
    assert "feature 1 ('01'): a Point, not a polygon" in refused(write(points, tmp_path / "d.gpkg"))


TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-79, -2]},
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
    "objects": {
        "districts": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "01", "properties": {"name": "Cañar"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "02", "properties": {"name": "Azuay"}, "arcs": [[[2, -1]]]},
            ],
        }
    },
}


def topology(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "d.json"
    path.write_text(json.dumps({**TOPOLOGY, **changes}), encoding="utf-8")
    return path


def test_topojson_is_put_together(tmp_path: Path):
    found, notes = read(topology(tmp_path), "id")
    assert found["name"].tolist() == NAMES
    assert [shape.equals(wanted) for shape, wanted in zip(found.geometry, SHAPES, strict=True)] == [
        True,
        True,
    ]
    assert notes == []


def test_topojson_that_is_damaged_or_has_several_layers_is_refused(tmp_path: Path):
    assert "damaged TopoJSON" in refused(topology(tmp_path, arcs=TOPOLOGY["arcs"][:1]), "id")
    layers = {**TOPOLOGY["objects"], "towns": {"type": "Point"}}
    assert "2 layers, and none is declared" in refused(topology(tmp_path, objects=layers), "id")
    first, second, third = TOPOLOGY["arcs"]
    assert "not closed" in refused(topology(tmp_path, arcs=[first, second[:-1], third]), "id")


def test_a_copy_of_the_same_shapes_in_every_format_is_the_same(tmp_path: Path):
    plain, _ = read(write(districts(), tmp_path / "d.geojson", driver="GeoJSON"))
    others = [write(districts(), tmp_path / "d.gpkg"), zipped(districts(), tmp_path)]
    for path in others:
        found, _ = read(path)
        assert found.geometry.geom_equals(plain.geometry).all()
    shutil.rmtree(tmp_path / "parts")
