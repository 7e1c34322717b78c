"""Two releases compared, an earlier one current again, a score recomputed, a value traced."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from etl.load import load
from etl.observatories import FOLDER, STARTER
from geodata.commands import app as stored
from geodata.difference import moved_scores, prove, revised_values
from geodata.observatory import read_observatory
from geodata.release_commands import app
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import NotFoundError


@pytest.fixture
def two(tmp_path: Path, request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """An observatory of two releases: in the second, one figure is revised. Its code, and how to load it."""
    for module in ("geodata.commands", "geodata.release_commands"):
        monkeypatch.setattr(f"{module}.Settings", lambda: settings)
    folder = tmp_path / "mine"
    shutil.copytree(FOLDER / STARTER, folder)
    code = request.node.name.replace("_", "-").split("[")[0]
    path = folder / "observatory.yaml"
    path.write_text(path.read_text().replace("observatory: example ", f"observatory: {code} "))

    def bring(old: str = "", new: str = ""):
        figures = folder / "visitor_nights.csv"
        figures.write_text(figures.read_text().replace(old, new) if old else figures.read_text())
        return load(read_observatory(folder), folder, settings, lambda step: None)

    bring()
    nights = (folder / "visitor_nights.csv").read_text().split("01,2020,")[1].split("\n")[0]
    bring(f"01,2020,{nights}", f"01,2020,{int(nights) + 1000}")
    return code, bring, int(nights)


def run(command, *arguments: str, code: int = 0) -> str:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_diff_names_the_revised_value_and_the_scores_that_moved(two, reader: Engine):
    code, _, nights = two
    store = Reader(reader)
    old, new = store.release(code, 1), store.release(code, 2)
    values = revised_values(store, old, new)
    published = values[values["indicator"] == "visitor_nights"].set_index("territory")
    assert published["value_old"].to_dict()["01"] == nights
    assert (published["value_new"] - published["value_old"]).to_dict() == {"01": 1000, "EX": 1000}
    assert set(values["indicator"]) == {"visitor_nights", "visitor_nights_per_head"}
    measures, composites = moved_scores(store, old, new)
    assert "01" in set(measures["territory"])
    assert len(composites)
    output = run(app, "diff", code, "1", "2")
    assert f"visitor_nights, 01, 2020, total: {nights} -> {nights + 1000}" in output
    assert "scores of an indicator differ between release 1 and release 2" in output
    assert run(app, "diff", code, "2", "2").count("0 ") == 3


def test_a_rollback_is_one_step_keeps_every_release_and_later_loads_go_on(two, reader: Engine):
    code, bring, nights = two
    store = Reader(reader)
    first, second = (store.observations(store.release(code, number)) for number in (1, 2))
    assert "Readers see release 1" in run(app, "rollback", code)
    assert store.release(code).number == 1
    assert store.observations(store.release(code)).equals(first)
    again = bring()
    assert (again.release.number, again.newest, again.results) == (1, 2, {})
    third = bring(f"01,2020,{nights + 1000}", f"01,2020,{nights + 5}").release
    assert (third.number, store.release(code).number) == (3, 3)
    now = store.observations(third, ["visitor_nights"], ["01"]).set_index("period")["value"]
    assert now["2020"] == nights + 5
    for number, frame in ((1, first), (2, second)):
        assert store.observations(store.release(code, number)).equals(frame)
    run(app, "rollback", code, "--to", "2")
    assert store.release(code).number == 2
    assert bring(f"01,2020,{nights + 5}", f"01,2020,{nights}").release.number == 4
    assert store.observations(store.release(code)).drop(columns="load").equals(first.drop(columns="load"))


def test_a_rollback_to_nowhere_is_told(two):
    code, *_ = two
    with pytest.raises(NotFoundError, match="has no release 9"):
        run(app, "rollback", code, "--to", "9")
    run(app, "rollback", code)
    with pytest.raises(NotFoundError, match="has no release 0"):
        run(app, "rollback", code)
    with pytest.raises(NotFoundError, match="was never loaded"):
        run(app, "rollback", "atlantis")


@pytest.mark.parametrize("number", [1, 2])
def test_every_score_of_any_release_comes_out_as_stored(two, number: int, reader: Engine):
    code, *_ = two
    store = Reader(reader)
    proof = prove(store, store.release(code, number))
    assert proof.unlike.empty
    assert (proof.rounded, proof.cells > 1000) == (0, True)
    assert f"scores of release {number} of {code} come out as they are stored" in run(
        app, "verify", code, "--release", f"{number}"
    )
    shown = run(stored, "show", code, "--territory", "01", "--release", f"{number}")
    assert f"Release {number}, " in shown


def test_a_score_that_was_tampered_with_is_found(two, owner: Engine):
    code, *_ = two
    with owner.begin() as connection:
        connection.execute(
            text(
                "update measure set score = score + 1 from territory t where t.id = territory"
                " and t.code = '02'"
                " and release = (select current_release from observatory where code = :code)"
            ),
            {"code": code},
        )
    output = run(app, "verify", code, code=1)
    assert "territory 02" in output
    assert "cells differ: release 2" in output


def test_a_value_tells_where_it_comes_from(two, reader: Engine):
    code, _, nights = two
    asked = ("--territory", "01", "--indicator", "visitor_nights", "--period", "2020")
    output = run(app, "trace", code, *asked)
    loads = Reader(reader).loads(Reader(reader).release(code)).set_index("data_set")
    assert f"visitor_nights of 01 in 2020 (total): {float(nights + 1000)} nights" in output
    for words in ("publisher: Made up", "file: visitor_nights.csv", "licence: CC0", "flags: none"):
        assert words in output
    assert f"SHA-256: {loads.loc['visitor_nights', 'sha256']}" in output
    assert str(float(nights)) in run(app, "trace", code, *asked, "--release", "1")
    older = run(app, "trace", code, "--territory", "02", *asked[2:])
    assert "unchanged since: " in older


def test_a_derived_value_and_a_break_are_told(two):
    code, *_ = two
    output = run(app, "trace", code, "--territory", "EX", "--indicator", "visitor_nights", "--period", "2020")
    assert "transformation: sum over 01, 02, 03, 04" in output
    asked = ("--indicator", "visitor_nights_per_head", "--period", "2020")
    output = run(app, "trace", code, "--territory", "01", *asked)
    assert "computed as visitor_nights / population" in output
    assert "from: population: Made up, population.csv, SHA-256" in output
    output = run(
        app, "trace", code, "--territory", "04", "--indicator", "unemployment_rate", "--period", "2016"
    )
    assert "flags: b (break in the series)" in output
    assert "break declared in 2016" in output
    with pytest.raises(NotFoundError, match=r"no unemployment_rate of 04 in 1999(?s:.*)2023"):
        run(app, "trace", code, "--territory", "04", "--indicator", "unemployment_rate", "--period", "1999")
