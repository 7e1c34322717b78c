"""Other versions of the hierarchy lie beside the present one and are never seen as it."""

import json

import pandas as pd
import pytest

A = ("sheep", "01", "2020", "total", 1.0)


@pytest.fixture
def older(desk):
    """The provinces 01 and 02 as they were in an older version."""
    rows = desk.frame[desk.frame["territory"].isin(["SQ", "01", "02"])]
    fates = rows["territory"].map({"SQ": "", "01": "split into 01, 03", "02": "renamed 04"})
    return rows.assign(version="0", fate=fates, name_local="as it was")


def write(desk, others=None, frame=None, version="1"):
    with desk.open() as writer:
        load = desk.load("territories", "territories")
        count = writer.write_territories(load, desk.frame if frame is None else frame, version, others)
        desk.figures(writer, "sheep", [A])
        hierarchy = desk.declaration.hierarchy.model_copy(update={"version": version})
        declared = desk.declaration.model_copy(update={"hierarchy": hierarchy})
        return count, desk.publish(writer, declaration=declared)


def test_readers_see_the_present_version_and_can_ask_for_another(desk, older):
    count, release = write(desk, older)
    assert count == len(desk.frame) + 3
    assert set(desk.read.territories(release)["territory"]) == {"SQ", "01", "02", "03", "04"}
    assert set(desk.read.territories(release)["fate"]) == {""}
    found = desk.read.territories(release, "0").set_index("territory")
    assert found["fate"].to_dict() == {"SQ": "", "01": "split into 01, 03", "02": "renamed 04"}
    assert found.loc["01", "name_local"] == "as it was"
    assert list(desk.seen(release)) == [A[:4]]
    loads = desk.read.loads(release).set_index("data_set")
    assert loads.loc["territories", "rows_loaded"] == len(desk.frame) + 3


def test_the_map_draws_one_version(desk, older):
    _, release = write(desk, older)
    drawn = json.loads(desk.read.geometry(release, "province"))
    assert [feature["id"] for feature in drawn["features"]] == ["01", "02", "03", "04"]
    drawn = json.loads(desk.read.geometry(release, "province", "0"))
    assert [feature["id"] for feature in drawn["features"]] == ["01", "02"]


def test_versions_are_listed_level_by_level(desk, older):
    _, release = write(desk, older)
    assert desk.read.versions(release).to_numpy().tolist() == [
        ["0", "country", 1, False],
        ["0", "province", 2, False],
        ["1", "country", 1, True],
        ["1", "province", 4, True],
    ]


def test_other_versions_are_versioned_and_kept_as_long_as_they_are_declared(desk, older):
    write(desk, older)
    assert write(desk, older)[0] == 0
    changed, second = write(desk, older.assign(fate="lost"))
    assert changed == 3
    _, third = write(desk)
    assert set(desk.read.territories(second, "0")["fate"]) == {"lost"}
    assert desk.read.territories(third, "0").empty
    assert len(desk.read.territories(third)) == len(desk.frame)


def test_the_geometry_of_the_present_version_keeps_its_hash(desk, older):
    _, first = write(desk)
    _, second = write(desk, older)
    hashes = [desk.read.geometry_hash(release, "province") for release in (first, second)]
    assert hashes[0] == hashes[1]


def test_the_present_version_may_become_an_older_one(desk, older):
    _, first = write(desk)
    _, second = write(desk, desk.frame.assign(version="1", fate=""), desk.frame.iloc[:3], "2")
    assert desk.read.release(desk.code, 1).declaration.hierarchy.version == "1"
    assert len(desk.read.territories(first)) == len(desk.frame)
    assert len(desk.read.territories(second)) == 3
    assert len(desk.read.territories(second, "1")) == len(desk.frame)
    assert list(desk.seen(second)) == [A[:4]]


def test_figures_without_territories_are_of_the_version_published_last(desk, older):
    write(desk, older)
    desk.release(sheep=[A, ("sheep", "02", "2020", "total", 2.0)])
    found = desk.read.observations(desk.read.release(desk.code))
    assert found["territory"].tolist() == ["01", "02"]


def test_coverage_counts_territories_with_a_value_by_level_and_year(desk, older):
    rows = [
        A,
        ("sheep", "01", "2020", "sex=F", 1.0),
        ("sheep", "02", "2020-Q1", "total", 1.0),
        ("sheep", "03", "2020", "total", float("nan")),
        ("sheep", "SQ", "2021", "total", 9.0),
    ]
    with desk.open() as writer:
        writer.write_territories(desk.load("territories", "territories"), desk.frame, "1", older)
        desk.figures(writer, "sheep", rows)
        release = desk.publish(writer, [("goats", "01", "2020", "total", 1.0)])
    found = desk.read.coverage(release)
    expected = pd.DataFrame(
        [
            ("derived", "goats", "province", 2020, 1, 4),
            ("sheep", "sheep", "country", 2021, 1, 1),
            ("sheep", "sheep", "province", 2020, 2, 4),
        ],
        columns=["data_set", "indicator", "level", "year", "territories", "of_territories"],
    )
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_the_years_are_those_of_the_values_that_a_release_saw(desk):
    place, without = ("sheep", "01"), ("sheep", "01", "2031", "total", float("nan"))
    first = desk.release(sheep=[(*place, "2003-Q2", "total", 1.0), (*place, "2020", "sex=F", 1.0), without])
    second = desk.release(sheep=[(*place, "2021", "total", 1.0)])
    assert [desk.read.years(release) for release in (first, second)] == [(2003, 2020), (2021, 2021)]
    assert desk.read.years(desk.release(sheep=[without])) is None
