"""The import contracts hold, and a wrong arrow is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("indicators", "geodata", "etl", "dashboard")
PLANTED = {
    "dashboard/app.py": ("import etl.sources", "Arrows go down only"),
    "indicators/shock.py": ("import sqlalchemy", "indicators knows no database"),
    "geodata/settings.py": ("import recovery_cli", "Nothing imports the front door"),
    "etl/load.py": ("import sqlalchemy", "SQL lives in geodata alone"),
    "etl/download.py": ("import httpx", "httpx only in etl.fetch"),
    "geodata/cluster.py": ("import plotly", "plotly and dash live in dashboard alone"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _, names: [n for n in names if n == "__pycache__"],
        )
    for file in ("setup.cfg", "recovery_cli.py"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold(copy: Path) -> None:
    kept = lint(copy)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize("file", PLANTED)
def test_a_wrong_arrow_is_caught(copy: Path, file: str) -> None:
    line, contract = PLANTED[file]
    planted = copy / file
    planted.write_text(f"{planted.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    broken = lint(copy)
    assert broken.returncode == 1
    assert any(contract in row and "BROKEN" in row for row in broken.stdout.splitlines()), broken.stdout
