"""Builders that the tests of this room share."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.declaration import Text
from indicators.indicator import Indicator
from indicators.observations import COLUMNS, Panel
from indicators.shock import Shock

WORDS = Text(en="-")


@pytest.fixture(scope="session")
def declare():
    """Make an indicator: declare("jobs", kind="total")."""

    def make(code="x", **fields):
        defaults = {"direction": "higher", "change": "relative", "kind": "intensive", "dimension": "economy"}
        return Indicator(
            **{"code": code, "name": WORDS, "definition": WORDS, "unit": WORDS, **defaults, **fields}
        )

    return make


@pytest.fixture(scope="session")
def crisis():
    """Make a shock: baseline 2019, impact 2020-2021, trend 2012-2019 unless told otherwise."""

    def make(code="covid19", **fields):
        defaults = {"baseline": 2019, "impact": (2020, 2021), "trend": (2012, 2019), "indicators": ("x",)}
        return Shock(**{"code": code, "name": WORDS, **defaults, **fields})

    return make


@pytest.fixture(scope="session")
def frame():
    """Make an observations frame from (indicator, territory, period, group, value[, status])."""

    def make(*rows):
        return pd.DataFrame([(*row, "")[:6] for row in rows], columns=COLUMNS)

    return make


@pytest.fixture(scope="session")
def panel():
    """Make a yearly panel: panel(2019, a=[100, 90], b=[...], breaks={"b": [2020]})."""

    def make(first, breaks=None, **series):
        values = np.array(list(series.values()), dtype=float)
        broken = np.zeros(values.shape, dtype=bool)
        for territory, years in (breaks or {}).items():
            broken[list(series).index(territory), np.array(years) - first] = True
        return Panel(np.array(list(series), dtype=object), first, 1, values, broken)

    return make


@pytest.fixture(scope="session")
def shared():
    """Return the folder of shared data beside the repository; skip without it."""
    path = Path(__file__).parents[3] / "shared"
    if not path.is_dir():
        pytest.skip("../shared is absent")
    return path
