"""The Degree of Urbanisation on small grids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nst

from indicators.degurba import R2022A, R2023A, UNITS, UrbanRule, classify_units, degurba
from indicators.errors import DataError

NAN = np.nan
SMALL = UrbanRule(centre_people=40, centre_density=10, cluster_people=8, cluster_density=2, gap_km2=3)
peopled = nst.arrays(float, (8, 9), elements=st.one_of(st.floats(0, 20), st.just(NAN)))


def city(rows, people=6000.0, around=0.0):
    """Make a grid out of pictures: # a crowded cell, anything else `around`."""
    return np.array([[people if cell == "#" else around for cell in row] for row in rows])


def test_a_centre_a_cluster_and_the_country():
    grid = city(["......", ".###..", ".###..", ".###..", "......", "......"])
    grid[4:, 4:] = 1300.0
    found = degurba(grid)
    assert (found[1:4, 1:4] == 3).all()
    assert (found[4:, 4:] == 2).all()
    assert (found == 3).sum() == 9
    assert (found == 2).sum() == 4
    assert found.dtype == np.int8


@pytest.mark.parametrize(("people", "expected"), [(50_000, 3), (49_999, 2), (5_000, 2), (4_999, 1)])
def test_how_many_people_a_centre_and_a_cluster_need(people, expected):
    grid = np.zeros((4, 4))
    grid[1, 1:3] = people / 2
    assert degurba(grid)[1, 1] == expected


def test_corners_join_a_cluster_but_not_a_centre():
    grid = np.zeros((4, 4))
    grid[1, 1] = grid[2, 2] = 30_000
    assert degurba(grid)[[1, 2], [1, 2]].tolist() == [2, 2]


def test_density_is_by_land_and_by_the_area_of_a_cell():
    grid, land = np.full((1, 4), 20_000.0), np.array([[1.0, 1.0, 0.4, 0.0]])
    assert degurba(grid, land).tolist() == [[3, 3, 3, 3]]
    assert degurba(np.full((1, 4), 1_400.0), land, cell_km2=2).tolist() == [[2, 2, 2, 2]]
    assert degurba(np.full((10, 10), 1_400.0), cell_km2=0.9).max() == 3
    assert degurba(np.full((10, 10), 1_400.0)).max() == 2


def test_missing_people_count_as_none_and_missing_land_is_no_data():
    assert degurba([[NAN, 0.0]]).tolist() == [[0, 1]]
    assert degurba([[NAN, NAN, 7.0]], land=[[1.0, NAN, NAN]]).tolist() == [[1, 0, 1]]
    assert degurba([[0.0, 0.0, 0.0]], land=[[0.5, 0.4, 0.4]], built=[[0.0, 0.0, 0.1]]).tolist() == [[1, 0, 1]]


def test_what_is_built_up_counts_without_people():
    grid, built = np.array([[50_000.0, 0.0, 0.0]]), np.array([[0.5, 0.3, 0.1]])
    assert degurba(grid, None, built, rule=R2023A).tolist() == [[3, 3, 1]]
    assert degurba(grid, None, built, rule=R2022A).tolist() == [[3, 1, 1]]
    assert degurba(grid, [[1.0, 0.6, 0.6]], built, rule=R2022A).tolist() == [[3, 3, 1]]
    assert degurba(grid, None, built, rule=UrbanRule(built_share=None)).tolist() == [[3, 1, 1]]


def test_edges_are_smoothed_by_the_rule_of_each_version():
    rows, land = ["###", "###", "..."], np.ones((3, 3))
    land[2] = [0.3, 1, 0.3]  # water beside the middle of the last row
    assert degurba(city(rows, 9000), land, rule=R2022A)[2].tolist() == [0, 1, 0]
    assert degurba(city(rows, 9000), land, rule=R2023A)[2].tolist() == [0, 1, 0]
    rows = ["####", "####", "#...", "####"]
    land = np.ones((4, 4))
    land[2, 2] = 0.3
    assert degurba(city(rows, 9000), land, rule=R2022A)[2].tolist() == [3, 3, 3, 3]
    assert degurba(city(rows, 9000), land, rule=R2023A)[2].tolist() == [3, 3, 3, 3]  # as a gap, filled
    nothing = UrbanRule(gap_km2=0)
    assert degurba(city(rows, 9000), land, rule=nothing)[2].tolist() == [3, 3, 0, 3]


def test_small_gaps_are_filled_and_large_ones_stay():
    ring = np.full((12, 12), 6000.0)
    ring[3:8, 3:8] = 0
    ring[3, 3], ring[3, 7] = 6000, 6000
    assert (degurba(ring, rule=UrbanRule(gap_km2=24)) == 3).all()
    kept = degurba(ring)
    assert (kept[4:7, 4:7] == 1).all()


@given(peopled)
def test_every_known_cell_has_a_class_and_turning_the_grid_changes_none(grid):
    found = degurba(grid, rule=SMALL)
    assert set(np.unique(found)) <= {0, 1, 2, 3}
    assert (found[np.isfinite(grid)] > 0).all()
    for turns in (1, 2, 3):
        np.testing.assert_array_equal(degurba(np.rot90(grid, turns), rule=SMALL), np.rot90(found, turns))


@given(peopled, st.floats(1, 3))
def test_more_people_never_make_a_place_less_urban_before_smoothing(grid, factor):
    plain = UrbanRule(
        centre_people=40, centre_density=10, cluster_people=8, cluster_density=2, majority="R2022A"
    )
    assert (degurba(grid * factor, rule=plain) >= degurba(grid, rule=plain)).all()


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((50, 0, 50), 3),
        ((49, 0, 51), 1),
        ((49, 1, 50), 2),
        ((0, 100, 0), 2),
        ((0, 0, 1), 1),
        ((0, 0, 0), 2),  # nobody: one cell of each class
    ],
)
def test_units_by_where_most_people_live(people, expected):
    found = classify_units([[3, 2, 1, 0]], [[*people, NAN]], [[5, 5, 5, 5]])
    assert list(found.columns) == UNITS
    assert found["degurba"].tolist() == [expected]
    assert found["population"].tolist() == [sum(people)]
    assert found[["centre", "cluster", "rural"]].to_numpy().sum() == pytest.approx(1)


def test_units_of_water_and_cells_of_no_unit():
    found = classify_units([[0, 3, 1]], [[0.0, 9.0, 9.0]], [[4, -1, 2]]).set_index("zone")
    assert found["degurba"].to_dict() == {2: 1, 4: 0}
    assert np.isnan(found.loc[4, "centre"])
    with pytest.raises(DataError, match="grid of zones"):
        classify_units([[1]], [[1.0]], [[1, 2]])


def test_cells_without_an_area_are_refused():
    with pytest.raises(DataError, match="a cell of 0 km2"):
        degurba([[1.0]], cell_km2=0)
