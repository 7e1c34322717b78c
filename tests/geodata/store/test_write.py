"""Figures are versioned, never overwritten; a release is published whole or not at all."""

import threading

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from geodata.store import Writer
from indicators.errors import DataError, StoreError

A = ("sheep", "01", "2020", "total", 1.5, "p")
B = ("sheep", "02", "2020", "total", 2.5)
A_KEY, B_KEY = A[:4], B[:4]


def test_figures_come_back_as_written(desk):
    third = 1 / 3
    rows = [
        A,
        ("sheep", "02", "2020-Q2", "sex=F;urbanisation=rural", third, "bdu"),
        ("sheep", "03", "2020-06", "total", np.nan, "m"),
    ]
    desk.release(sheep=rows)
    seen = desk.seen()
    assert seen[A_KEY] == (1.5, "p")
    assert seen[("sheep", "02", "2020-Q2", "sex=F;urbanisation=rural")] == (third, "bdu")
    value, status = seen[("sheep", "03", "2020-06", "total")]
    assert np.isnan(value)
    assert status == "m"


def test_missing_value_is_null_and_not_nan_in_the_database(desk, owner):
    desk.release(sheep=[("sheep", "01", "2020", "total", np.nan, "")])
    query = text("""
        select value is null from observation join observatory on observatory.id = observation.observatory
        where code = :code
    """)
    with owner.connect() as connection:
        assert connection.scalars(query, {"code": desk.code}).all() == [True]


def test_only_what_changed_is_written_anew(desk):
    desk.release(sheep=[A, B])
    with desk.open() as writer:
        changed = desk.figures(writer, "sheep", [A, (*B[:4], 9.0)])
        desk.publish(writer)
    assert changed == 1
    first, second = (desk.read.release(desk.code, number) for number in (1, 2))
    assert desk.seen(first)[B_KEY] == (2.5, "")
    assert desk.seen(second)[B_KEY] == (9.0, "")
    loads = desk.read.observations(second).set_index("territory")["load"]
    assert loads["01"] < loads["02"]


def test_a_change_of_status_alone_is_a_change(desk):
    desk.release(sheep=[A])
    desk.release(sheep=[(*A[:5], "")])
    assert [desk.seen(desk.read.release(desk.code, n))[A_KEY] for n in (1, 2)] == [(1.5, "p"), (1.5, "")]


def test_vanished_figure_is_closed_and_still_in_the_old_release(desk):
    desk.release(sheep=[A, B])
    desk.release(sheep=[A])
    assert set(desk.seen()) == {A_KEY}
    assert set(desk.seen(desk.read.release(desk.code, 1))) == {A_KEY, B_KEY}


def test_repeated_load_writes_nothing(desk):
    desk.release(sheep=[A, B, ("sheep", "03", "2020", "total", np.nan)])
    with desk.open() as writer:
        rows = [A, B, ("sheep", "03", "2020", "total", np.nan)]
        assert desk.figures(writer, "sheep", rows) == 0
        assert desk.places(writer) == 0
        desk.publish(writer)


def test_data_sets_of_one_indicator_do_not_touch_each_other(desk):
    town = ("sheep", "01", "2020", "area=town", 1.0)
    quarter = ("sheep", "01", "2020-Q1", "total", 3.0)
    desk.release(people=[A, quarter], sheep=[town])
    desk.release(sheep=[(*town[:4], 2.0)])
    assert desk.seen() == {A_KEY: (1.5, "p"), quarter[:4]: (3.0, ""), town[:4]: (2.0, "")}


def test_two_data_sets_with_one_figure_are_refused_by_name(desk):
    desk.release(people=[B])
    with pytest.raises(DataError, match=r"'people' and 'sheep' both give sheep, 02, 2020, total"):
        desk.release(sheep=[A, B])
    assert set(desk.seen()) == {B_KEY}


def test_figure_may_move_from_one_data_set_to_another(desk):
    desk.release(people=[A, B], sheep=[])
    desk.release(sheep=[B], people=[A])
    assert set(desk.seen()) == {A_KEY, B_KEY}


def test_published_figure_takes_the_place_of_a_derived_one(desk):
    with desk.open() as writer:
        desk.places(writer)
        desk.publish(writer, derived=[A, B])
    with desk.open() as writer:
        desk.figures(writer, "sheep", [(*A[:4], 7.0)])
        desk.publish(writer, derived=[B])
    assert desk.seen() == {A_KEY: (7.0, ""), B_KEY: (2.5, "")}


def test_data_set_that_is_not_declared_any_more_is_closed(desk):
    desk.release(sheep=[A], people=[("population", "01", "2020", "total", 5.0)])
    fewer = desk.declaration.model_copy(update={"data": desk.declaration.data[:1]})
    with desk.open() as writer:
        desk.publish(writer, declaration=fewer)
    assert set(desk.seen()) == {("population", "01", "2020", "total")}
    assert A_KEY in desk.seen(desk.read.release(desk.code, 1))
    with desk.open() as writer:
        assert set(writer.current()) == {"territories", "people", "derived"}


def test_current_knows_the_load_behind_each_data_set(desk):
    desk.release(sheep=[A])
    with desk.open() as writer:
        record = writer.current()["sheep"]
    assert (record.sha256, record.fingerprint) == ("a" * 64, "f")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([A, A], "given twice, first: sheep, 01, 2020, total"),
        ([("sheep", "99", "2020", "total", 1.0)], "unknown territory: 99"),
        ([("sheep", "01", "2020", "total", np.inf)], "an infinite value"),
        ([("sheep", "01", "20-20", "total", 1.0)], "'20-20' is not a period"),
    ],
)
def test_unusable_frame_changes_nothing(desk, rows, says):
    desk.release(sheep=[B])
    with pytest.raises(DataError, match=says):
        desk.release(sheep=rows)
    assert set(desk.seen()) == {B_KEY}
    assert desk.read.release(desk.code).number == 1


def test_frame_without_its_columns_is_refused(desk):
    with desk.open() as writer:
        desk.places(writer)
        with pytest.raises(DataError, match="lacks indicator, territory, period, group, status"):
            writer.stage("sheep").add(pd.DataFrame(columns=["value"]))
        desk.publish(writer)


def test_figures_without_a_release_are_rolled_back(desk):
    with pytest.raises(StoreError, match="not published"), desk.open() as writer:
        desk.places(writer)
    with desk.open() as writer:
        assert writer.current() == {}


def test_failure_rolls_everything_back(desk):
    desk.release(sheep=[A])
    with pytest.raises(ZeroDivisionError), desk.open() as writer:
        desk.figures(writer, "sheep", [B])
        desk.publish(writer)
        _ = 1 / 0
    assert set(desk.seen()) == {A_KEY}


def test_readers_see_the_old_release_whole_while_the_next_is_written(desk):
    desk.release(sheep=[A])
    with desk.open() as writer:
        desk.figures(writer, "sheep", [B])
        assert set(desk.seen()) == {A_KEY}
        desk.publish(writer)
        assert set(desk.seen()) == {A_KEY}
    assert set(desk.seen()) == {B_KEY}


def test_second_writer_waits_for_the_first(desk):
    desk.release(sheep=[A])
    order = []

    def write():
        with Writer.open(desk.owner, desk.code) as writer:
            order.append("second")
            desk.publish(writer)

    with desk.open() as writer:
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
        order.append("first")
        desk.publish(writer)
    other.join(timeout=10)
    assert order == ["first", "second"]
    assert desk.read.releases(desk.code)["number"].tolist() == [3, 2, 1]


def test_other_observatories_do_not_wait(desk):
    with desk.open(), Writer.open(desk.owner, desk.code + "x") as other:
        assert other.current() == {}


def test_changed_territory_is_versioned(desk):
    desk.release(sheep=[A])
    later = desk.frame.copy()
    later.loc[later["territory"] == "01", "role"] = "urban"
    with desk.open() as writer:
        assert desk.places(writer, later) == 1
        desk.publish(writer)
    roles = [
        desk.read.territories(desk.read.release(desk.code, number)).set_index("territory")["role"]["01"]
        for number in (1, 2)
    ]
    assert roles == [None, "urban"]


def test_vanished_territory_takes_its_figures_out_of_the_next_release(desk):
    desk.release(sheep=[A, B])
    with desk.open() as writer:
        desk.places(writer, desk.frame[desk.frame["territory"] != "02"])
        desk.publish(writer)
    assert set(desk.seen()) == {A_KEY}
    assert set(desk.seen(desk.read.release(desk.code, 1))) == {A_KEY, B_KEY}


def test_same_code_in_another_hierarchy_version_is_another_territory(desk):
    desk.release(sheep=[A])
    with desk.open() as writer:
        assert desk.places(writer, version="2") == len(desk.frame)
        desk.figures(writer, "sheep", [B])
        desk.publish(writer)
    assert set(desk.seen()) == {B_KEY}
    assert set(desk.seen(desk.read.release(desk.code, 1))) == {A_KEY}


def test_score_of_an_unknown_indicator_is_refused(desk):
    row = {"territory": "01", "indicator": "goats", "shock": "drought", "evaluation": 2020}
    with pytest.raises(DataError, match="unknown indicator: goats"), desk.open() as writer:
        desk.places(writer)
        desk.publish(writer, measures=[row])


def test_a_hundred_thousand_rows_are_written_in_one_load(desk):
    many = [
        ("sheep", code, str(year), group, 1.0)
        for code in ("01", "02", "03", "04")
        for year in range(1000, 9400)
        for group in ("total", "area=town", "area=country")
    ]
    with desk.open() as writer:
        desk.places(writer)
        assert desk.figures(writer, "sheep", many) == len(many) == 100_800
        desk.publish(writer)
