"""Boundaries are taken only when they are what they claim to be; what is wrong is said by feature."""

import json

import pytest

from geodata.boundaries import read_boundaries
from geodata.level import Boundaries
from indicators.errors import DataError

# ruff: noqa: E501 (a table of faults)
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*geometries, codes=None, **more):
    codes = codes or [f"{i:02}" for i in range(len(geometries))]
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
        for code, geometry in zip(codes, geometries, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def crs(name):
    return {"crs": {"type": "name", "properties": {"name": name}}}


def read(tmp_path, text, *properties, **declared):
    path = tmp_path / "b.geojson"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read_boundaries(path, Boundaries(path=path.name, key="code", **declared), properties)[:2]


GOOD = collection(polygon(SQUARE), polygon(SQUARE))


def test_specimen_is_read(squares_folder):
    frame, repairs, _ = read_boundaries(
        squares_folder / "provinces.geojson",
        Boundaries(path="provinces.geojson", key="code"),
        ["name", "nombre", "kind"],
    )
    assert frame["code"].tolist() == ["01", "02", "03", "04"]
    assert frame["nombre"].tolist() == ["Uno", None, "Tres", "Cuatro"]
    assert frame["kind"].tolist() == ["1", "2", "3", None]
    assert set(frame.geom_type) == {"MultiPolygon"}
    assert frame.crs.to_epsg() == 4326
    assert repairs == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(GOOD[:-40], "cut off", id="truncated"),
        pytest.param("<html><body>503</body></html>", "web page", id="html"),
        pytest.param(b"", "the file is empty", id="empty file"),
        pytest.param(b"\xff\xfe{}\0", "UTF-16", id="utf-16"),
        pytest.param("{}\n\u00d1".encode("latin-1"), "b.geojson:2: byte 0xd1 is not UTF-8", id="latin-1"),
        pytest.param(collection(polygon(SQUARE), **crs(4326)), "are in 4326", id="crs that is a number"),
        pytest.param(collection(polygon(SQUARE), crs={"properties": None}), "not in EPSG:4326", id="crs without properties"),
        pytest.param(GOOD.replace('{"code": "00"}', '["code"]'), "no FeatureCollection", id="properties that are a list"),
        pytest.param("[1, 2]", "no FeatureCollection", id="no collection"),
        pytest.param(collection(), "holds no feature", id="empty collection"),
        pytest.param(GOOD.replace("[1, 1]", "[NaN, 1]"), "NaN is not a number", id="nan"),
        pytest.param("[" * 200_000, "nested too deep", id="brackets"),
        pytest.param(GOOD.replace('"code": "00"', '"code": "00", "code": "0"'), "'code' is given twice", id="key twice"),
        pytest.param(collection(polygon(SQUARE), **crs("urn:ogc:def:crs:EPSG::3857")), "not in EPSG:4326", id="3857"),
        pytest.param(collection(polygon(SQUARE), **crs("EPSG:999999")), "not in EPSG:4326", id="999999"),
        pytest.param(collection(polygon(SQUARE), None), "feature 2 ('01'): no geometry", id="null geometry"),
        pytest.param(collection(polygon(SQUARE[:-1])), "not closed", id="unclosed"),
        pytest.param(collection(polygon(SQUARE[:2] + SQUARE[:1])), "fewer than four", id="too short"),
        pytest.param(collection(polygon([[0, 0], [1, 0], [1, 95], [0, 0]])), "latitude 95", id="latitude 95"),
        pytest.param(collection(polygon([[0, 0], [1, "x"], [1, 1], [0, 0]])), "pairs of numbers", id="text"),
        pytest.param(collection(polygon([["0", "0"], ["1", "0"], ["1", "1"], ["0", "0"]])), "pairs of numbers", id="numbers as text"),
        pytest.param(collection(polygon([[9**400, 0], *SQUARE])), "pairs of numbers", id="huge number"),
        pytest.param(collection(polygon()), "empty geometry", id="no ring"),
        pytest.param(collection({"type": "Point", "coordinates": [0, 0]}), "a Point", id="point"),
        pytest.param(collection({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}), "a GeometryCollection", id="mixed"),
        pytest.param(collection(polygon([[0, 0], [1, 1], [0, 0], [0, 0]])), "without area", id="flat"),
        pytest.param(collection(polygon(SQUARE), polygon(SQUARE), codes=["1", "1"]), "feature 2 ('1'): a code that an earlier", id="code twice"),
        pytest.param(collection(polygon(SQUARE), codes=[7]), "a code that is no text", id="number"),
        pytest.param(collection(polygon(SQUARE), codes=[" 01"]), "spaces around it", id="padded code"),
        pytest.param(collection(polygon(SQUARE), polygon(SQUARE), codes=["1", None]), "no code", id="no code"),
        pytest.param(collection(polygon(SQUARE), codes=["a\0b"]), "NUL", id="nul"),
        pytest.param(collection(polygon(SQUARE), codes=["a\ud800b"]), "half a character", id="surrogate"),
    ],
)  # fmt: skip
def test_fault_is_told(tmp_path, text, says):
    with pytest.raises(DataError) as error:
        read(tmp_path, text)
    assert says in str(error.value)
    assert str(tmp_path / "b.geojson") in error.value.where
    assert error.value.mend


def test_every_unusable_feature_is_named(tmp_path):
    with pytest.raises(DataError, match=r"(?s)2 unusable.*feature 1 .*feature 3 "):
        read(tmp_path, collection(None, polygon(SQUARE), polygon(SQUARE[:-1])))


def test_many_faults_are_counted(tmp_path):
    with pytest.raises(DataError, match=r"and 5 more"):
        read(tmp_path, collection(*[None] * 15))


def test_missing_property_names_those_there(tmp_path):
    with pytest.raises(DataError, match=r"(?s)no feature has the property name.*there are: code"):
        read(tmp_path, GOOD, "name")


def test_missing_file_is_told(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read_boundaries(tmp_path / "gone.geojson", Boundaries(path="gone.geojson", key="code"))


def test_bow_tie_is_repaired_and_reported(tmp_path):
    frame, repairs = read(tmp_path, collection(polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])))
    assert frame.geometry.is_valid.all()
    assert frame.geometry[0].area == 0.5
    assert len(repairs) == 1
    assert "00: repaired: Self-intersection" in repairs[0]


def test_name_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(DataError, match="where a text or a number is asked for"):
        read(tmp_path, GOOD.replace('"code": "00"', '"code": "00", "name": {"en": "One"}'), "name")


def test_height_and_measure_are_dropped(tmp_path):
    frame, _ = read(tmp_path, collection(polygon([[*position, 3, 1] for position in SQUARE])))
    assert frame.geometry[0].area == 1


def test_height_is_dropped_and_old_crs_of_degrees_taken(tmp_path):
    high = [[*position, 3] for position in SQUARE]
    frame, _ = read(tmp_path, "\ufeff" + collection(polygon(high), **crs("urn:ogc:def:crs:OGC:1.3:CRS84")))
    assert not frame.geometry.has_z.any()


def test_holes_are_kept(tmp_path):
    hole = [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.2, 0.2]]
    frame, _ = read(tmp_path, collection(polygon(SQUARE, hole)))
    assert frame.geometry[0].area == pytest.approx(0.98)


def test_one_level_is_taken_out_of_a_file_of_several(tmp_path):
    path = tmp_path / "b.geojson"
    levels = ('"code": "00"', '"code": "00", "level": 2'), ('"code": "01"', '"code": "01", "level": "3"')
    path.write_text(GOOD.replace(*levels[0]).replace(*levels[1]))
    for level, code in (("2", "00"), ("3", "01")):
        source = Boundaries(path="b.geojson", key="code", filter={"level": (level,)})
        found = read_boundaries(path, source)
        assert (found.frame["code"].tolist(), found.out_of_scope) == ([code], 1)
    with pytest.raises(DataError, match=r"b\.geojson: no feature has level 4"):
        read_boundaries(path, Boundaries(path="b.geojson", key="code", filter={"level": ("4",)}))
    with pytest.raises(DataError, match="no feature has the property class"):
        read_boundaries(path, Boundaries(path="b.geojson", key="code", filter={"class": ("4",)}))
