"""A table of scores that a spreadsheet cannot hold is refused before its first row."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from dashboard.api.negotiate import XLSX
from dashboard.app import build
from dashboard.library import Library
from geodata.store import Release
from tests.dashboard.conftest import FakeReader
from tests.dashboard.hostile import ask

AT = "/api/v1/observatories/small/measures?shock=flood"


class Cutting(FakeReader):
    """A store that gives the rows asked for."""

    def measures(self, release: Release, rows: slice = slice(None), **only: Any) -> pd.DataFrame:
        found = self.scores.measures
        here = [found[name] == value for name, value in only.items() if value is not None]
        return found[pd.concat(here, axis=1).all(axis=1) if here else slice(None)][rows]

    def evaluations(self, release: Release) -> list[tuple[str, int]]:
        return [
            *dict.fromkeys(
                zip(self.scores.measures["shock"], self.scores.measures["evaluation"], strict=True)
            )
        ]


@pytest.mark.parametrize(("room", "status"), [(0, 200), (-1, 403)])
def test_a_workbook_is_refused_where_rows_would_not_fit(
    room: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Cutting()
    rows = len(reader.scores.measures)
    monkeypatch.setattr("dashboard.api.resources.scores.MOST", {XLSX: rows + room})
    monkeypatch.setattr("dashboard.api.resources.observations.MOST", {XLSX: rows + room})
    app = build(Library(reader), lambda: None)
    answer = ask(app, f"{AT}&format=xlsx")
    assert answer.status == status
    assert ask(app, f"{AT}&format=csv").status == 200
    if status == 403:
        assert json.loads(answer.body)["mend"] == "take csv or parquet"
