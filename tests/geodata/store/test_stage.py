"""Figures on their way into the store: staged as numbers, compared with the present ones, read back."""

import numpy as np
import pytest

from geodata.store.packed import pack
from geodata.store.survey import MOST_ROWS
from indicators.errors import DataError, StoreError
from tests.geodata.store.conftest import figures


@pytest.fixture
def staged(desk):
    """Stage sheep, over sheep that are there already if given, and look at the stage and the survey of it."""

    def run(rows, look, present=()):
        if present:
            desk.release(sheep=present)
        with pytest.raises(ZeroDivisionError), desk.open() as writer:
            writer.place(desk.frame, "1")
            stage = writer.stage("sheep")
            stage.add(figures(*rows).assign(line=range(2, len(rows) + 2), column="value"))
            look(stage, writer.survey("sheep"))
            _ = 1 / 0  # rolls back

    return run


def years(code="01", group="total", first=2019, values=(1.0, 2.0, 3.0), status=""):
    return [("sheep", code, str(first + at), group, value, status) for at, value in enumerate(values)]


def test_a_break_marks_the_first_figure_from_it_on_in_the_territories_named(staged):
    rows = [*years(status="p"), *years("02", first=2021, values=(4.0,))]

    def look(stage, _survey):
        stage.mark_break("2020", None)
        assert flags(stage) == [("01", 2, "p"), ("01", 3, "bp"), ("01", 4, "p"), ("02", 5, "b")]

    staged(rows, look)


def test_a_break_leaves_other_territories_and_earlier_periods_alone(staged):
    rows = [("sheep", "01", "2019-Q4", "total", 1.0), ("sheep", "01", "2020-Q1", "total", 1.0), *years("02")]

    def look(stage, _survey):
        stage.mark_break("2020", ["01"])
        assert [flag for _, _, flag in flags(stage)] == ["", "b", "", "", ""]

    staged(rows, look)


def flags(stage):
    found = stage.read(
        "select key, status as value, line from {staged} order by line",
        {"key": "int64", "value": "int32", "line": "int64"},
    )
    frame = stage.decode(found, ("territory",))
    return [(row.territory, row.line, stage.statuses[row.value]) for row in frame.itertuples()]


def test_sums_of_members_are_compared_with_their_parent(staged):
    members = [("sheep", code, "2020", "total", 10.0) for code in ("01", "02", "03", "04")]

    def look(_stage, survey):
        rows = survey.sums(1)
        assert rows.count == 1
        row = rows.first.iloc[0]
        assert (row["territory"], row["value"], row["sum"], row["line"]) == ("SQ", 41.0, 40.0, 6)
        assert survey.sums(3).count == 0

    staged([*members, ("sheep", "SQ", "2020", "total", 41.0), ("sheep", "SQ", "2021", "total", 9.0)], look)


def test_each_period_is_compared_with_the_same_series_then_or_before(staged):
    def look(_stage, survey):
        found = survey.magnitudes()
        assert found["period"].tolist() == ["2020", "2025"]
        assert found["magnitude"].tolist() == pytest.approx([0.0, 3.0])
        rows = survey.paired(["2025"])
        assert rows.first[["territory", "value", "was"]].to_numpy().tolist() == [["01", 3000.0, 3.0]]

    rows = [("sheep", "01", "2020", "total", 2.0), ("sheep", "01", "2025", "total", 3000.0)]
    staged([*rows, ("sheep", "02", "2025", "total", 9.0)], look, present=years())


def test_what_is_gone_and_what_is_revised(staged):
    def look(_stage, survey):
        assert survey.gone().first["period"].tolist() == ["2020", "2021"]
        assert survey.gone(["2021"]).first["period"].tolist() == ["2021"]
        assert survey.gone([], ["total"]).count == 2
        both, rows = survey.revised()
        assert (both, rows.count, rows.first["was"].tolist()) == (1, 1, [1.0])
        covered = survey.covered()
        assert covered.loc[("province", "2019")].tolist() == [1.0, 1.0]
        assert np.isnan(covered.loc[("province", "2020"), "is"])

    staged([("sheep", "01", "2019", "total", 7.0)], look, present=years())


def test_series_of_two_frequencies_are_found_and_only_the_first_rows_given(staged):
    many = [("sheep", "01", str(year), "total", 1.0) for year in range(1900, 1950)]

    def look(_stage, survey):
        rows = survey.mixed()
        assert (rows.count, len(rows.first), rows.first["line"].tolist()[:2]) == (51, MOST_ROWS, [2, 3])

    staged([*many, ("sheep", "01", "1950-Q1", "total", 1.0), *years("02")], look)


def test_present_figures_come_back_as_they_were_written(desk):
    rows = [
        *years("02", values=(1 / 3, 2.0), status="bp"),
        ("sheep", "01", "2020-06", "sex=F", 4.0, "abcdz"),
        ("population", "01", "2020", "total", 5.0),
    ]
    desk.release(sheep=rows)
    with pytest.raises(ZeroDivisionError), desk.open() as writer:
        writer.place(desk.frame, "1")
        present = writer.present()
        assert present.figures(["sheep"]).to_numpy().tolist() == [
            ["sheep", "01", "2020-06", "sex=F", 4.0, "abcdz"],
            ["sheep", "02", "2019", "total", 1 / 3, "bp"],
            ["sheep", "02", "2020", "total", 2.0, "bp"],
        ]
        assert present.figures(["sheep"], ["sex=F"])["territory"].tolist() == ["01"]
        assert len(present.figures(["sheep", "population"], ["sex=F"], whole=["population"])) == 2
        assert present.counts().sort_values(["indicator", "group"]).to_numpy().tolist() == [
            ["population", "total", 1],
            ["sheep", "sex=F", 1],
            ["sheep", "total", 2],
        ]
        _ = 1 / 0


def test_a_data_set_may_be_settled_twice_in_one_transaction(desk):
    with desk.open() as writer:
        desk.places(writer)
        assert desk.figures(writer, "sheep", years()) == 3
        assert desk.figures(writer, "sheep", years(values=(1.0, 9.0))) == 1
        desk.publish(writer)
    assert {key[2]: value for key, (value, _) in desk.seen().items()} == {"2019": 1.0, "2020": 9.0}


def test_estimates_last_as_long_as_the_load_that_made_them(desk):
    def estimates():
        with desk.open() as writer:
            writer.place(desk.frame, "1")
            found = writer.present().estimates(["sheep"])
            writer._pending = False
            return found["territory"].tolist()

    desk.release()
    with desk.open() as writer:
        writer.stage("sheep").add(figures(*years()))
        writer.stage("sheep").estimates.add(figures(*years("02", values=(8.0,), status="e")))
        desk.figures(writer, "sheep", [])
        desk.publish(writer)
    assert estimates() == ["02"]
    desk.release(people=[("population", "01", "2020", "total", 5.0)])
    assert estimates() == ["02"]
    desk.release(sheep=years())
    assert estimates() == []


def test_a_figure_without_a_code_or_with_other_flags_is_refused(desk):
    desk.release()
    for frame, says in (
        (figures(*years()).assign(territory=None), "a figure without territory"),
        (figures(*years(status="P")), "'P' are not status flags"),
    ):
        with pytest.raises(DataError, match=says), desk.open() as writer:
            writer.stage("sheep").add(frame)


def test_keys_that_do_not_fit_are_refused():
    one = np.array([1])
    with pytest.raises(StoreError, match="more than 131,072 groups"):
        pack(one, np.array([1 << 17]), one)
