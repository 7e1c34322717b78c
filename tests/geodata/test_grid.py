"""Grids come in as they are in every format, or are refused with what to do."""

import itertools
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine

from geodata import lattice
from geodata.grid import Grid, read_grid
from geodata.grid_layers import GridLayer
from geodata.lattice import Bounds, Lattice
from indicators.errors import DataError
from tests.geodata.grids import LAEA, NORTH, SIZE, WEST, at, cells, degrees, write_cells, write_tif

FIGURES = np.array([[1.0, 2.0, np.nan], [0.0, 5.0, 6.5]])
AROUND = Bounds(*degrees((0, 0), (1, 2)).bounds)
FORMS = ["tif", "gpkg", "parquet"]


def write(folder: Path, form: str, figures=FIGURES) -> Path:
    path = folder / f"grid.{form}"
    return write_tif(path, figures) if form == "tif" else write_cells(path, cells(figures))


def read(path: Path, most: float = np.inf, **declared) -> Grid:
    column = None if path.suffix == ".tif" else "people"
    return read_grid(path, GridLayer(**{"path": path.name, "column": column, **declared}), AROUND, most)


def refused(path: Path, most: float = np.inf, **declared) -> str:
    with pytest.raises(DataError) as caught:
        read(path, most, **declared)
    assert str(path) in caught.value.where
    assert caught.value.mend
    return str(caught.value)


def inner(grid: Grid) -> np.ndarray:
    """The figures of the six cells, wherever in the array they are."""
    row, column = round((grid.lattice.north - NORTH) / SIZE), round((WEST - grid.lattice.west) / SIZE)
    return grid.figures[row : row + 2, column : column + 3]


@pytest.mark.parametrize("form", FORMS)
def test_every_format_gives_the_same_figures_in_the_same_places(tmp_path: Path, form: str):
    grid = read(write(tmp_path, form))
    np.testing.assert_array_equal(inner(grid), FIGURES)
    assert np.nansum(grid.figures) == np.nansum(FIGURES)
    assert (grid.lattice.size, grid.lattice.crs.to_epsg()) == (SIZE, 3035)


@pytest.mark.parametrize(("form", "other"), [*itertools.permutations(FORMS, 2)])
def test_a_layer_is_laid_onto_another(tmp_path: Path, form: str, other: str):
    (tmp_path / "more").mkdir()
    wide = np.full((4, 5), 0.5)
    wide[0, 0] = 0.25
    there, here = read(write(tmp_path, form)), read(write(tmp_path / "more", other, wide))
    laid = here.onto(there, "here")
    assert laid.shape == there.figures.shape
    np.testing.assert_array_equal(inner(Grid(laid, there.lattice)), [[0.25, 0.5, 0.5], [0.5, 0.5, 0.5]])


@pytest.mark.parametrize(("row", "column"), [(0, 0), (-2, 1), (3, -4), (9, 9), (-9, 0)])
def test_laying_keeps_places_and_leaves_the_rest_without_figures(row: int, column: int):
    there = Grid(np.zeros((3, 4)), Lattice(lattice.CRS(3035), 1000, 0, 0))
    figures = np.arange(20.0).reshape(4, 5)
    laid = Grid(figures, there.lattice.moved(row, column)).onto(there, "here")
    expected = [
        [
            figures[r - row, c - column] if 0 <= r - row < 4 and 0 <= c - column < 5 else np.nan
            for c in range(4)
        ]
        for r in range(3)
    ]
    np.testing.assert_array_equal(laid, expected)


@pytest.mark.parametrize("other", [at(WEST + 500, NORTH), at(WEST, NORTH, 990, 990)])
def test_layers_on_other_cells_are_refused(tmp_path: Path, other: Affine):
    people = read(write(tmp_path, "tif"))
    shifted = read(write_tif(tmp_path / "land.tif", FIGURES, transform=other))
    with pytest.raises(DataError, match=r"land: its cells are not those of the population(?s:.*)gdalwarp"):
        shifted.onto(people, "land")


def test_only_the_surroundings_of_the_territories_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lattice, "MARGIN", 1)
    many = np.arange(10_000.0).reshape(100, 100)
    origin = at(WEST - 50 * SIZE, NORTH + 50 * SIZE)
    grid = read(write_tif(tmp_path / "grid.tif", many, transform=origin))
    assert grid.figures.size < 60
    np.testing.assert_array_equal(inner(grid), many[50:52, 50:53])
    with pytest.raises(DataError, match="no cell near the territories"):
        read_grid(tmp_path / "grid.tif", GridLayer(path="grid.tif"), Bounds(25, 60, 26, 61))


def test_more_cells_than_fit_into_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lattice, "MOST_CELLS", 1000)
    assert "more than 1,000" in refused(write(tmp_path, "tif"))


def test_missing_figures_are_told_or_declared_and_units_scaled(tmp_path: Path):
    path = write_tif(tmp_path / "grid.tif", [[-200, 30], [0, 100]], dtype="int16")
    assert "1 cells below 0, the first -200" in refused(path)
    assert "nodata: -200" in refused(path)
    grid = read(path, most=1, nodata=-200, scale=0.01)
    np.testing.assert_allclose(inner(grid)[:2, :2], [[np.nan, 0.3], [0, 1]])
    assert "2 cells above 1, up to 100" in refused(path, most=1, nodata=-200)
    stored = write_tif(tmp_path / "stored.tif", [[255, 7]], dtype="uint8", nodata=255)
    np.testing.assert_array_equal(read(stored).figures, [[np.nan, 7]])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"crs": None}, "no reference system"),
        (
            {"crs": "EPSG:4326", "transform": at(10, 49, 0.01, 0.01)},
            "WGS 84, not in metres",
        ),
        ({"crs": "EPSG:3857", "transform": at(1e6, 6e6, 1000, 1000)}, "times their size"),
        ({"transform": at(WEST, NORTH, 1000, 500)}, "cells of 1000 x 500 m, not square"),
        ({"transform": at(WEST, NORTH, 100, 100)}, "cells of 100 m(?s:.*)-r sum"),
        ({"transform": Affine(1000, 9, WEST, 9, -1000, NORTH)}, "without a place, or turned"),
        ({"transform": Affine(1000, 0, WEST, 0, 1000, NORTH)}, "without a place, or turned"),
    ],
)
def test_rasters_that_cannot_carry_the_method_are_refused(tmp_path: Path, options: dict, message: str):
    assert re.search(message, refused(write_tif(tmp_path / "grid.tif", FIGURES, **options)))


def test_a_reference_system_is_declared_where_the_file_names_none(tmp_path: Path):
    path = write_tif(tmp_path / "grid.tif", FIGURES, crs=None)
    np.testing.assert_array_equal(inner(read(path, crs=LAEA)), FIGURES)


def test_files_beside_a_raster_change_nothing(tmp_path: Path):
    path = write(tmp_path, "tif")
    (tmp_path / "grid.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><NoDataValue>5</NoDataValue></PAMRasterBand></PAMDataset>'
    )
    np.testing.assert_array_equal(inner(read(path)), FIGURES)
    with pytest.warns(NotGeoreferencedWarning):
        unplaced = write_tif(tmp_path / "unplaced.tif", FIGURES, transform=Affine.identity())
    (tmp_path / "unplaced.tfw").write_text(f"1000\n0\n0\n-1000\n{WEST + 500}\n{NORTH - 500}\n")
    assert "without a place, or turned" in refused(unplaced)


def test_a_raster_of_several_bands_a_damaged_and_another_file_are_refused(tmp_path: Path):
    path = write_tif(tmp_path / "grid.tif", np.stack([FIGURES, FIGURES]))
    assert "2 bands, not one" in refused(path)
    path.write_bytes(write(tmp_path, "tif").read_bytes()[:150])
    assert "a GeoTIFF that cannot be read" in refused(path)
    path.write_bytes(b"PK\x03\x04zip")
    assert "a packed file" in refused(path)
    path.write_text("<VRTDataset/>")
    assert "no GeoTIFF, GeoPackage or GeoParquet" in refused(path)
    assert "cannot be read: No such file" in refused(tmp_path / "none.tif")


@pytest.mark.parametrize("form", FORMS)
def test_a_grid_of_nobody_is_refused(tmp_path: Path, form: str):
    assert "no figure above 0" in refused(write(tmp_path, form, np.zeros((2, 3))))


@pytest.mark.parametrize("form", FORMS[1:])
def test_features_that_are_no_grid_are_refused(tmp_path: Path, form: str):
    path = tmp_path / f"grid.{form}"

    def told(frame) -> str:
        path.unlink(missing_ok=True)
        return refused(write_cells(path, frame))

    good = cells(FIGURES)
    assert "declare 'column'; there are: id, people" in refused(write_cells(path, good), column=None)
    assert "no column 'men'" in refused(path, column="men")
    assert re.search("the column 'id' holds (large_)?string, no numbers", refused(path, column="id"))
    assert "two features are the same cell" in told(good.iloc[[0, 1, 1]])
    *most, last = good.geometry
    assert "not on the lattice" in told(good.assign(geometry=[*most, shapely.affinity.translate(last, 300)]))
    assert "no square cell: POLYGON" in told(good.assign(geometry=[*most, last.buffer(400)]))
    assert "no square cell: POINT" in told(good.assign(geometry=good.centroid))
    assert "no square cell: none at all" in told(good.assign(geometry=[*most, None]))
    assert "cells of 250 m" in told(cells(FIGURES, size=250))
    assert "no cell near" in told(good.assign(geometry=good.translate(900_000)))


def test_files_that_are_no_grid_of_cells_are_refused(tmp_path: Path):
    path = tmp_path / "grid.parquet"
    pq.write_table(pa.table({"people": [1.0]}), path)
    assert "no GeoParquet with shapes as WKB" in refused(path)
    path.write_bytes(b"PAR1 and nothing more")
    assert "a grid that cannot be read" in refused(path)
    path.write_bytes(b"SQLite format 3\0 and nothing more")
    assert "a grid that cannot be read" in refused(path)
    geopackage = write_cells(tmp_path / "grid.gpkg", cells(FIGURES), layer="one")
    write_cells(geopackage, cells(FIGURES), layer="two", append=True)
    assert "2 layers of shapes, and none is declared" in refused(geopackage)
    np.testing.assert_array_equal(inner(read(geopackage, layer="two")), FIGURES)


def test_the_published_grids_of_belgium_are_read():
    folder = Path(__file__).parents[2].parent / "shared/cases/degurba_belgium"
    if not folder.is_dir():
        pytest.skip("../shared is not there")
    belgium = Bounds(2.5, 49.5, 6.4, 51.5)
    people, land, built = (
        read_grid(folder / f"{name}.tif", GridLayer(path=name, scale=scale), belgium, most)
        for name, scale, most in [("POP", 1, np.inf), ("LAND", 1e-6, 1), ("BUILT_S", 1e-6, 1)]
    )
    assert people.figures.shape == land.figures.shape == built.figures.shape == (219, 303)
    assert np.nansum(people.figures) == pytest.approx(20_602_095.72)
    assert np.isnan(people.figures).sum() == 1910
    assert np.nanmean(land.onto(people, "land")) == pytest.approx(63092.179052 / (219 * 303), rel=1e-6)
    assert np.nanmax(built.onto(people, "built")) == pytest.approx(0.523271)
