"""What the map looks at when somebody looks into a territory."""

from dashboard.components.ground import Ground
from dashboard.mapping import closer

BOXES = {
    "a": (0.0, 0.0, 1.0, 1.0),
    "b": (2.0, 2.0, 3.0, 3.0),
    "islet": (40.0, 0.0, 41.0, 1.0),
    "isle": (41.0, 0.0, 42.0, 1.0),
    "far": (80.0, 0.0, 81.0, 1.0),
}
GROUND = Ground(
    geometry="/g.geojson",
    boxes=BOXES,
    extent=(0, 0, 3, 3),
    insets=(("Isles", (39.5, -1, 42.5, 2)), ("Far", (79, -1, 82, 2))),
)


def test_the_main_part_shows_what_lies_in_it_and_insets_hold_their_own() -> None:
    found = closer(GROUND, {"a", "far"})
    assert found.extent == (0, 0, 1, 1)
    assert [name for name, _ in found.insets] == ["Far"]
    assert found.parts == [["a", "b", "islet", "isle"], ["far"]]


def test_insets_without_any_of_them_go() -> None:
    assert closer(GROUND, {"b"}).insets == ()


def test_the_main_part_shows_an_inset_that_was_looked_into() -> None:
    found = closer(GROUND, {"islet", "isle"})
    assert found.extent == (40, 0, 42, 1)
    assert found.insets == ()
    assert set(found.parts[0]) == set(BOXES)


def test_of_several_insets_the_fullest_comes_into_the_main_part() -> None:
    found = closer(GROUND, {"far", "islet", "isle"})
    assert found.extent == (40, 0, 42, 1)
    assert [name for name, _ in found.insets] == ["Far"]
    assert found.key != GROUND.key
