"""A load as a user sees it: everything, the same again, a faulty copy, and a file that cannot be used."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl import load as load_module
from etl.load import Report
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import DataError, RecoveryError

Bring = Callable[[Path], Report]


def append(folder: Path, name: str, rows: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(rows)


def test_a_load_publishes_figures_classes_and_scores(folder: Path, bring: Bring, reader: Engine):
    report = bring(folder)
    store, release = Reader(reader), report.release
    assert release.number == 1
    assert report.changed == {"territories", "population", "visitor_nights", "unemployment_rate"}
    roles = store.territories(release).set_index("territory")["role"].to_dict()
    assert roles == {"EX": None, "01": "urban", "02": "intermediate", "03": "rural", "04": "rural"}
    country = store.observations(release, ["visitor_nights_per_head"], ["EX"], at="A")
    nights = store.observations(release, ["visitor_nights"], level="district", at="A")
    people = store.observations(release, ["population"], level="district", at="A")
    wanted = nights.groupby("period")["value"].sum() / people.groupby("period")["value"].sum()
    assert country.set_index("period")["value"].to_dict() == pytest.approx(wanted.to_dict())
    rows = store.composites(release, "covid19", 2023)
    scores = rows[rows["dimension"] == ""].set_index("territory")["score"]
    assert set(scores.index) >= {"01", "02", "03", "04"}
    assert scores[["01", "02", "03", "04"]].between(0, 100).all()
    loads = store.loads(release).set_index("data_set")
    assert loads.loc["population", ["rows_read", "rows_loaded", "rows_rejected"]].tolist() == [44, 44, 0]
    assert len(loads.loc["population", "sha256"]) == 64


def test_the_same_files_again_change_nothing(folder: Path, bring: Bring, reader: Engine):
    first, second = bring(folder), bring(folder)
    assert (second.release.id, second.changed, second.results) == (first.release.id, frozenset(), {})
    assert len(Reader(reader).releases(first.release.observatory)) == 1


def test_a_changed_declaration_makes_a_release_and_writes_no_figure_again(folder: Path, bring: Bring):
    bring(folder)
    append(folder, "observatory.yaml", "recipe: {aggregation: geometric}\n")
    report = bring(folder)
    assert (report.release.number, report.changed) == (2, frozenset())
    assert report.results == {}


def test_new_software_makes_a_release(folder: Path, bring: Bring, monkeypatch: pytest.MonkeyPatch):
    bring(folder)
    monkeypatch.setattr("etl.plan.version", lambda name: "99")
    assert bring(folder).release.number == 2


def test_a_faulty_copy_is_quarantined_row_by_row_and_the_rest_is_loaded(
    folder: Path, bring: Bring, reader: Engine
):
    before = bring(folder).release
    append(folder, "population.csv", "01,2024,many\n99,2024,5\n02,2013,5\n03,2024,504000\n")
    report = bring(folder)
    store, name = Reader(reader), report.release.observatory
    rejects = store.rejects(name)
    assert rejects[["data_set", "path", "line", "column", "code", "reason"]].to_numpy().tolist() == [
        ["population", "population.csv", 46, "value", "01", "not a number"],
        ["population", "population.csv", 47, "territory", "99", "no territory of this code"],
        ["population", "population.csv", 48, "value", "02", "given already on line 13 with another value"],
    ]
    assert report.changed == {"population"}
    result = report.results["population"]
    assert (result.read, result.loaded, len(result.rejects)) == (48, 45, 3)
    old, new = (store.observations(r, ["population"], level="district") for r in (before, report.release))
    assert (len(old), len(new)) == (44, 45)
    assert not new.query("territory == '02' and period == '2013'")["value"].eq(5).any()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "population.csv",
            b"territory,period,value\n",
            "population.csv:1: the file has a header and no rows",
        ),
        ("population.csv", b"code,period,value\n01,2020,5\n", "population.csv:1: no column 'territory'"),
        ("population.csv", b"territory,period,value\n77,2020,5\n", "population.csv: not one of 1 values"),
        ("districts.geojson", b"<html>503</html>", "districts.geojson"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    name: str, content: bytes, message: str, folder: Path, bring: Bring, reader: Engine
):
    release = bring(folder).release
    (folder / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        bring(folder)
    assert message in str(caught.value)
    store = Reader(reader)
    assert store.release(release.observatory) == release
    assert len(store.observations(release, ["population"], level="district")) == 44


def test_readers_see_the_old_release_whole_until_the_new_one_is_there(
    folder: Path, bring: Bring, reader: Engine, monkeypatch: pytest.MonkeyPatch
):
    release = bring(folder).release
    store = Reader(reader)
    seen = []
    publish = load_module.publish

    def look_and_publish(*arguments):
        now = store.release(release.observatory)
        frame = store.observations(now, ["population"], ["01"], at="A")
        seen.append((now.number, frame["value"].iloc[-1], len(store.composites(now))))
        return publish(*arguments)

    monkeypatch.setattr(load_module, "publish", look_and_publish)
    was = store.observations(release, ["population"], ["01"], at="A")["value"].iloc[-1]
    scored = len(store.composites(release))
    text = (folder / "population.csv").read_text().replace("01,2023,", "01,2023,1")
    (folder / "population.csv").write_text(text)
    assert bring(folder).release.number == 2
    assert seen == [(1, was, scored)]


def test_a_load_that_dies_before_it_publishes_leaves_no_trace(
    folder: Path, bring: Bring, reader: Engine, monkeypatch: pytest.MonkeyPatch
):
    release = bring(folder).release
    append(folder, "population.csv", "01,2024,5\n")

    def die(*arguments):
        raise RecoveryError("killed")

    with monkeypatch.context() as patched, pytest.raises(RecoveryError, match="killed"):
        patched.setattr(load_module, "publish", die)
        bring(folder)
    store = Reader(reader)
    assert store.release(release.observatory) == release
    assert (
        store.loads(release)["rows_read"].tolist()
        == store.loads(store.release(release.observatory))["rows_read"].tolist()
    )
    assert bring(folder).release.number == 2


def test_two_loads_at_once_take_turns(folder: Path, bring: Bring, settings: Settings):
    reports: list[Report] = []
    threads = [threading.Thread(target=lambda: reports.append(bring(folder))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(report.changed) for report in reports) == [False, True]
    assert {report.release.number for report in reports} == {1}


def test_two_data_sets_that_give_the_same_figure_are_both_named(folder: Path, bring: Bring):
    path = folder / "observatory.yaml"
    more = "  - {id: census, source: table, path: population.csv, indicator: population, "
    path.write_text(path.read_text() + more + "publisher: Us, licence: CC0}\n")
    with pytest.raises(DataError, match="'population' and 'census' both give population, 01, 2013, total"):
        bring(folder)


def test_the_raw_bytes_are_kept(folder: Path, bring: Bring, settings: Settings, reader: Engine):
    release = bring(folder).release
    loads = Reader(reader).loads(release).set_index("data_set")
    sha256 = loads.loc["population", "sha256"]
    kept = settings.home / "snapshots" / sha256[:2] / sha256
    assert kept.read_bytes() == (folder / "population.csv").read_bytes()


def test_a_load_that_changes_nothing_does_not_wait_for_statistics_it_does_not_need():
    asked = "import sys, etl.commands; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
