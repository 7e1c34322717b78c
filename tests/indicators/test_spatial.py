"""Clusters and outliers."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.spatial import LOCAL, local_moran

SIDE = 12
CODES = [f"{i:03}" for i in range(SIDE**2)]


def lattice():
    """Neighbours of the cells of a square, by their sides."""
    cells = np.array(CODES).reshape(SIDE, SIDE)
    beside = [*zip(cells[:, :-1].flat, cells[:, 1:].flat, strict=True)]
    below = [*zip(cells[:-1].flat, cells[1:].flat, strict=True)]
    ahead = [(str(a), str(b)) for a, b in beside + below]
    return pd.DataFrame(ahead + [(b, a) for a, b in ahead], columns=["territory", "neighbour"])


PAIRS = lattice()


@pytest.fixture(scope="module")
def hill():
    """A plain with noise, a hill in one corner, and one pit on it."""
    values = np.random.default_rng(1).normal(size=(SIDE, SIDE))
    values[:5, :5] += 6
    values[2, 2] = -6
    return pd.Series(values.ravel(), CODES)


def test_a_hill_and_a_pit_stand_out(hill):
    found = local_moran(hill, PAIRS)
    assert list(found.columns) == LOCAL
    pit = found.set_index("territory").loc[CODES[2 * SIDE + 2]]
    assert pit["cluster"] == "low-high"
    cluster = found["cluster"].to_numpy().reshape(SIDE, SIDE)
    assert (cluster[:5, :5] == "high-high").sum() >= 8
    assert (cluster[5:, 5:] == "high-high").sum() == 0


def test_esda_finds_the_same(hill):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
        near = {code: group.tolist() for code, group in PAIRS.groupby("territory")["neighbour"]}
        theirs = esda.Moran_Local(
            hill.to_numpy(), libpysal.weights.W(near, id_order=CODES), permutations=9999, seed=1
        )
    ours = local_moran(hill, PAIRS)
    np.testing.assert_allclose(ours["moran"], theirs.Is, atol=1e-12)
    np.testing.assert_allclose(ours["p"], theirs.p_sim, atol=0.025)


@given(st.randoms(), st.floats(0.01, 100))
def test_order_and_units_change_nothing(random, scale):
    values = pd.Series(np.random.default_rng(2).normal(size=len(CODES)), CODES)
    codes = random.sample(CODES, len(CODES))
    found = local_moran(values, PAIRS, permutations=99).set_index("territory")
    other = local_moran(values.loc[codes] * scale, PAIRS.sample(frac=1), permutations=99).set_index(
        "territory"
    )
    assert other.index.tolist() == codes
    other = other.loc[CODES]
    np.testing.assert_allclose(other["moran"], found["moran"], rtol=1e-9)
    assert other[["p", "p_adjusted", "quadrant", "cluster"]].equals(
        found[["p", "p_adjusted", "quadrant", "cluster"]]
    )


def test_missing_and_lonely_territories_are_named(hill):
    values = hill.copy()
    values.iloc[[1, SIDE, 50]] = np.nan  # cell 000 loses both of its neighbours
    found = local_moran(values, PAIRS).set_index("territory")
    assert found["reason"].value_counts().to_dict() == {"": 140, "no value": 3, "no neighbours": 1}
    assert found.loc["000", "reason"] == "no neighbours"
    lonely = found[found["reason"] != ""]
    assert lonely[["lag", "moran", "p", "p_adjusted"]].isna().all(axis=None)
    assert (lonely[["quadrant", "cluster"]] == "").all(axis=None)
    assert found.loc["051", "neighbours"] == 3
    assert found.loc["051", "lag"] == pytest.approx(values[["052", "039", "063"]].mean())


def test_both_sides_double_the_p_value(hill):
    one, two = (local_moran(hill, PAIRS, sides=sides) for sides in (1, 2))
    assert two["p"].tolist() == pytest.approx(np.minimum(2 * one["p"], 1).tolist())
    assert (two["p_adjusted"] >= one["p_adjusted"]).all()


def test_who_stands_at_the_mean_is_no_cluster():
    values = pd.Series([0.0, 3, 3, -3, -3], list("abcde"))
    pairs = pd.DataFrame([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")], columns=PAIRS.columns)
    found = local_moran(values, pairs).set_index("territory")
    assert found.loc["a", ["moran", "p"]].tolist() == [0, 1]


@pytest.mark.parametrize(("value", "reason"), [(5.0, "all values equal"), (np.nan, "no value")])
def test_nothing_to_tell(value, reason):
    found = local_moran(pd.Series(value, CODES), PAIRS)
    assert set(found["reason"]) == {reason}
    assert found["moran"].isna().all()
    assert (found["cluster"] == "").all()
