"""The published classes of 50 cells of Belgium; rasterio reads the grids."""

import json

import numpy as np
import pytest

from indicators.degurba import R2022A, R2023A, degurba

M2_OF_A_CELL = 1_000_000


@pytest.fixture(scope="module")
def belgium(shared):
    """Return population, land, built-up area and what was published."""
    folder = shared / "cases/degurba_belgium"
    rasterio = pytest.importorskip("rasterio")

    def read(name):
        with rasterio.open(folder / f"{name}.tif") as file:
            return file.read(1).astype(float)

    expected = json.loads((folder / "expected.json").read_text())
    return read("POP"), read("LAND") / M2_OF_A_CELL, read("BUILT_S") / M2_OF_A_CELL, expected


@pytest.mark.parametrize(
    ("rule", "key", "divisor"),
    [(R2022A, "L1_built0.5_majorityR2022A", 1), (R2023A, "L2_default_params", 10)],
)
def test_fifty_cells_of_belgium(belgium, rule, key, divisor):
    *grids, expected = belgium
    found = degurba(*grids, rule=rule).ravel()[np.array(expected["cells"]) - 1]
    published = np.array(expected[key])
    water = published == 10
    assert found.tolist() == np.where(water & (divisor > 1), 0, published // divisor).tolist()
