"""`recovery versions` and `recovery coverage` say what the store knows of places."""

import shutil

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from etl.load import load
from etl.observatories import FOLDER, STARTER
from geodata import commands
from geodata.observatory import read_observatory
from geodata.place_commands import app
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import NotFoundError

OLDER = """
  versions:
    - version: "2010"
      levels:
        - {code: country, places: [{code: EX, name: {en: Old example, es: Viejo, fr: Vieux}}]}
        - code: district
          parent: EX
          attributes: {path: old.csv, key: code, area_km2: km2, name: {local: name}}
  changes:
    - {version: "2010", path: changes.csv, old: was, new: is, kind: what, kinds: {cut: split, border: moved}}
  levels:
"""


@pytest.fixture(scope="module")
def loaded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The starter beside an older version of its districts."""
    folder = tmp_path_factory.mktemp("older") / "mine"
    shutil.copytree(FOLDER / STARTER, folder)
    path = folder / "observatory.yaml"
    text = path.read_text("utf-8").replace("observatory: example", "observatory: older")
    path.write_text(text.replace("\n  levels:\n", OLDER, 1), "utf-8")
    (folder / "old.csv").write_text("code,km2,name\nOLD,1234.5,Vieja\n01,7,Uno\n", "utf-8")
    (folder / "changes.csv").write_text("was,is,what\nOLD,,cut\n01,01,border\n", "utf-8")
    with (folder / "visitor_nights.csv").open("a", encoding="utf-8") as file:
        file.write("OLD,2012,5\n")
    load(read_observatory(folder), folder, settings, lambda step: None)


@pytest.fixture(autouse=True)
def here(loaded: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands find the test run's database."""
    monkeypatch.setattr("geodata.commands.Settings", lambda: settings)


def run(*arguments: str, of=app) -> list[str]:
    result = CliRunner(env={"COLUMNS": "100"}).invoke(of, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_versions_are_listed_by_level():
    assert run("versions", "older") == [
        "2010: country, 1 territories",
        "2010: district, 2 territories",
        "2020 (present): country, 1 territories",
        "2020 (present): district, 4 territories",
    ]


def test_where_a_code_stood_is_said_with_its_fate():
    assert run("versions", "older", "--territory", "OLD") == [
        "2010: Vieja · District · in EX · 1,234 km2 · split"
    ]
    present, older = run("versions", "older", "--territory", "01")
    assert present.startswith("2020 (present): ")
    assert older == "2010: Uno · District · in EX · 7 km2 · boundary shift under the same code"


def test_show_tells_where_a_former_code_stood():
    with pytest.raises(
        NotFoundError, match=r"'OLD' is no territory of version 2020(?s:.*)it stood in 2010: Vieja"
    ):
        run("show", "older", "--territory", "OLD", of=commands.app)


def test_the_fate_of_a_former_code_stands_in_the_quarantine(reader: Engine):
    [reason] = Reader(reader).rejects("older")["reason"]
    end = "quarantined, there are no flows to the present territories"
    assert reason == f"no territory of this code: of 2010, split; {end}"


def test_coverage_is_a_row_a_year_and_a_column_a_level():
    lines = [line.split() for line in run("coverage", "older", "--data-set", "unemployment_rate")]
    assert lines[0] == ["unemployment_rate:", "unemployment_rate"]
    assert lines[2:4] == [["district"], ["year", "of", "4"]]
    assert ["2019", "4"] in lines


def test_coverage_of_computed_figures_is_asked_for_by_name():
    lines = run("coverage", "older", "--data-set", "derived", "--indicator", "visitor_nights_per_head")
    assert lines[0] == "derived: visitor_nights_per_head"
    assert not any("unemployment" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["versions", "older", "--territory", "NEW"],
            r"no version of older has a territory 'NEW'(?s:.*)2010",
        ),
        (["coverage", "older", "--data-set", "hens"], r"no data set 'hens'(?s:.*)visitor_nights"),
        (["coverage", "older", "--indicator", "joy"], r"no indicator 'joy'(?s:.*)visitor_nights"),
        (["coverage", "atlantis"], "no observatory 'atlantis'"),
        (["versions", "atlantis"], "no observatory 'atlantis'"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(arguments: list[str], message: str):
    with pytest.raises(NotFoundError, match=message):
        run(*arguments)
