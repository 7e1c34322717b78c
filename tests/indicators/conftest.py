"""Builders that the tests of this room share."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.declaration import Text
from indicators.indicator import Indicator
from indicators.observations import COLUMNS, PERIODS_PER_YEAR, Panel, frequency, ordinal
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


def lay(first, breaks=None, **series):
    """Make a panel from the label of its first period on."""
    values = np.array(list(series.values()), dtype=float)
    broken, start = np.zeros(values.shape, dtype=bool), ordinal(first)
    for territory, periods in (breaks or {}).items():
        broken[list(series).index(territory), [ordinal(str(p)) - start for p in periods]] = True
    return Panel(
        np.array(list(series), dtype=object), start, PERIODS_PER_YEAR[frequency(first)], values, broken
    )


@pytest.fixture(scope="session")
def panel():
    """Make a yearly panel: panel(2019, a=[100, 90], b=[...], breaks={"b": [2020]})."""
    return lambda first, breaks=None, **series: lay(str(first), breaks, **series)


@pytest.fixture(scope="session")
def quarterly():
    """Make a quarterly panel: quarterly("2019-Q1", a=[...])."""
    return lay


@pytest.fixture(scope="session")
def monthly():
    """Make a monthly panel: monthly("2019-01", a=[...])."""
    return lay


@pytest.fixture(scope="session")
def shared():
    """Return the folder of shared data beside the repository; skip without it."""
    path = Path(__file__).parents[3] / "shared"
    if not path.is_dir():
        pytest.skip("../shared is absent")
    return path
