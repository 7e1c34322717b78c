"""The starter, loaded and exported once, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.package.write import export
from etl.load import load
from etl.observatories import FOLDER, STARTER
from geodata.database import connect
from geodata.observatory import read_observatory
from geodata.settings import Settings
from geodata.store import Reader, Release

CODE = "packed"


@pytest.fixture(scope="session")
def exporter(settings: Settings, owner: Engine):
    """The role that downloads read with."""
    engine = connect(settings, "export")
    yield Reader(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def source(tmp_path_factory) -> Path:
    """The files of the starter, under a name of its own."""
    folder = tmp_path_factory.mktemp("mine") / "starter"
    shutil.copytree(FOLDER / STARTER, folder)
    path = folder / "observatory.yaml"
    text = path.read_text(encoding="utf-8").replace("observatory: example ", f"observatory: {CODE} ")
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def release(settings: Settings, source: Path) -> Release:
    """The starter, loaded."""
    return load(read_observatory(source), source, settings, lambda step: None).release


@pytest.fixture(scope="session")
def exported(exporter: Reader, release: Release, tmp_path_factory) -> Path:
    """A package that no test may change."""
    folder = tmp_path_factory.mktemp("exported") / "package"
    export(exporter, release, folder, lambda step: None)
    return folder


@pytest.fixture
def package(exported: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(exported, tmp_path / "package"))
