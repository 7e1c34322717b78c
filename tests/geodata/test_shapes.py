"""Shapes on a globe: cut at the antimeridian, flattened, mended, and compared with their neighbours."""

import numpy as np
import pytest
import shapely

from geodata.shapes import area_km2, mismatched, shape_of


def polygon(*positions: tuple[float, ...]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[list(p) for p in (*positions, positions[0])]]}


def test_a_shape_across_the_antimeridian_is_cut_there():
    shape, notes = shape_of(polygon((179, -17), (-179, -17), (-179, -16), (179, -16)))
    assert notes == ["crosses the antimeridian: cut there"]
    assert sorted(part.bounds for part in shape.geoms) == [(-180, -17, -179, -16), (179, -17, 180, -16)]
    assert area_km2(shape) == pytest.approx(area_km2(shapely.box(0, -17, 2, -16)), rel=1e-3)


def test_islands_on_both_sides_of_it_are_left_as_they_are():
    islands = shapely.MultiPolygon([shapely.box(178, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    shape, notes = shape_of(islands)
    assert (shape, notes) == (islands, [])


def test_an_edge_along_the_pole_is_no_crossing():
    cap = shapely.Polygon([(-180, -90), (180, -90), (180, -60), (0, -70), (-180, -60)])
    assert shape_of(cap) == (shapely.MultiPolygon([cap]), [])


def test_heights_and_measures_are_left_out_and_told():
    for high in (
        polygon((0, 0, 5), (1, 0, 5), (1, 1, 5)),
        shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)]),
        shapely.from_wkt("POLYGON M ((0 0 5, 1 0 5, 1 1 5, 0 0 5))"),
    ):
        shape, notes = shape_of(high)
        assert not (shape.has_z or shape.has_m)
        assert notes == ["its heights are left out"]


def test_small_islands_are_kept():
    islands = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 2.00001, 2.00001)])
    assert len(shape_of(islands)[0].geoms) == 2


def test_a_million_corners_are_read():
    angle = np.linspace(0, 2 * np.pi, 1_000_001)
    ring = np.column_stack([10 * np.cos(angle), 10 * np.sin(angle)])
    ring[-1] = ring[0]
    shape, notes = shape_of({"type": "Polygon", "coordinates": [ring.tolist()]})
    assert (shapely.get_num_coordinates(shape), notes) == (1_000_001, [])


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        (shapely.box(1, 0, 2, 1), False),
        (shapely.box(5, 0, 6, 1), False),
        (shapely.box(0.9, 0, 2, 1), True),
        (shapely.box(1.00005, 0, 2, 1), True),
        (shapely.box(0, 0, 1, 1), True),
    ],
    ids=["neighbour", "island", "overlap", "sliver", "twice"],
)
def test_neighbours_are_compared(other: shapely.Polygon, wrong: bool):
    assert mismatched(np.array([shapely.box(0, 0, 1, 1), other])).tolist() == [wrong, wrong]
