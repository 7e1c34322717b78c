"""Faults 52 to 62: a file that can be read and means something else than it did.

Each test is named after its number in the catalogue of faults. A hard check stops with what is served
untouched; it passes where the declaration says so; the file as it was loads as if nothing had been.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from etl.gate import CheckError
from etl.load import Report
from geodata import release_commands
from geodata.commands import app
from geodata.settings import Settings
from geodata.store import Reader, Release
from indicators.errors import DataError
from tests.etl.served import served, shown

Bring = Callable[[Path], Report]
Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture
def store(reader: Engine) -> Reader:
    """A reader of what is served."""
    return Reader(reader)


def rewrite(folder: Path, name: str, change: Change) -> bytes:
    """Change a table and return the bytes that it had."""
    path = folder / name
    before = path.read_bytes()
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)
    return before


def figures(store: Reader, release: Release) -> pd.DataFrame:
    return store.observations(release).drop(columns="load").reset_index(drop=True)


@contextmanager
def kept(folder: Path, bring: Bring, store: Reader) -> Iterator[Release]:
    """See that what a release serves outlives a faulty file that is taken, and that its files load again."""
    first = bring(folder).release
    before, files = shown(store, first), {path: path.read_bytes() for path in folder.iterdir()}
    yield first
    assert shown(store, first) == before
    for path, content in files.items():
        path.write_bytes(content)
    again = bring(folder).release
    assert again.number > first.number
    pd.testing.assert_frame_equal(figures(store, again), figures(store, first))
    assert bring(folder).changed == frozenset()


def declare(folder: Path, data_set: str, line: str) -> None:
    path = folder / "observatory.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f"  - id: {data_set}\n", f"  - id: {data_set}\n    {line}\n"), encoding="utf-8"
    )


def times(column: str, factor: float) -> Change:
    return lambda frame: frame.assign(**{column: (frame[column].astype(float) * factor).astype(str)})


def all_years(factor: float) -> Change:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        years = [name for name in frame if re.fullmatch(r"\d{4}", name)]
        return frame.assign(**{year: (frame[year].astype(float) * factor).astype(str) for year in years})

    return change


STOPS = {
    "52_retyped_column": ("population.csv", lambda f: f.assign(value="n/a"), "", "not one of 44 values"),
    "52_renamed_column": ("population.csv", lambda f: f.rename(columns={"value": "people"}), "", "'value'"),
    "53_unit_times_1000": (
        "population.csv",
        times("value", 1000),
        "units",
        "units: the figures of 2013, 2014, 2015, 2016, 2017 and 6 more are about 1000 times those before",
    ),
    "53_unit_of_the_new_year_only": (
        "visitor_nights.csv",
        lambda f: f.assign(nights=f["nights"].where(f["year"] != "2023", f["nights"] + "000")),
        "units",
        "units: the figures of 2023 are about 1000 times those before",
    ),
    "54_shares_for_percentages": (
        "unemployment_rate.csv",
        all_years(0.01),
        "units",
        "about 0.01 times those before",
    ),
    "56_rows_lost": (
        "population.csv",
        lambda f: f[(f["period"] < "2019") | (f["territory"] == "01")],
        "rows",
        "rows: 29 figures",
    ),
    "57_a_column_all_null": (
        "unemployment_rate.csv",
        lambda f: f.assign(**{"2020": ""}),
        "empty",
        "empty: not one value for period 2020",
    ),
    "58_a_future_period": (
        "population.csv",
        lambda f: pd.concat([f, f.tail(1).assign(period="2199")]),
        "future",
        "future: 2199 has not begun",
    ),
    "58_mixed_periods": (
        "population.csv",
        lambda f: pd.concat([f, f.tail(1).assign(period="2023-Q1")]),
        "mixed",
        "mixed: years, quarters or months",
    ),
    "62_negative_population": (
        "population.csv",
        lambda f: f.assign(value="-" + f["value"]),
        "",
        "not one of 44 values can be stored: 44 x below the least possible",
    ),
    "62_negative_population_in_some_rows": (
        "population.csv",
        lambda f: f.assign(value=f["value"].where(f["territory"] != "01", "-" + f["value"])),
        "range",
        "range: 11 of 44 values lie outside the bounds",
    ),
}


@pytest.mark.parametrize(("name", "change", "check", "message"), STOPS.values(), ids=[*STOPS])
def test_fault_stops(
    name: str, change: Change, check: str, message: str, folder: Path, bring: Bring, store: Reader
):
    code = bring(folder).release.observatory
    before = served(store, code)
    good = rewrite(folder, name, change)
    with pytest.raises(DataError) as caught:
        bring(folder)
    assert message in str(caught.value)
    assert served(store, code) == before
    if check:
        assert isinstance(caught.value, CheckError)
        assert f"recovery checks {code}. " in str(caught.value)
        assert f"checks: {{{check}: warn}}" in str(caught.value)
        told = store.checks(code, name.removesuffix(".csv")).set_index("name").loc[check]
        assert (told["outcome"], len(told["rows"]) > 0) == ("stopped", True)
    (folder / name).write_bytes(good)
    assert bring(folder).changed == frozenset()
    assert served(store, code) == before


def test_fault_52_a_new_column_is_told(folder: Path, bring: Bring, store: Reader):
    with kept(folder, bring, store) as first:
        rewrite(folder, "population.csv", lambda f: f.assign(source="census"))
        report = bring(folder)
        told = report.checks.set_index(["data_set", "name"]).loc[("population", "columns")]
        assert (told["outcome"], told["message"]) == (
            "warned",
            "other columns than in the last load; new: source",
        )
        pd.testing.assert_frame_equal(figures(store, report.release), figures(store, first))


def test_fault_53_passes_where_the_declaration_says_so(folder: Path, bring: Bring, store: Reader):
    declare(folder, "visitor_nights", "checks: {units: warn, revised: off}")
    with kept(folder, bring, store) as first:
        rewrite(folder, "visitor_nights.csv", times("nights", 1000))
        assert bring(folder).release.number == 2
        told = store.checks(first.observatory, "visitor_nights").set_index("name")
    assert told.loc["units", "outcome"] == "warned"
    assert "revised" not in told.index
    assert told.loc["rows", "outcome"] == "passed"


def test_fault_54_is_told_at_a_first_load(folder: Path, bring: Bring):
    good = rewrite(folder, "unemployment_rate.csv", all_years(0.01))
    with pytest.raises(
        CheckError, match=r"unemployment_rate: units: no value above 1\.5, where the unit is %"
    ):
        bring(folder)
    (folder / "unemployment_rate.csv").write_bytes(good)
    assert bring(folder).release.number == 1


def test_fault_59_revised_history_is_listed_and_the_old_release_stays(
    folder: Path, bring: Bring, store: Reader
):
    with kept(folder, bring, store):
        rewrite(folder, "population.csv", times("value", 1.01))
        report = bring(folder)
        told = report.checks.set_index(["data_set", "name"]).loc[("population", "revised")]
        assert (told["outcome"], told["message"]) == ("warned", "44 of 44 figures were revised")


def test_fault_60_a_second_value_is_quarantined_and_told(folder: Path, bring: Bring, store: Reader):
    with kept(folder, bring, store) as first:
        rewrite(folder, "population.csv", lambda f: pd.concat([f, f.tail(1).assign(value="5")]))
        report = bring(folder)
        told = report.checks.set_index(["data_set", "name"]).loc[("population", "duplicates")]
        assert told["message"] == "1 keys have a second, different value"
        reasons = store.rejects(first.observatory)["reason"].tolist()
        assert reasons == ["given already on line 45 with another value"]
        pd.testing.assert_frame_equal(figures(store, report.release), figures(store, first))


def test_fault_60_stops_where_the_declaration_says_so(folder: Path, bring: Bring, store: Reader):
    declare(folder, "population", "checks: {duplicates: stop}")
    code = bring(folder).release.observatory
    before = served(store, code)
    good = rewrite(folder, "population.csv", lambda f: pd.concat([f, f.tail(1).assign(value="5")]))
    with pytest.raises(CheckError, match="population: duplicates: 1 keys"):
        bring(folder)
    assert served(store, code) == before
    (folder / "population.csv").write_bytes(good)
    assert bring(folder).changed == frozenset()


def test_fault_61_an_unknown_territory_is_quarantined_by_name(folder: Path, bring: Bring, store: Reader):
    with kept(folder, bring, store) as first:
        rewrite(folder, "population.csv", lambda f: pd.concat([f, f.tail(1).assign(territory="77")]))
        report = bring(folder)
        told = store.rejects(first.observatory)[["code", "reason"]].to_numpy().tolist()
        assert told == [["77", "no territory of this code"]]
        pd.testing.assert_frame_equal(figures(store, report.release), figures(store, first))


def test_children_that_do_not_add_up_and_a_thin_year_are_told(folder: Path, bring: Bring):
    bring(folder)
    country = "EX,2023,1\n"
    with (folder / "population.csv").open("a") as file:
        file.write(country)
    rewrite(folder, "visitor_nights.csv", lambda f: f[(f["year"] != "2023") | (f["district"] == "01")])
    told = bring(folder).checks.set_index(["data_set", "name"])["message"]
    assert told["population", "sums"] == "1 sums of children differ from their parent by over 1 %"
    assert told["visitor_nights", "coverage"] == "district in 2023: 1 territories instead of 4"


def test_the_checks_are_shown_with_their_rows_even_of_a_load_that_was_stopped(
    folder: Path, bring: Bring, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("geodata.commands.Settings", lambda: settings)
    code = bring(folder).release.observatory
    rewrite(folder, "population.csv", times("value", 1000))
    with pytest.raises(CheckError):
        bring(folder)
    shown = CliRunner().invoke(app, ["checks", code], catch_exceptions=False).output
    assert "population: units: stopped: the figures of 2013" in shown
    assert "territory 01, period 2013, group total, value" in shown
    assert "and 24 more" in shown
    assert "visitor_nights: units: passed" in shown


def test_fault_55_figures_of_an_older_version_are_converted_or_told(
    folder: Path, bring: Bring, store: Reader, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("geodata.commands.Settings", lambda: settings)
    path = folder / "observatory.yaml"
    walk = "{version: '2010', path: old.csv, old: o, new: n, population: p, area: a}"
    text = path.read_text().replace("  levels:\n", f"  crosswalks: [{walk}]\n  levels:\n", 1)
    path.write_text(text)
    (folder / "old.csv").write_text("o,n,p,a\nOLD,01,3,1\nOLD,02,1,1\nHALF,03,1,1\nREST,03,1,1\n")
    with kept(folder, bring, store):
        converted(folder, bring, store)


def converted(folder: Path, bring: Bring, store: Reader) -> None:
    lines = ["OLD,2012,400", "OLD,2013,400", "HALF,2012,5", "NEVER,2012,5"]
    with (folder / "visitor_nights.csv").open("a") as file:
        file.write("\n".join(lines) + "\n")
    report = bring(folder)
    code = report.release.observatory
    seen = store.observations(report.release, ["visitor_nights"]).set_index(["territory", "period"])
    assert seen.loc[("01", "2012"), ["value", "status"]].tolist() == [300, "e"]
    assert seen.loc[("02", "2012"), ["value", "status"]].tolist() == [100, "e"]
    assert seen.loc[("01", "2013"), ["value", "status"]].tolist() == [5200000, ""]
    result = report.results["visitor_nights"]
    assert (result.read, result.loaded, len(result.rejects)) == (48, 44, 4)
    told = "no territory of this code: of 2010, "
    assert store.rejects(code)["reason"].tolist() == [
        told + "split into 01, 02; estimated for the present territories",
        told + "split into 01, 02; quarantined, there are figures of the present territories",
        told + "merged into 03; quarantined, figures of its neighbours are missing",
        "no territory of this code",
    ]
    asked = ("--territory", "01", "--indicator", "visitor_nights", "--period", "2012")
    output = CliRunner().invoke(release_commands.app, ["trace", code, *asked], catch_exceptions=False).output
    assert "flags: e (estimated)" in output
    assert "converted from territories of 2010" in output
    assert not bring(folder).results
