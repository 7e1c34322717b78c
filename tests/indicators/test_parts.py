"""The parts of a recovery score."""

import numpy as np
import pytest

from indicators import parts
from indicators.choices import PartWeights

NAN = np.nan


@pytest.mark.parametrize(
    ("losses", "declared", "floor", "expected"),
    [
        ([0.1, 0.2], 0.7, 0.005, 0.7),
        ([0.0, 0.4, NAN], None, 0.005, 0.39),
        ([-0.3, -0.2], None, 0.005, 0.005),
        ([-0.3, -0.2], None, 0.0, NAN),
        ([0.4, NAN], None, 0.005, NAN),
        ([], None, 0.005, NAN),
    ],
)
def test_loss_scale(losses, declared, floor, expected):
    assert parts.loss_scale(np.array(losses, dtype=float), declared, 97.5, floor) == pytest.approx(
        expected, nan_ok=True
    )


def test_resistance_is_clipped_at_both_ends():
    assert parts.resistance(np.array([0.5, 0, -0.1, -0.2, -9]), 0.2).tolist() == [100, 100, 50, 0, 0]


def test_recovery_divides_by_the_drop_but_not_by_a_trifle():
    change = np.array([[-0.2, -0.1], [-0.01, -0.005], [-0.2, NAN]])
    after = np.array([False, True])
    found = parts.recovery(change, after, change[:, 0], 0.4)
    assert found[:2].tolist() == pytest.approx([50, 95])
    assert np.isnan(found[2])


def test_harm_is_clipped_at_both_ends():
    assert parts.harm(np.array([0, 0.1, 0.2, 0.9]), 0.2).tolist() == [100, 50, 0, 0]


def test_mean_leaves_out_what_is_undefined_or_weighs_nothing():
    made = {
        "resistance": np.array([40.0, NAN, NAN]),
        "recovery": np.array([100.0, 60.0, NAN]),
        "renewal": np.array([10.0, 20.0, 30.0]),
    }
    score, names = parts.mean_parts(made, PartWeights(resistance=2, recovery=1, renewal=0))
    assert score[:2].tolist() == [60, 60]
    assert np.isnan(score[2])
    assert names.tolist() == ["resistance,recovery", "recovery", ""]
