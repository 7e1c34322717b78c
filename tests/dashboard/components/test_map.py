"""The map's contract: data in, code out; nothing but values sent when the values change."""

from itertools import pairwise

import pytest

from dashboard.components.ground import Ground
from dashboard.components.map import OUTLINES, Map, clicked, draw, shown
from dashboard.figures.scale import NO_DATA, NOT_YET


def ground(**changes: object) -> Ground:
    given = {
        "geometry": "/geometry/x/y/z.geojson",
        "boxes": {"20": (-91, -1, -89, 1), "01": (-80, -2, -79, -1), "02": (-79, -2, -78, -1)},
        "extent": (-81, -5, -75, 2),
        "insets": [("Far", (-92, -2, -88, 2))],
        "enclaves": frozenset({"02"}),
        "names": {"01": "One"},
    }
    return Ground(**(given | changes))


def make(**changes: object) -> Map:
    given = {
        "ground": ground(),
        "classes": {"01": 0, "02": 1, "20": -1},
        "texts": {"01": "a", "02": "b", "20": "c"},
        "colours": ("#111111", "#222222"),
        "selected": "01",
        "pinned": ("02",),
    }
    return Map(**(given | changes))


def test_every_territory_is_drawn_once_in_its_part() -> None:
    figure = draw(ground())
    assert [list(trace.locations) for trace in figure.data] == [["01", "02"], ["20"]]
    assert [trace.subplot for trace in figure.data] == ["map", "map2"]
    assert {trace.geojson for trace in figure.data} == {"/geometry/x/y/z.geojson"}


def test_a_territory_with_far_islets_is_drawn_in_its_inset() -> None:
    boxes = {"01": (-92, -6, -88, 1), "02": (-92, -2, -60, 30), "20": (-91, -1, -89, 1)}
    assert ground(boxes=boxes).parts == [["02"], ["01", "20"]]


def test_a_territory_whose_place_is_not_known_is_drawn_in_the_main_part() -> None:
    nowhere = (float("nan"),) * 4
    assert ground(boxes={"01": nowhere, "20": (-91, -1, -89, 1)}).parts == [["01"], ["20"]]


@pytest.mark.parametrize(("territories", "width"), [(24, 0.8), (300, 0.4), (1500, 0.16)])
def test_many_territories_have_thin_outlines(territories: int, width: float) -> None:
    boxes = dict.fromkeys(map(str, range(territories)), (0, 0, 1, 1))
    outlines = draw(ground(boxes=boxes)).layout.meta["outlines"]
    assert outlines["areas"][1] == pytest.approx(width)
    assert outlines["no-data"][1] == pytest.approx(width * 1.5)
    assert outlines["selected"] == OUTLINES["selected"]


def test_many_insets_stand_in_a_column_and_never_overlap() -> None:
    insets = [(f"Far {k}", (k, 0, k + 1, 1)) for k in range(8)]
    domains = [draw(ground(insets=insets)).layout[f"map{k}"].domain for k in range(2, 10)]
    assert len({domain.x for domain in domains}) == 1
    assert all(below.y[1] < above.y[0] for above, below in pairwise(domains))


def test_what_is_shown_follows_the_order_of_the_parts() -> None:
    told = shown(make())
    assert [code for trace in draw(ground()).data for code in trace.locations] == ground().codes
    assert told["classes"] == [0, 1, -1]
    assert told["texts"] == ["a", "b", "c"]


def test_each_class_has_its_colour_and_so_has_what_is_not_known() -> None:
    told = shown(make())
    assert [told["colours"][k - told["first"]] for k in (-2, -1, 0, 1)] == [
        NOT_YET,
        NO_DATA,
        "#111111",
        "#222222",
    ]


def test_enclaves_and_whoever_is_kept_or_chosen_are_outlined() -> None:
    assert shown(make())["outlined"] == {"enclave": ["02"], "pinned": ["02"], "selected": ["01"]}


def test_values_travel_without_the_polygons_and_the_polygons_without_values() -> None:
    before, after = (make(classes=classes) for classes in ({"01": 1, "02": 0, "20": 0}, make().classes))
    assert draw(before.ground) == draw(after.ground)
    assert shown(before)["ground"] == draw(after.ground).layout.uirevision
    assert shown(before)["classes"] != shown(after)["classes"]


def test_another_extent_is_another_ground_of_the_same_polygons() -> None:
    assert ground(extent=(0, 0, 1, 1)).key != ground().key
    assert ground(extent=(0, 0, 1, 1)).key.startswith(ground().geometry)


def test_nothing_is_asked_of_another_origin() -> None:
    assert "http" not in draw(ground()).to_json()


def test_the_code_of_a_click() -> None:
    assert clicked({"points": [{"location": "17"}]}) == "17"
    assert clicked(None) == clicked({"points": []}) == ""
