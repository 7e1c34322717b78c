"""An observatory whose every name and note holds something that must not run."""

from __future__ import annotations

import json
from typing import Any

from geodata.observatory import Observatory
from tests.dashboard.conftest import FakeReader
from tests.dashboard.hostile import MARK, SHEET

RUN = f'"><img src=x onerror={MARK}()></title></noscript></script><script>{MARK}()</script>'
FORMULA = SHEET["dde"]


def poisoned(declared: Any, poison: str) -> Any:
    """Write a poison into every text that a declaration shows."""
    if isinstance(declared, dict):
        if declared.keys() == {"en", "es", "fr"}:
            return {language: f"{poison} {word}" for language, word in declared.items()}
        texts = ("publisher", "licence", "attribution", "note")
        return {k: poison if k in texts and v else poisoned(v, poison) for k, v in declared.items()}
    return [poisoned(part, poison) for part in declared] if isinstance(declared, list) else declared


class Poisoned(FakeReader):
    """The source of it."""

    def __init__(self, poison: str) -> None:
        self.poison = poison
        super().__init__()
        given = json.loads(self.declared.model_dump_json(exclude_defaults=True, by_alias=True))
        self.declared = Observatory.model_validate(poisoned(given, poison))

    def territories(self, release: Any, version: str | None = None) -> Any:
        frame = super().territories(release)
        names = [column for column in frame if column.startswith("name_")]
        return frame.assign(**{name: f"{self.poison} " + frame[name] for name in names})

    def loads(self, release: Any, superseded: bool = False) -> Any:
        texts = dict.fromkeys(("publisher", "dataset", "licence", "path"), self.poison)
        return super().loads(release).assign(**texts, url=f"javascript:{MARK}()", load=1)

    def checks(self, observatory: str, data_set: str | None = None) -> Any:
        return super().checks(observatory).assign(message=self.poison)

    def rejects(self, observatory: str, data_set: str | None = None) -> Any:
        return super().rejects(observatory).assign(reason=self.poison, code=self.poison, content=self.poison)
