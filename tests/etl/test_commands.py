"""The commands as they are typed."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl.commands import app
from geodata import commands as stored
from geodata.settings import Settings
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
    assert "Release 1 of example is published" in run(app, "load", str(folder)).output
    assert "Nothing changed: release 1 of example" in run(app, "load", str(folder)).output
    with pytest.raises(RecoveryError, match="would be overwritten"):
        run(app, "init", str(folder))


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
    assert "48 values loaded" not in run(stored.app, "loads", name).output
    assert "44 of 48 values loaded, 4 rejected" in run(stored.app, "loads", name).output
    assert "what readers see" in run(stored.app, "releases", name).output


def folder_code(folder: Path) -> str:
    return re.search(r"^observatory: (\S+)", (folder / "observatory.yaml").read_text(), re.M)[1]
