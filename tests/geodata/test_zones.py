"""Territories are classed by where the people of their cells live, border cells by what lies inside."""

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from geodata.grid import Grid
from geodata.grid_layers import GridLayer, GridLayers
from geodata.lattice import CRS, Lattice
from geodata.zones import class_places, class_zones, project
from indicators.errors import DataError
from tests.geodata.grids import degrees, write_tif

LATTICE = Lattice(CRS(3035), 1000, 0, 2000)
CLASSES = np.array([[3, 2, 1], [3, 1, 0]])


def people(places: list[shapely.Geometry], figures, land=None):
    grid = Grid(np.array(figures, dtype=float), LATTICE)
    found = class_places(
        np.array(places), grid, CLASSES, land if land is None else np.array(land, dtype=float)
    )
    return found.set_index("zone")


def test_a_cell_counts_by_the_share_that_lies_inside():
    left, middle = shapely.box(0, 0, 1250, 2000), shapely.box(1250, 0, 2000, 2000)
    found = people([left, middle], [[100, 40, 7], [np.nan, 80, 0]])
    assert found["population"].to_dict() == {0: 100 + 10 + 20, 1: 30 + 60}
    assert found.loc[0, ["centre", "cluster", "rural"]].tolist() == [100 / 130, 10 / 130, 20 / 130]
    assert found["degurba"].to_dict() == {0: 3, 1: 1}


def test_the_sea_takes_nobody_and_a_neighbour_its_share():
    island, half = shapely.box(200, 1200, 500, 1500), shapely.box(1000, 1000, 2000, 1500)
    figures, land = [[100, 40, 0], [0, 0, 0]], [[0.09, 0.75, 1], [1, 1, 1]]
    assert people([island, half], figures, land)["population"].to_list() == pytest.approx(
        [100, 40 * 0.5 / 0.75]
    )
    assert people([island, half], figures)["population"].to_list() == pytest.approx([9, 20])


def test_more_land_inside_than_the_grid_knows_counts_each_person_once():
    places = [shapely.box(0, 1000, 600, 2000), shapely.box(600, 1000, 1000, 2000)]
    found = people(places, [[100, 0, 0], [0, 0, 0]], np.zeros((2, 3)))
    assert found["population"].to_list() == pytest.approx([60, 40])


@pytest.mark.parametrize("seed", range(8))
def test_whole_cells_and_parts_of_cells_add_up_to_the_areas_that_lie_inside(seed: int):
    draw = np.random.default_rng(seed)
    grid = Grid(draw.uniform(1, 100, (2, 3)).repeat(6, 0).repeat(6, 1), LATTICE)
    classes = draw.integers(1, 4, grid.figures.shape)
    dots = shapely.MultiPoint(draw.uniform((0, -10_000), (18_000, 2_000), (12, 2)))
    whole = shapely.box(700, -8_300, 15_100, 1_650)
    places = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(dots)), whole)
    places = places[~shapely.is_empty(places)]
    found = class_places(places, grid, classes).set_index("zone")
    rows, columns = np.indices(grid.figures.shape)
    cells = shapely.box(columns * 1e3, 1e3 - rows * 1e3, columns * 1e3 + 1e3, 2e3 - rows * 1e3)
    for i, place in enumerate(places):
        people = shapely.area(shapely.intersection(cells, place)) / 1e6 * grid.figures
        shares = [people[classes == kind].sum() / people.sum() for kind in (3, 2, 1)]
        assert found.loc[i, "population"] == pytest.approx(people.sum())
        assert found.loc[i, ["centre", "cluster", "rural"]].tolist() == pytest.approx(shares)


def test_nobody_and_a_shared_edge_give_no_class():
    touching, empty = shapely.box(-1000, 0, 0, 2000), shapely.box(2000, 0, 3000, 1000)
    assert people([touching, empty], [[100, 40, 7], [0, 80, 0]]).empty


def country() -> np.ndarray:
    """A city of 108 000 around (3, 3), a town of 7 200 around (3, 13), villages elsewhere."""
    figures = np.full((8, 20), 20.0)
    figures[2:5, 2:5] = 12_000
    figures[2:5, 12:15] = 800
    figures[7, 17:] = np.nan
    return figures


PLACES = {
    "city": degrees((0, 0), (6, 6)),
    "town": degrees((1, 10), (6, 16)),
    "villages": degrees((0, 17), (5, 19)),
    "sea": degrees((7, 17), (7, 19)),
}


@pytest.mark.parametrize("rule", ["R2022A", "R2023A"])
def test_a_country_is_classed_from_its_files(tmp_path: Path, rule: str):
    write_tif(tmp_path / "people.tif", country())
    layers = GridLayers(population=GridLayer(path="people.tif"), rule=rule)
    found = class_zones(PLACES, layers, tmp_path)
    assert found.roles == {"city": "urban", "town": "intermediate", "villages": "rural"}
    assert found.people == pytest.approx(
        {"city": 108_800, "town": 7_860, "villages": 360, "sea": 0}, rel=1e-3
    )
    assert found.notes == (
        f"people.tif: {round(sum(found.people.values())):,} people counted in 3 territories",
        "people.tif: nobody in sea: no class",
    )


def test_land_and_buildings_change_the_classes(tmp_path: Path):
    write_tif(tmp_path / "people.tif", country())
    land = np.full((8, 20), 100)
    land[2:5, 12:15] = 5  # the town stands on so little land that it is as dense as a city
    write_tif(tmp_path / "land.tif", land, dtype="uint8")
    few = country()
    few[2:5, 12:15] = 6000
    write_tif(tmp_path / "more.tif", few)
    declared = {"population": GridLayer(path="more.tif"), "land": GridLayer(path="land.tif", scale=0.01)}
    assert class_zones(PLACES, GridLayers(**declared), tmp_path).roles["town"] == "urban"
    buildings = np.zeros((8, 20))
    buildings[2:5, 12:16] = 0.9
    buildings[0, 0] = 0.1
    few[2:5, 12:15], few[2:5, 15] = 6000, 200
    write_tif(tmp_path / "more.tif", few)
    write_tif(tmp_path / "built.tif", buildings)
    plain = GridLayers(population=GridLayer(path="more.tif"))
    with_built = plain.model_copy(update={"built": GridLayer(path="built.tif")})
    edge = {"edge": degrees((2, 15), (4, 15))}
    assert class_zones(edge, plain, tmp_path).roles == {"edge": "rural"}
    assert class_zones(edge, with_built, tmp_path).roles == {"edge": "urban"}


def test_a_layer_on_other_cells_is_refused_by_name(tmp_path: Path):
    write_tif(tmp_path / "people.tif", country())
    write_tif(tmp_path / "land.tif", np.ones((8, 20)), crs="ESRI:54009")
    layers = GridLayers(population=GridLayer(path="people.tif"), land=GridLayer(path="land.tif"))
    with pytest.raises(DataError, match=r"land\.tif: "):
        class_zones(PLACES, layers, tmp_path)


def test_long_edges_are_bent_as_the_grid_is():
    box = shapely.box(0, 45, 20, 46)
    (drawn,) = project(np.array([box]), LATTICE, "here")
    there = geopandas.GeoSeries([shapely.segmentize(box, 0.001)], crs=4326).to_crs(3035).iloc[0]
    assert drawn.symmetric_difference(there).area < 1e-4 * there.area


def test_territories_beyond_the_reference_system_are_refused():
    with pytest.raises(DataError, match="here: territories reach beyond"):
        project(np.array([shapely.box(99, -1, 101, 1)]), Lattice(CRS(32632), 1000, 0, 0), "here")
