"""A reader sees one release whole, in frames of plain types, and is told in words when it cannot."""

import json

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import shape
from sqlalchemy import NullPool, create_engine

from geodata.store import Reader
from geodata.tables import composite, measure
from indicators.errors import NotFoundError, StoreError

SCORE = {"territory": "01", "indicator": "sheep", "shock": "drought", "evaluation": 2020}


@pytest.fixture
def written(desk, retrieved):
    """A desk with one release of everything."""
    rejects = pd.DataFrame(
        [
            ("sheep.csv", 7, "value", "01", "not a number", "01,2020,a\0b\ud800"),
            ("sheep.csv", None, "", "", "x", "y"),
        ],
        columns=["path", "line", "column", "code", "reason", "content"],
        dtype=object,  # Arrow's text cannot hold half a character; Python's can
    )
    rows = [
        ("sheep", "01", "2019", "total", 1.0),
        ("sheep", "01", "2020", "total", 2.0, "e"),
        ("sheep", "02", "2020", "area=town", 3.0),
        ("sheep", "02", "2020-Q4", "total", 4.0),
        ("population", "SQ", "2020", "total", 5.0),
    ]
    with desk.open() as writer:
        desk.places(writer)
        desk.figures(writer, "sheep", rows, rejects, rows_read=7, publisher="Us", retrieved_at=retrieved)
        desk.publish(
            writer,
            measures=[
                {**SCORE, "score": 50.0, "outside": True, "rank": 1},
                {**SCORE, "evaluation": 2021, "drop": -0.25},
                {**SCORE, "territory": "02", "shock": "flood"},
            ],
            composites=[{"territory": "01", "shock": "drought", "evaluation": 2020, "score": 61.5}],
        )
    return desk


def test_release_carries_the_declaration(written):
    release = written.read.release(written.code)
    assert release.declaration == written.declaration
    assert release.declaration.hash == written.read.releases(written.code)["declaration_hash"][0]
    assert (release.number, release.observatory) == (1, written.code)
    assert written.code in written.read.observatories()


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ({"indicators": ["population"]}, 1),
        ({"indicators": []}, 0),
        ({"territories": ["01", "99"]}, 2),
        ({"level": "country"}, 1),
        ({"group": "total"}, 4),
        ({"at": "Q"}, 1),
        ({"indicators": ["sheep"], "territories": ["02"], "at": "A"}, 1),
        ({"indicators": ["'; drop table observation; --"]}, 0),
    ],
)
def test_observations_are_narrowed(written, only, expected):
    assert len(written.seen(**only)) == expected


def test_frames_keep_their_types_without_a_row(written):
    release = written.read.release(written.code)
    some, none = (written.read.observations(release, indicators=x) for x in (None, []))
    assert none.dtypes.to_dict() == some.dtypes.to_dict()
    assert none.columns.tolist() == [
        *("indicator", "territory", "period", "group", "value", "status"),
        "load",
    ]
    assert written.read.measures(release, shock="none").dtypes["score"].kind == "f"


def test_measures_come_back(written):
    release = written.read.release(written.code)
    found = written.read.measures(
        release, shock="drought", evaluation=2020, territory="01", indicator="sheep"
    )
    assert found.columns.tolist() == [column.name for column in measure.c if column.name != "release"]
    (row,) = found.to_dict("records")
    assert (row["score"], row["outside"], row["rank"]) == (50.0, True, 1.0)
    assert np.isnan(row["drop"])
    assert len(written.read.measures(release)) == 3
    assert written.read.measures(release, evaluation=2021)["drop"].tolist() == [-0.25]
    assert written.read.measures(release, indicator="population").empty


def test_composites_come_back(written):
    release = written.read.release(written.code)
    found = written.read.composites(release, shock="drought", evaluation=2020)
    assert found.columns.tolist() == [column.name for column in composite.c if column.name != "release"]
    assert found["score"].tolist() == [61.5]
    assert written.read.composites(release, territory="02").empty


def test_scores_of_an_old_release_stay(written):
    written.release()
    assert written.read.measures(written.read.release(written.code)).empty
    assert len(written.read.measures(written.read.release(written.code, 1))) == 3


def test_territories_have_a_name_in_every_language(written):
    found = written.read.territories(written.read.release(written.code)).set_index("territory")
    assert found.loc["02", ["name_en", "name_es", "name_fr", "name_local"]].tolist() == ["O'Tva <b>"] * 4
    assert found.loc["03", ["name_en", "name_es", "name_local"]].tolist() == ["Trï", "Tres", "Trï"]
    assert found.loc["SQ", ["name_es", "name_fr", "name_local"]].tolist() == ["Cuadrilandia"] * 3
    assert found.loc["SQ", "parent"] is None
    assert found.loc["03", ["west", "south", "east", "north"]].tolist() == [2, 0, 4.5, 1]
    assert found.dtypes["enclave"].kind == "b"


def test_geometry_is_geojson_by_code(written):
    release = written.read.release(written.code)
    collection = json.loads(written.read.geometry(release, "province"))
    assert [feature["id"] for feature in collection["features"]] == ["01", "02", "03", "04"]
    assert {feature["geometry"]["type"] for feature in collection["features"]} == {"MultiPolygon"}
    assert all(feature["properties"] == {} for feature in collection["features"])
    assert json.loads(written.read.geometry(release, "country")) == {
        "type": "FeatureCollection",
        "features": [],
    }


def test_boundaries_are_those_that_are_drawn(written):
    release = written.read.release(written.code)
    found = written.read.boundaries(release).set_index("territory")["geometry"]
    drawn = json.loads(written.read.geometry(release, "province"))["features"]
    assert {one["id"]: shape(one["geometry"]) for one in drawn} == found.map(shapely.from_wkb).to_dict()
    assert [*written.read.boundaries(release, ["02", "SQ", "x"])["territory"]] == ["02"]
    assert len(written.read.boundaries(release, level="province")) == 4
    assert written.read.boundaries(release, level="country").empty


def test_geometry_hash_changes_with_the_shapes_alone(written):
    def current(number=None):
        return written.read.geometry_hash(written.read.release(written.code, number), "province")

    first = current()
    renamed = written.frame.assign(name_local="Elsewhere")
    with written.open() as writer:
        written.places(writer, renamed)
        written.publish(writer)
    assert current() == first
    moved = written.frame.set_geometry(written.frame.translate(0.1))
    with written.open() as writer:
        written.places(writer, moved)
        written.publish(writer)
    assert current() != first
    assert current(1) == first
    assert json.loads(written.read.geometry(written.read.release(written.code, 1), "province"))["features"]


def test_loads_tell_where_figures_come_from(written, retrieved):
    loads = written.read.loads(written.read.release(written.code)).set_index("data_set")
    assert loads["kind"].to_dict() == {
        "territories": "territories",
        "sheep": "published",
        "derived": "derived",
    }
    assert loads.loc["sheep", ["rows_read", "rows_loaded", "rows_rejected"]].tolist() == [7, 5, 2]
    assert loads.loc["sheep", "retrieved_at"] == retrieved
    assert loads.loc["sheep", "publisher"] == "Us"


def test_loads_of_an_old_release_are_those_of_then(written):
    before = written.read.loads(written.read.release(written.code, 1))["load"].tolist()
    written.release(sheep=[])
    assert written.read.loads(written.read.release(written.code, 1))["load"].tolist() == before
    assert written.read.loads(written.read.release(written.code))["load"].tolist() != before


def test_rejects_are_kept_with_their_line(written):
    found = written.read.rejects(written.code, "sheep")
    assert found["line"].fillna(-1).tolist() == [7, -1]
    assert found["content"].tolist() == ["01,2020,a␀b\\ud800", "y"]
    assert written.read.rejects(written.code, "people").empty
    written.release(sheep=[])
    assert written.read.rejects(written.code).empty


def test_unknown_observatory_and_release_are_told(written):
    with pytest.raises(NotFoundError, match=f"(?s)no observatory 'atlantis'.*{written.code}"):
        written.read.release("atlantis")
    with pytest.raises(NotFoundError, match="no release 7"):
        written.read.release(written.code, 7)


def test_database_that_is_away_is_told(tmp_path):
    away = Reader(create_engine(f"postgresql://nobody:secret@/none?host={tmp_path}"))
    with pytest.raises(StoreError, match="does not answer") as error:
        away.observatories()
    assert "secret" not in str(error.value)


def test_database_without_tables_is_told(owner):
    elsewhere = owner.url.update_query_dict({"options": "-csearch_path=pg_catalog"})
    with pytest.raises(StoreError, match="no tables"):
        Reader(create_engine(elsewhere, poolclass=NullPool)).observatories()


def test_scores_are_cut_and_narrowed_to_several(written):
    release = written.read.release(written.code)
    whole = written.read.measures(release)
    pd.testing.assert_frame_equal(
        written.read.measures(release, rows=slice(1, 3)), whole.iloc[1:3].reset_index(drop=True)
    )
    assert len(written.read.measures(release, territory=["01", "99"])) == 2
    assert written.read.measures(release, indicator=[]).empty
    assert len(written.read.composites(release, dimension=["", "economy"])) == 1
    assert written.read.evaluations(release) == [("drought", 2020), ("drought", 2021), ("flood", 2020)]


def test_a_text_that_stands_in_many_rows_is_held_once(desk):
    desk.release(sheep=[("sheep", f"0{n}", "2020", "total", 1.0) for n in (1, 2, 3)])
    frame = desk.read.observations(desk.read.release(desk.code))
    for column in ("indicator", "period", "group", "status"):
        assert len({id(text) for text in frame[column]}) == 1
