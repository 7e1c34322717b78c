"""The map's contract: data in, code out; nothing but values sent when the values change."""

from itertools import pairwise

import pytest

from dashboard.components.map import LAYERS, Map, clicked, draw, recolour
from dashboard.figures.scale import NO_DATA, NOT_YET


def make(**changes: object) -> Map:
    given = {
        "geometry": "/geometry/x/y/z.geojson",
        "classes": {"01": 0, "02": 1, "20": -1},
        "texts": {"01": "a", "02": "b", "20": "c"},
        "colours": ("#111111", "#222222"),
        "boxes": {"01": (-80, -2, -79, -1), "02": (-79, -2, -78, -1), "20": (-91, -1, -89, 1)},
        "extent": (-81, -5, -75, 2),
        "insets": [("Far", (-92, -2, -88, 2))],
        "enclaves": frozenset({"02"}),
        "selected": "01",
    }
    return Map(**(given | changes))


def test_every_territory_is_drawn_once_in_its_part() -> None:
    figure = draw(make())
    areas = [trace for trace in figure.data if trace.name == "areas"]
    assert [list(trace.locations) for trace in areas] == [["01", "02"], ["20"]]
    assert [trace.subplot for trace in areas] == ["map", "map2"]
    assert {trace.geojson for trace in figure.data} == {"/geometry/x/y/z.geojson"}


def test_a_territory_with_far_islets_is_drawn_in_its_inset() -> None:
    boxes = {"01": (-92, -6, -88, 1), "02": (-92, -2, -60, 30), "20": (-91, -1, -89, 1)}
    assert make(boxes=boxes).parts() == [["02"], ["01", "20"]]


@pytest.mark.parametrize(("territories", "width"), [(24, 0.8), (300, 0.4), (1500, 0.16)])
def test_many_territories_have_thin_outlines(territories: int, width: float) -> None:
    codes = [str(number) for number in range(territories)]
    data = make(classes=dict.fromkeys(codes, 0), texts=dict.fromkeys(codes, ""), boxes={}, selected="1")
    widths = {trace.name: trace.marker.line.width for trace in draw(data).data}
    assert widths["areas"] == pytest.approx(width)
    assert widths["selected"] == 4


def test_many_insets_stand_in_a_column_and_never_overlap() -> None:
    insets = [(f"Far {k}", (k, 0, k + 1, 1)) for k in range(8)]
    domains = [draw(make(insets=insets)).layout[f"map{k}"].domain for k in range(2, 10)]
    assert len({domain.x for domain in domains}) == 1
    assert all(below.y[1] < above.y[0] for above, below in pairwise(domains))


def test_no_data_has_a_colour_and_an_outline_of_its_own() -> None:
    figure = draw(make())
    assert [figure.data[0].colorscale[k][1] for k in (0, 2)] == [NOT_YET, NO_DATA]
    outline = next(t for t in figure.data if t.name == "no-data" and t.subplot == "map2")
    assert list(outline.locations) == ["20"]


def test_selection_and_enclaves_are_outlined() -> None:
    named = {(t.name, t.subplot): list(t.locations) for t in draw(make()).data}
    assert named["selected", "map"] == ["01"]
    assert named["enclave", "map"] == ["02"]


def test_a_change_of_values_sends_no_geometry_and_no_camera() -> None:
    operations = recolour(make(classes={"01": 1, "02": 0, "20": 0})).to_plotly_json()["operations"]
    paths = [tuple(operation["location"]) for operation in operations]
    assert {path[0] for path in paths} == {"data"}
    assert {path[2] for path in paths} == {
        "z",
        "customdata",
        "hovertemplate",
        "colorscale",
        "zmax",
        "locations",
    }
    assert max(path[1] for path in paths) == 2 * len(LAYERS) - 1


def test_nothing_is_asked_of_another_origin() -> None:
    assert "http" not in draw(make()).to_json()


def test_the_code_of_a_click() -> None:
    assert clicked({"points": [{"location": "17"}]}) == "17"
    assert clicked(None) == clicked({"points": []}) == ""
