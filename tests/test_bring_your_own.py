"""The page "Bring your own territory" is followed as it is written."""

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from geodata.settings import Settings
from tests.dashboard.serving import recovery, serve

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/bring-your-own-territory.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {"RECOVERY_HOME": str(settings.home), "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The folder of the page's first two steps."""
    folder = tmp_path_factory.mktemp("bring") / "highlands"
    folder.mkdir()
    (csv,), (script,), (declaration,) = blocks("csv"), blocks("python"), blocks("yaml")
    (folder / "empleo.csv").write_text(csv, encoding="utf-8")
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
    (folder / "observatory.yaml").write_text(declaration, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """What each command of the page but `recovery serve` prints."""
    commands = [line for block in blocks("console") for line in block.splitlines()]
    assert commands.pop() == "recovery serve"
    printed = {}
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "recovery"
        done = subprocess.run(
            recovery(*arguments),
            check=False,
            cwd=folder.parent,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        printed[arguments[0]] = done.stdout + done.stderr
    return printed


def test_the_report_says_what_the_page_promises(said: dict[str, str]):
    promised = re.search(r"The report says (.*?), counts.*ends with `([^`]+)`", PAGE, re.DOTALL)
    for words in [*re.findall(r"`([^`]+)`", promised[1]), promised[2]]:
        assert words in said["load"]
    counts = re.findall(r"(population|unemployment)((?: +\d+){5})", said["load"])
    assert {name: numbers.split() for name, numbers in counts} == {
        "population": ["88", "44", "0", "44", "0"],
        "unemployment": ["88", "44", "0", "44", "0"],
    }


def test_one_province_is_shown(said: dict[str, str]):
    assert "Costa" in said["show"]
    assert "9.7" in said["show"]


def test_the_map_is_served(said: dict[str, str], environment: dict[str, str]):
    paths = re.findall(r"`(/[a-z]{2}/highlands/map)`", PAGE)
    assert len(paths) == 2
    with serve(environment) as address:
        for path in paths:
            assert b"<html" in answer(address + path)
        assert "Costa" in answer(f"{address}/en/highlands/map.csv").decode("utf-8-sig")


def answer(address: str, patience: int = 100) -> bytes:
    """Ask until the server listens: it tells its address a moment before."""
    for _ in range(patience):
        try:
            with urlopen(address) as response:
                return response.read()
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"nobody listens at {address}")
