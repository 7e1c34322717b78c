"""A small observatory of one's own: a copy of the starter under another name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.load import Report, load
from etl.observatories import FOLDER, STARTER
from geodata.observatory import read_observatory
from geodata.settings import Settings


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The starter's files, declared under a code that no other test uses."""
    copy = tmp_path / "mine"
    shutil.copytree(FOLDER / STARTER, copy)
    declaration = copy / "observatory.yaml"
    code = request.node.name.replace("_", "-").split("[")[0].lower()
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text.replace("observatory: example ", f"observatory: {code} "), encoding="utf-8")
    return copy


@pytest.fixture
def bring(settings: Settings) -> Callable[[Path], Report]:
    """Load a folder as `recovery load` does."""

    def run(folder: Path) -> Report:
        return load(read_observatory(folder), folder, settings, lambda step: None)

    return run
