"""An observatory that is served while faulty copies of its files come in; for the tests of faults."""

import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from etl.load import Report, load
from etl.observatories import FOLDER, STARTER
from geodata.observatory import read_observatory
from geodata.settings import Settings
from geodata.store import Reader
from indicators.errors import DataError
from tests.etl.served import served, shown

DECLARATION = "observatory.yaml"
Changes = Mapping[str, bytes | str]


@dataclass(frozen=True)
class Stand:
    """The starter under a name of its own, loaded once."""

    folder: Path
    settings: Settings
    store: Reader
    name: str

    @classmethod
    def build(cls, name: str, folder: Path, settings: Settings, store: Reader) -> "Stand":
        """Copy the starter and load it."""
        shutil.copytree(FOLDER / STARTER, folder)
        stand = cls(folder, settings, store, name)
        declaration = stand.text(DECLARATION).replace("observatory: example ", f"observatory: {name} ")
        (folder / DECLARATION).write_text(declaration, encoding="utf-8")
        stand.bring()
        return stand

    def text(self, file: str) -> str:
        """One of the files, as text."""
        return (self.folder / file).read_text(encoding="utf-8")

    def bring(self) -> Report:
        """Load as `recovery load` does."""
        return load(read_observatory(self.folder), self.folder, self.settings, lambda step: None)

    def declared(self, old: str, new: str) -> str:
        """The declaration with a change."""
        text = self.text(DECLARATION)
        assert old in text
        return text.replace(old, new, 1)

    def everywhere(self, old: str, new: str) -> dict[str, str]:
        """Every file in which the code of a territory stands, with another code."""
        files = [path.name for path in self.folder.iterdir() if path.suffix in (".csv", ".geojson")]
        changed = {file: self.text(file).replace(f"\n{old},", f"\n{new},") for file in files}
        return {file: text.replace(f'"code": "{old}"', f'"code": "{new}"') for file, text in changed.items()}

    def figures(self, indicator: str = "population") -> pd.DataFrame:
        """What is served of an indicator of the districts."""
        rows = self.store.observations(self.store.release(self.name), [indicator], level="district")
        return rows.drop(columns="load").reset_index(drop=True)

    @contextmanager
    def _changed(self, changes: Changes):
        before = {file: (self.folder / file).read_bytes() for file in changes}
        try:
            for file, content in changes.items():
                raw = content if isinstance(content, bytes) else content.encode("utf-8")
                (self.folder / file).write_bytes(raw)
            yield
        finally:
            for file, raw in before.items():
                (self.folder / file).write_bytes(raw)

    def refuse(self, changes: Changes) -> str:
        """Load faulty files: they are refused, what is served stays as it is, the good ones load again."""
        before = served(self.store, self.name)
        with self._changed(changes), pytest.raises(DataError) as caught:
            self.bring()
        assert caught.value.where
        assert caught.value.mend
        assert served(self.store, self.name) == before
        assert self.bring().changed == frozenset()
        return str(caught.value)

    @contextmanager
    def accept(self, changes: Changes):
        """Load files that can be used, look at the report, then load the good ones again.

        What the release before them serves stays as it is.
        """
        before, release = self.figures(), self.store.release(self.name)
        as_served = shown(self.store, release)
        with self._changed(changes):
            yield self.bring()
        assert shown(self.store, release) == as_served
        self.bring()
        pd.testing.assert_frame_equal(self.figures(), before)
