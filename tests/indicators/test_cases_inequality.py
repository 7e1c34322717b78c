"""Published inequality between the states of Mexico (pysal/inequality)."""

import json

import numpy as np
import pandas as pd
import pytest

from indicators.dispersion import gini
from indicators.inequality import theil


@pytest.fixture(scope="module")
def mexico(shared):
    """Return the states, their incomes by decade, and what was published."""
    path = shared / "cases/pysal"
    states = pd.read_csv(path / "mexico.csv")
    incomes = states[[f"pcgdp{year}" for year in range(1940, 2001, 10)]].to_numpy(dtype=float)
    return states, incomes, json.loads((path / "expected.json").read_text())["inequality@0f9050e tests"]


def test_theil_of_the_states_and_its_part_between_regions(mexico):
    states, incomes, expected = mexico
    found = theil(incomes, np.ones_like(incomes), states["hanson98"].to_numpy())
    assert found.total.round(8).tolist() == expected["mexico_theil_T_1940_2000"]
    assert found.between.round(8).tolist() == expected["theil_between_hanson98"]


def test_gini_of_the_states(mexico):
    _, incomes, expected = mexico
    assert gini(incomes, np.ones_like(incomes))[0] == pytest.approx(expected["gini_mexico_1940"], abs=1e-12)
