"""Published autocorrelation (pysal/esda): St Louis homicides, sudden infant deaths, a 3 x 3 lattice."""

import json

import numpy as np
import pandas as pd
import pyogrio
import pytest

from indicators.moran import moran, standardise_rates
from indicators.spatial import QUADRANTS, local_moran


def read_gal(path):
    """Read pairs of neighbours: a line of a territory and its count, then a line of its neighbours."""
    words = path.read_text().split("\n")
    lines = [line.split() for line in words[1:] if line.split()]
    pairs = [
        (head[0], other) for head, others in zip(lines[::2], lines[1::2], strict=True) for other in others
    ]
    return pd.DataFrame(pairs, columns=["territory", "neighbour"])


@pytest.fixture(scope="module")
def pysal(shared):
    """Return the folder and what was published."""
    path = shared / "cases/pysal"
    return path, json.loads((path / "expected.json").read_text())


@pytest.fixture(scope="module")
def homicides(pysal):
    """Homicide rates 1988-93 of the counties around St Louis."""
    rates = pd.read_csv(pysal[0] / "stl_hom.txt", skiprows=1)["HR8893"]
    return rates.set_axis([str(i + 1) for i in range(len(rates))]), read_gal(pysal[0] / "stl.gal")


@pytest.fixture(scope="module")
def infants(pysal):
    """Sudden infant deaths 1974 in the counties of North Carolina."""
    frame = pyogrio.read_dataframe(pysal[0] / "sids2.dbf", read_geometry=False)
    pairs = read_gal(pysal[0] / "sids2.gal")
    return frame.set_index(frame["FIPSNO"].astype(int).astype(str)), pairs


def test_homicides_around_st_louis(pysal, homicides):
    expected = pysal[1]["esda@11450be tests"]
    found = moran(*homicides)
    assert found.index == pytest.approx(expected["stl_HR8893_moran_I"], abs=1e-15)
    assert found.p_normal / 2 == pytest.approx(expected["stl_p_norm_one_tailed"], abs=1e-15)
    assert found.p_permuted < 0.01


def test_where_homicides_cluster(pysal, homicides):
    expected = pysal[1]["computed_here_with_esda_2.8.2 (NOT published)"]
    found = local_moran(*homicides).head(10)
    assert found["moran"].tolist() == pytest.approx(expected["stl_local_moran_Is_first10"], abs=1e-12)
    assert [QUADRANTS.index(word) + 1 for word in found["quadrant"]] == expected["stl_quadrants_first10"]


def test_infant_deaths_in_north_carolina(pysal, infants):
    expected, (frame, pairs) = pysal[1]["esda@11450be tests"], infants
    found = moran(frame["SIDR74"], pairs)
    assert found.index == pytest.approx(expected["sids2_SIDR74_I"], abs=1e-15)
    assert found.p_normal / 2 == pytest.approx(expected["sids2_p_norm"], abs=1e-15)
    rates = standardise_rates(frame["SID79"].to_numpy(float), frame["BIR79"].to_numpy(float))
    found = moran(pd.Series(rates, frame.index), pairs)
    assert found.index == pytest.approx(expected["moran_rate_sids2_I"], abs=1e-15)


def test_variances_on_a_lattice(pysal):
    expected = pysal[1]["esda@11450be tests"]
    cells = np.arange(9).reshape(3, 3)
    ahead = [
        *zip(cells[:, :-1].flat, cells[:, 1:].flat, strict=True),
        *zip(cells[:-1].flat, cells[1:].flat, strict=True),
    ]
    both = [(f"{a}", f"{b}") for a, b in ahead] + [(f"{b}", f"{a}") for a, b in ahead]
    pairs = pd.DataFrame(both, columns=["territory", "neighbour"])
    found = moran(pd.Series(np.arange(9.0), [f"{i}" for i in range(9)]), pairs, standardised=False)
    assert found.variance_normal == pytest.approx(expected["lat3x3_VI_norm"], abs=1e-15)
    assert found.variance_random == pytest.approx(expected["lat3x3_VI_rand"], abs=1e-15)
