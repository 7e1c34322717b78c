"""A small observatory of one's own: the starter under another name; its files may come by address."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl import online
from etl.load import Report, load
from etl.observatories import FOLDER, STARTER
from geodata.observatory import read_observatory
from geodata.settings import Settings
from tests.etl.misbehaving import HOST, running
from tests.etl.publishing import Way, publish


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


@pytest.fixture
def way(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    """The way to a publisher of the starter's files, which the commands reach and nothing else."""
    with running() as server:
        server.reply(publish)
        way = Way(server)
        monkeypatch.setattr(online, "Client", way.client)
        monkeypatch.setattr("etl.commands.Settings", lambda: settings)
        yield way


@pytest.fixture
def remote(folder: Path) -> Path:
    """The starter, with every file declared by its address."""
    declaration = folder / "observatory.yaml"
    text = declaration.read_text(encoding="utf-8")
    for path in [*folder.glob("*.csv"), folder / "districts.geojson"]:
        text = text.replace(f"path: {path.name}", f"path: https://{HOST}/{path.name}")
        path.unlink()
    declaration.write_text(f"{text}\nhosts: [{HOST}]\n", encoding="utf-8")
    return folder
