"""The commands as they are typed."""

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from etl.commands import app
from geodata import commands as stored
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import NotFoundError, RecoveryError

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "eu"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")


@pytest.fixture(autouse=True)
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands find the test run's database."""
    monkeypatch.setattr("etl.commands.Settings", lambda: settings)
    monkeypatch.setattr("geodata.commands.Settings", lambda: settings)


def run(command, *arguments: str) -> Result:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_init_writes_a_starter_that_loads(tmp_path: Path):
    folder = tmp_path / "new" / "place"
    run(app, "init", str(folder))
    declaration = folder / "observatory.yaml"
    declaration.write_text(declaration.read_text().replace("observatory: example", "observatory: brand-new"))
    assert "Release 1 of brand-new is published" in run(app, "load", str(folder)).output
    assert "Nothing changed: release 1 of brand-new" in run(app, "load", str(folder)).output
    with pytest.raises(RecoveryError, match="would be overwritten"):
        run(app, "init", str(folder))


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_init_names_a_folder_that_cannot_be(tmp_path: Path, place: str):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RecoveryError, match=r"taken(?s:.*)cannot be written(?s:.*)name another folder"):
        run(app, "init", str(tmp_path / place))


def test_an_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(NotFoundError, match=r"no declaration at 'atlantis'(?s:.*)ecuador, eu"):
        run(app, "load", "atlantis")


def test_a_report_counts_and_names_what_was_rejected(folder: Path):
    with (folder / "population.csv").open("a") as file:
        file.write("98,2024,5\n99,2024,5\n99,2025,5\n01,2024,x\n")
    output = run(app, "load", str(folder)).output
    assert re.search(r"population\s+48\s+44\s+4\s+0\s+0", output)
    assert "population: 3 rejected: no territory of this code: 98 (1), 99 (2)" in output
    assert "population: 1 rejected: not a number: line 49" in output
    name = folder_code(folder)
    rejects = run(stored.app, "rejects", name).output
    assert "population.csv:47:territory: no territory of this code: '99' (population): 99,2024,5" in rejects
    assert "population.csv:49:value: not a number" in rejects
    assert "44 of 48 values loaded, 4 rejected" in run(stored.app, "loads", name).output
    assert "what readers see" in run(stored.app, "releases", name).output


def test_an_indicator_that_is_published_by_group_shows_its_groups(folder: Path):
    declaration = folder / "observatory.yaml"
    text = declaration.read_text(encoding="utf-8")
    brought = "columns: {territory: code}\n    indicator: unemployment_rate\n"
    assert brought in text
    grouped = text.replace(brought, f"{brought}    group: sex=F\n")
    declaration.write_text(grouped, encoding="utf-8")
    run(app, "load", str(folder))
    shown = ("show", folder_code(folder), "--territory", "04", "--indicator", "unemployment_rate")
    output = run(stored.app, *shown).output
    assert "Group" in output
    assert re.search(r"sex=F +2019 ", output)


def folder_code(folder: Path) -> str:
    return re.search(r"^observatory: (\S+)", (folder / "observatory.yaml").read_text(), re.M)[1]


@needs_shared
def test_the_real_files_of_europe_load_and_name_the_codes_of_other_generations():
    output = " ".join(run(app, "load", "eu", "--from", str(SHARED)).output.split())
    shift = (
        "of 2024, boundary shift, NL31 in 2021; quarantined, there are no flows to the present territories"
    )
    assert f"unemployment_rate: 6 rejected: no territory of this code: {shift}: NL35 (6)" in output
    assert "flagged d, another area in 2024: ITH5, ITI3" in output
    split = "of 2016, discontinued; split into new HR02, HR05 and HR06"
    fate = f"{split}; estimated for the present territories"
    assert f"unemployment_rate: 3 rejected: no territory of this code: {fate}: HR04 (3)" in output
    assert "of 2016, merged into NO08; estimated for the present territories: NO01 (3)" in output
    assert "of 2013, split into HU11, HU12; estimated for the present territories: HU10 (39)" in output
    assert "Release 1 of eu is published" in output
    assert "Nothing changed" in run(app, "load", "eu", "--from", str(SHARED)).output
    shown = run(stored.app, "show", "eu", "--territory", "ES61", "--indicator", "gva_real").output
    assert "−10.7 %" in shown
    assert "2020" in shown


@needs_shared
def test_a_converted_figure_of_europe_is_an_estimate_and_never_overrides_one(settings: Settings):
    run(app, "load", "eu", "--from", str(SHARED))
    engine = connect(settings)
    store = Reader(engine)
    release = store.release("eu")
    rates = store.observations(release, ["unemployment_rate"], group="total")
    rates = rates.set_index(["territory", "period"])
    published = pd.read_csv(SHARED / "sdmx_csv/eurostat_tgs00010_unemployment_rate.csv", dtype=str)
    published = published[published["sex"].str.startswith("T")].set_index(["geo", "TIME_PERIOD"])["OBS_VALUE"]
    old = {code[0]: value for code, value in published.items() if code[1] == "2014"}
    for territory in ("HR02", "HR05", "HR06"):
        assert rates.loc[(territory, "2014"), "value"] == float(old["HR04"])
        assert "e" in rates.loc[(territory, "2014"), "status"]
    merged = (float(old["NO01"]) * 1268387.7 + float(old["NO03"]) * 575350.1) / (1268387.7 + 575350.1)
    assert rates.loc[("NO08", "2014"), "value"] == pytest.approx(merged)
    kept = published[published.index.get_level_values(0).isin(rates.index.get_level_values(0))].dropna()
    assert (rates.loc[kept.index, "value"] == kept.astype(float)).all()
    engine.dispose()


def test_ecuador_loads_and_every_province_has_a_covid19_score(settings: Settings):
    run(app, "load", "ecuador")
    with_engine = connect(settings)
    store = Reader(with_engine)
    release = store.release("ecuador")
    assert store.rejects("ecuador").empty
    rows = store.composites(release, "covid19", 2023)
    scores = rows[(rows["dimension"] == "") & (rows["territory"] != "EC")]["score"]
    assert len(scores) == 24
    assert scores.between(0, 100).all()
    for found, key in ((store.measures(release), "indicator"), (store.composites(release), "dimension")):
        keys = found[["shock", "evaluation", "territory", key]]
        assert keys.to_numpy().tolist() == sorted(keys.to_numpy().tolist())
    with_engine.dispose()
