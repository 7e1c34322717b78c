"""`recovery show` prints the numbers that are stored, in words, and says what it does not know."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from etl.load import load
from etl.observatories import FOLDER, STARTER
from geodata.commands import app
from geodata.observatory import read_observatory
from geodata.settings import Settings
from geodata.store import Reader
from geodata.vocabulary import Vocabulary
from indicators.errors import NotFoundError

QUARTERS = """
  - id: visitor_nights_by_quarter
    source: table
    path: quarters.csv
    indicator: visitor_nights
    publisher: Hotels
    dataset: Quarterly survey
    licence: CC0
"""


@pytest.fixture(scope="module")
def loaded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The starter with one quarterly data set more, loaded once."""
    folder = tmp_path_factory.mktemp("starter") / "mine"
    shutil.copytree(FOLDER / STARTER, folder)
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(QUARTERS)
    (folder / "quarters.csv").write_text("territory,period,value\n04,2020-Q1,700\n04,2020-Q2,5\n", "utf-8")
    load(read_observatory(folder), folder, settings, lambda step: None)


@pytest.fixture(autouse=True)
def here(loaded: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands find the test run's database."""
    monkeypatch.setattr("geodata.commands.Settings", lambda: settings)


def show(*arguments: str) -> str:
    words = ("show", "example", *arguments)
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_one_indicator_in_full_is_what_the_store_holds(reader: Engine):
    output = show("--territory", "04", "--indicator", "visitor_nights_per_head", "--shock", "covid19")
    store = Reader(reader)
    [row] = store.measures(
        store.release("example"), "covid19", 2023, "04", "visitor_nights_per_head"
    ).to_dict("records")
    say = Vocabulary("en")
    for key, words in {
        "drop": "Drop",
        "gap": "Gap to the expected",
        "gap_cumulative": "Cumulative gap",
    }.items():
        assert f"{words} {say.share(row[key], sign=True)}" in " ".join(output.split())
    for part in ("resistance", "recovery", "renewal", "score"):
        assert f"{part.capitalize()} {say.number(row[part])}" in " ".join(output.split())
    assert row["state"] == "not yet"
    assert "> 2 years (not yet)" in output
    assert "2021" in output
    assert "Plateau (04) · District · sparse (by population density)" in output
    assert "Source: Made up" in output
    assert "Release 1, " in output


def test_without_an_indicator_the_composite_and_every_indicator_are_told():
    output = show("--territory", "01")
    assert "COVID-19 · Evaluated in 2023" in output
    for words in ("Composite", "economy", "Nights spent by visitors, per inhabitant", "Unemployment rate"):
        assert words in output


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["Evaluado en 2022", "Tasa de desempleo", "todavía no", "Puntuación", "Fuente: Made up"]),
        ("fr", ["Évalué en 2022", "Taux de chômage", "pas encore", "Note sur 100", "Source: Made up"]),
    ],
)
def test_the_report_speaks_the_language_asked_for(language: str, words: list[str]):
    output = show("--territory", "04", "--evaluation", "2022", "--language", language)
    assert [word for word in words if word not in output] == []


def test_an_indicator_that_no_shock_judges_is_shown_as_a_series():
    output = show("--territory", "EX", "--indicator", "population")
    assert "Value (people)" in output
    assert "COVID-19" not in output


def test_years_and_quarters_stand_apart():
    lines = [line.split() for line in show("--territory", "04", "--indicator", "visitor_nights").splitlines()]
    years, quarters = lines.index(["2023", "136,800"]), lines.index(["2020-Q1", "700"])
    assert ["Period", "Value", "(nights)", "Flags"] in lines[years:quarters]
    assert lines[quarters + 1] == ["2020-Q2", "5"]


def test_a_source_without_a_data_set_has_no_gap_in_it():
    output = show("--territory", "04", "--indicator", "visitor_nights")
    assert "Source: Made up (CC0)" in output
    assert "Source: Hotels, Quarterly survey (CC0)" in output


def test_where_nothing_can_be_ranked_no_rank_is_told():
    output = " ".join(show("--territory", "EX").split())
    assert "Score – · recovered · nothing to rank it among" in output


def test_a_break_is_flagged_in_the_series():
    lines = show("--territory", "04", "--indicator", "unemployment_rate").splitlines()
    assert any(line.split() == ["2016", "10.2", "b"] for line in lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--territory", "99"], r"no territory '99' in example(?s:.*)codes are like 03, 04, EX"),
        (["--territory", "1"], r"no territory '1' in example(?s:.*)did you mean '01'"),
        (["--territory", "01", "--evaluation", "0"], r"no evaluation of covid19 in 0"),
        (["--territory", "01", "--shock", "flood"], r"no shock 'flood'(?s:.*)known: covid19"),
        (["--territory", "01", "--indicator", "joy"], r"no indicator 'joy'(?s:.*)visitor_nights"),
        (["--territory", "01", "--evaluation", "1990"], r"no evaluation of covid19 in 1990(?s:.*)2023"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(arguments: list[str], message: str):
    with pytest.raises(NotFoundError, match=message):
        show(*arguments)


def test_an_observatory_that_was_never_loaded_is_named(tmp_path: Path):
    for command in ("releases", "loads", "rejects"):
        with pytest.raises(NotFoundError, match="no observatory 'atlantis'"):
            CliRunner().invoke(app, [command, "atlantis"], catch_exceptions=False)


def test_a_data_set_that_is_not_there_is_named():
    with pytest.raises(NotFoundError, match=r"no data set 'hens'(?s:.*)known: (?s:.*)visitor_nights"):
        CliRunner().invoke(app, ["rejects", "example", "--data-set", "hens"], catch_exceptions=False)


def test_nothing_rejected_is_said():
    assert "Nothing was rejected." in CliRunner().invoke(app, ["rejects", "example"]).output
