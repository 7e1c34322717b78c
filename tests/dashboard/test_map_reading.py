"""Ranks, clusters, classes and the inside of a territory: what the map shows beyond plain figures."""

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.choice import CLUSTERS
from dashboard.components.distribution import distribution
from dashboard.components.film import film
from dashboard.components.legend import legend
from dashboard.components.picture import seen
from dashboard.components.table import rows
from dashboard.desk import Desk, open_desk
from dashboard.exports import of_map
from dashboard.figures.scale import NO_DATA_CLASS, NOT_YET_CLASS, Scale, rank_scale
from dashboard.figures.spread import place, spread
from dashboard.focus import inner, within
from dashboard.library import Edition, Library
from dashboard.mapping import map_of
from dashboard.nesting import ancestors, deeper, inside, neighbours
from dashboard.sentences import finding
from dashboard.state import resolve


def desk(library: Library, query: str, language: str = "en") -> Desk:
    return open_desk(library, f"/{language}/small/map", query)


def test_a_rank_shows_the_rank_of_the_first_reading(library: Library) -> None:
    ranked = desk(library, "indicator=gva&show=rank&year=2022").layer()
    scored = desk(library, "indicator=gva&show=score&year=2022").layer()
    pd.testing.assert_series_equal(
        ranked.frame["value"], scored.frame["rank"], check_names=False, check_dtype=False
    )
    assert finding(ranked) == finding(scored)


def test_the_best_rank_has_the_colour_of_the_highest_score() -> None:
    scale = rank_scale(70)
    assert scale.colours[0] == "#0c2c84"
    assert np.bincount(scale.classify(np.arange(1, 71))).tolist() == [10] * 7
    assert rank_scale(1) == Scale((), ("#41b6c4",))


def test_a_legend_of_ranks_names_each_class(library: Library) -> None:
    items = legend(desk(library, "show=rank&year=2022").layer()).children
    assert [item.children[1] for item in items[:6]] == ["1", "2", "3", "4", "5", "≥ 6"]


@pytest.mark.parametrize("show", ["rank", "cluster"])
@pytest.mark.parametrize("query", ["", "indicator=gva", "indicator=population"])
def test_ranks_and_clusters_are_of_every_topic(library: Library, query: str, show: str) -> None:
    layer = desk(library, f"{query}&show={show}").layer()
    assert finding(layer).endswith(".")
    assert set(layer.classes) <= {NOT_YET_CLASS, NO_DATA_CLASS, *range(len(layer.scale.colours))}


def test_a_cluster_says_why_a_territory_has_none(library: Library) -> None:
    layer = desk(library, "show=cluster&indicator=gva&year=2022").layer()
    assert layer.frame["reason"]["06"] == "no neighbours"
    told = {row["code"]: row["notes"] for row in rows(layer)}
    assert told["06"] == "has no neighbour with a figure"
    assert layer.frame["value"].dropna().isin(range(len(CLUSTERS))).all()


def test_clusters_are_downloaded_as_their_codes(library: Library) -> None:
    values = of_map(desk(library, "show=cluster&indicator=gva&year=2022"))["value"]
    assert set(values.dropna()) <= set(CLUSTERS)


def test_neighbours_share_a_corner(edition: Edition) -> None:
    pairs = set(neighbours(edition, "province").itertuples(index=False, name=None))
    assert ("01", "05") in pairs and ("01", "02") in pairs
    assert ("01", "03") not in pairs and not {"06"} & {code for pair in pairs for code in pair}
    assert {(b, a) for a, b in pairs} == pairs


@pytest.mark.parametrize("method", ["quantiles", "equal", "jenks", "fixed"])
@pytest.mark.parametrize("query", ["", "indicator=gva&show=change", "indicator=gva&show=value"])
def test_classes_by_every_method_do_not_move_with_the_year(library: Library, query: str, method: str) -> None:
    layers = [desk(library, f"{query}&classes={method}&year={year}").layer() for year in (2020, 2022)]
    assert layers[0].scale == layers[1].scale
    if "change" in query:
        assert 0.0 in layers[0].scale.breaks


def test_inside_and_above(edition: Edition) -> None:
    assert inside(edition, "C", "province") == edition.members("province")
    assert inside(edition, "01", "province") == []
    assert ancestors(edition, "01") == ["C"]


def test_looking_inside_goes_to_a_level_that_has_figures(edition: Edition) -> None:
    view, _ = resolve({"territory": "C"}, edition)
    found = deeper(edition, view, "C")
    assert found is not None and (found.level, found.territory) == ("province", "C")
    assert deeper(edition, view, "01") is None


def test_a_whole_country_is_no_narrower_view(library: Library) -> None:
    layer = desk(library, "territory=C").layer()
    assert inner(layer) is layer
    assert within(layer) == ""


def test_only_part_of_a_level_is_told_and_seen_inside(library: Library) -> None:
    own = Library(library.source)
    own.edition("small").territories.loc[["01", "02"], "parent"] = "03"
    shown = desk(own, "territory=03&year=2022")
    layer = shown.layer()
    assert within(layer) == "Cañar"
    assert inner(layer).frame.index.tolist() == ["01", "02"]
    assert finding(layer).startswith("Inside Cañar: ")
    assert map_of(shown, layer).ground.extent == (-80.0, -1.0, -78.0, 0.0)
    assert len(map_of(shown, layer).classes) == 6


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("indicator=gva&show=value", r"Inside Cañar: in 2022, gva in Ávila: [\d,.]+ units\."),
        ("indicator=gva&show=change", r"Inside Cañar: in 2022, gva in Ávila: [−+][\d.]+%\."),
        ("", r"Inside Cañar: in 2022, all indicators together in Ávila: [\d.]+ of 100\."),
    ],
)
def test_one_territory_alone_is_told_by_its_figure(library: Library, query: str, told: str) -> None:
    own = Library(library.source)
    own.edition("small").territories.loc["01", "parent"] = "03"
    assert re.fullmatch(told, finding(desk(own, f"territory=03&year=2022&{query}").layer()))


def test_what_is_not_published_yet_looks_other_than_what_is_not_known(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Library(library.source)
    edition = own.edition("small")
    full = edition.series("jobs")
    late = full[~((full["territory"] == "02") & (full["year"] > 2022))]
    monkeypatch.setattr(edition, "series", lambda _: late)
    layer = desk(own, "indicator=jobs&show=value&year=2023").layer()
    assert layer.classes["02"] == NOT_YET_CLASS
    assert layer.classes["06"] == NO_DATA_CLASS
    told = {row["code"]: row["notes"] for row in rows(layer)}
    assert told["02"] == "not published yet; last figure 2022"
    assert told["06"] == "no data"
    assert "not published yet for 2023" in str(legend(layer))


def test_the_spread_counts_everyone_once_and_keeps_its_ends() -> None:
    scale = Scale((5.0,), ("red", "blue"))
    bins = spread([1.0, 9.8, 10.0, np.nan, 1000.0], np.arange(11.0), scale)
    assert bins["count"].sum() == 4
    assert bins["count"].iloc[-1] == 3
    assert bins["colour"].tolist() == ["red"] * 14 + ["blue"] * 14
    assert [place(value, bins) for value in (-5, 5, 1e9)] == [0, 0.5, 1]
    assert spread([1.0], [1.0, 1.0], scale).empty


def test_the_spread_is_told_in_words_and_marks_who_is_chosen(library: Library) -> None:
    drawn = distribution(desk(library, "indicator=gva&show=value&territory=02&pins=01").layer())
    assert drawn is not None
    assert drawn.children[1].children.startswith("Half of 6 territories lie between")
    assert [mark.className for mark in drawn.children[0].children[-2:]] == ["pinned", "selected"]
    assert distribution(desk(library, "show=rank").layer()) is None


@pytest.mark.parametrize(
    "query", ["", "indicator=gva&show=value", "indicator=gva&show=rank", "indicator=jobs"]
)
def test_the_film_of_the_years_is_what_each_year_shows(library: Library, query: str) -> None:
    made = film(desk(library, query))
    assert made is not None
    assert len(made["years"]) > 2
    for year, signs in made["years"].items():
        told = seen(desk(library, f"{query}&year={year}"))[1]
        assert [int(sign) + made["first"] for sign in signs] == told["classes"]
        assert (made["ground"], made["colours"]) == (told["ground"], told["colours"])


@pytest.mark.parametrize("query", ["weights=economy:5", "show=cluster", "indicator=class"])
def test_what_must_be_computed_first_is_not_filmed(library: Library, query: str) -> None:
    assert film(desk(library, query)) is None
