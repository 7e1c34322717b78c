"""Which choice moves the ranks."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from indicators.alternatives import Alternatives
from indicators.errors import DataError
from indicators.recipe import Recipe
from indicators.scenarios import index_space
from indicators.sensitivity import SENSITIVITY, sensitivity

CHOICES = {"parents": {"a": "all", "b": "all"}, "directions": {"a": "higher", "b": "higher"}}
TABLE = pd.DataFrame({"a": [9.0, 5, 4, 1], "b": [1.0, 4, 5, 9]}, index=list("pqrs"))


def space(table=TABLE, **alternatives):
    return index_space(table, Recipe(composition=CHOICES, uncertainty=Alternatives(**alternatives)))


class Ishigami:
    """The test function of sensitivity analysis, as if it were the shift of one territory among many."""

    alternatives = Alternatives()
    width = 3

    @property
    def axes(self):
        return {name: slice(k, k + 1) for k, name in enumerate(("one", "two", "three"))}

    def own(self):
        return np.array([-1000.0])

    def draw(self, cube):
        x, y, z = 2 * np.pi * (cube.T - 0.5)
        return (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))[:, None]


def test_the_known_indices_of_ishigami(monkeypatch):
    """Ishigami and Homma (1990): exact first-order and total indices for a = 7, b = 0.1."""
    monkeypatch.setattr(import_module("indicators.sensitivity"), "rank_scores", lambda scores: scores)
    found = sensitivity(Ishigami(), samples=2**13)
    a, b = 7, 0.1
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    one, two, both = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    assert found["first_order"].tolist() == pytest.approx([one / whole, two / whole, 0], abs=0.02)
    assert found["total"].tolist() == pytest.approx(
        [(one + both) / whole, two / whole, both / whole], abs=0.01
    )


def test_one_choice_alone_makes_all_the_variance():
    found = sensitivity(space(leave_out=False, weights="dirichlet"), samples=64)
    assert found.columns.tolist() == SENSITIVITY
    assert found["choice"].tolist() == ["weights"]
    assert found["total"].iloc[0] == pytest.approx(1, abs=0.35)
    pd.testing.assert_frame_equal(found, sensitivity(space(leave_out=False, weights="dirichlet"), samples=64))


def test_where_nothing_moves_the_share_is_undefined():
    alike = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 2, 3]}, index=list("pqr"))
    found = sensitivity(space(alike), samples=8)
    assert found["first_order"].isna().all()
    assert found["reason"].tolist() == ["nothing moves"] * 2
    assert sensitivity(space(weights="fixed", leave_out=False)).empty


@pytest.mark.parametrize("samples", [0, 1, 100])
def test_samples_are_a_power_of_two(samples):
    with pytest.raises(DataError, match="power of 2"):
        sensitivity(space(), samples=samples)
