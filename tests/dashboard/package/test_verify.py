"""An exported folder proves itself without us; whatever was changed in it is found and named."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.package.files import SUMS, table_path, write_sums
from geodata.release_commands import CHANGED, app
from indicators.errors import RecoveryError

ROOT = Path(__file__).parents[3]
FIGURE = ("visitor_nights_per_head", "02", "2020", "total")


def verify(folder: Path, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["verify", str(folder)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def test_every_score_comes_out_where_there_is_no_database(exported, tmp_path):
    environment = {"PATH": "/nowhere", "HOME": str(tmp_path), "RECOVERY_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "recovery_cli", "verify", str(exported)],
        cwd=ROOT,
        env=environment | {"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "to the last bit" in done.stdout
    assert [*tmp_path.iterdir()] == []


def test_a_changed_figure_is_found_by_its_checksum(package):
    path = package / table_path("observations")
    edit(path, ",total,", ",total,1")
    output = verify(package, CHANGED)
    assert "data/observations.csv: it was changed" in output
    assert "1 files differ" in output


def test_a_file_that_is_missing_or_one_more_is_named(package):
    (package / "data" / "more.csv").write_text("a\n", encoding="utf-8")
    assert "data/more.csv: it was not exported" in verify(package, CHANGED)
    (package / "recipe.yaml").unlink()
    (package / "README.md").unlink()
    (package / "README.md").mkdir()
    output = verify(package, CHANGED)
    assert "recipe.yaml: it is missing" in output
    assert "README.md: it cannot be read: Is a directory" in output


def forge(package: Path, table: str, column: str, where: Callable[[dict[str, str]], bool]) -> str:
    """Change the first number of a column, and the checksum with it; return the new number."""
    path = package / table_path(table)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    row = next(row for row in rows if row[column] and where(row))
    row[column] = repr(float(row[column]) * 0.5)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    write_sums(package)
    return row[column]


@pytest.mark.parametrize(
    ("table", "column"),
    [("measures", "score"), ("composites", "score"), ("balance", "parity"), ("balance_scores", "score")],
)
def test_a_forged_score_is_named_although_its_checksum_was_forged_too(package, table, column):
    forged = forge(package, table, column, lambda row: float(row[column]) > 1)
    output = verify(package, 1)
    assert f"table {table}" in output
    assert f"column {column}, stored {forged}" in output
    assert "1 of " in output


def test_a_forged_figure_moves_the_scores_that_rest_on_it(package):
    forge(
        package,
        "observations",
        "value",
        lambda row: (row["indicator"], row["territory"], row["period"], row["group"]) == FIGURE,
    )
    output = verify(package, 1)
    assert "territory 02" in output
    assert f"indicator {FIGURE[0]}" in output


def test_another_recipe_gives_other_scores(package):
    edit(package / "recipe.yaml", "damping: 0.8", "damping: 0.5")
    write_sums(package)
    assert "cells differ" in verify(package, 1)


def test_a_row_that_stands_twice_is_named(package):
    path = package / table_path("measures")
    row = path.read_bytes().split(b"\r\n")[1]
    path.write_bytes(path.read_bytes() + row + b"\r\n")
    write_sums(package)
    with pytest.raises(RecoveryError, match="two rows of territory 01, indicator"):
        verify(package)


def test_a_file_without_a_checksum_is_not_taken_for_ours(package):
    (package / "parquet" / "measures.parquet").write_bytes(b"PAR1")
    lines = (package / SUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if "measures.parquet" not in line)
    (package / SUMS).write_text(kept, encoding="utf-8")
    assert "parquet/measures.parquet: it was not exported" in verify(package, CHANGED)


def test_a_row_taken_away_is_missed(package):
    path = package / table_path("composites")
    lines = path.read_bytes().decode().split("\r\n")
    path.write_bytes("\r\n".join(lines[:1] + lines[2:]).encode())
    write_sums(package)
    assert "table composites" in verify(package, 1)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("datapackage.json", "{", "not JSON"),
        ("datapackage.json", "[]", "not what this version"),
        ("declaration.json", '{"observatory": "x"}', "not what this version"),
        ("data/measures.csv", "a,b\n1,2\n", "the columns are not territory, indicator"),
        ("data/measures.csv", "", "not a table of a package"),
        ("data/balance.csv", None, "neither true nor false"),
        ("recipe.yaml", "dampin: 1", "an unknown key"),
    ],
)
def test_a_file_of_another_kind_is_told(package, file, text, said):
    path = package / file
    if text is None:
        edit(path, ",true,", ",perhaps,")
    else:
        path.write_text(text, encoding="utf-8")
    write_sums(package)
    with pytest.raises(RecoveryError, match=said) as caught:
        verify(package)
    assert str(package) in str(caught.value)


@pytest.mark.parametrize("line", ["nonsense", f"{'0' * 64}  ../../etc/passwd", f"{'0' * 64}  /etc/passwd"])
def test_checksums_lead_nowhere_else(package, line):
    (package / SUMS).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(RecoveryError, match=rf"{SUMS}:1: not a checksum"):
        verify(package)


def test_a_folder_that_is_no_package_is_told(tmp_path):
    with pytest.raises(RecoveryError, match="there are no checksums"):
        verify(tmp_path)
    with pytest.raises(RecoveryError, match="there are no checksums"):
        verify(tmp_path / "nowhere")
    (tmp_path / "package.zip").write_bytes(b"PK")
    with pytest.raises(RecoveryError, match="unpack it"):
        verify(tmp_path / "package.zip")
