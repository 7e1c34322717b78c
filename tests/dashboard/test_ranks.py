"""How sure a rank is, as the map, its table, its panel and its download tell it."""

import pytest

from dashboard.components.selection import selection
from dashboard.components.table import rows
from dashboard.desk import Desk, open_desk
from dashboard.exports import of_map
from dashboard.library import Edition, Library
from dashboard.mapping import map_of
from dashboard.ranks import alike, draw_ranks, ranges, write_ranges
from dashboard.story import benchmark_of
from dashboard.warm import keep_warm, warm
from indicators.alternatives import Alternatives
from indicators.composite import score
from indicators.scenarios import recovery_space
from indicators.uncertainty import simulate
from tests.dashboard.conftest import FakeReader

YEAR = 2022


@pytest.fixture(scope="module")
def unsure() -> Library:
    """The small observatory, where who lost most output lost fewest jobs."""
    reader = FakeReader()
    other = reader.frame["territory"].replace({"01": "05", "05": "01", "02": "04", "04": "02"})
    places = other.where(reader.frame["indicator"] == "jobs", reader.frame["territory"])
    reader.frame = reader.frame.assign(territory=places)
    total, levels = (
        reader.frame[reader.frame["group"] == "total"],
        reader.territories(reader.release("small")),
    )
    declared = reader.declared
    what = (
        declared.indicators,
        declared.shocks,
        declared.recipe,
        levels[["territory", "level"]],
        ["province"],
    )
    reader.scores = score(total, *what)
    return Library(reader)


def at(library: Library, query: str, language: str = "en") -> Desk:
    return open_desk(library, f"/{language}/small/map", f"year={YEAR}&{query}")


def test_the_ranges_are_those_of_the_house(unsure: Library) -> None:
    layer = at(unsure, "").layer()
    edition = layer.edition
    measures = edition.measures("flood")
    here = measures[(measures["evaluation"] == YEAR) & (measures["territory"] != "C")]
    table = simulate(
        recovery_space(here, edition.declaration.indicators, edition.declaration.recipe)
    ).tabulate()
    table = table[table["rank"].notna()].set_index("territory")
    found = ranges(layer)
    assert set(found) == set(table.index)
    assert all(
        low <= table["rank_low"][code] <= table["rank_high"][code] <= high
        for code, (low, high) in found.items()
    )
    assert all(low <= table["rank"][code] <= high for code, (low, high) in found.items())
    assert any(low < high for low, high in found.values())


def test_they_are_drawn_once_an_edition(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = library.edition("small")
    first = draw_ranks(edition, "flood", "province", YEAR)
    monkeypatch.setattr("dashboard.ranks.simulate", None)
    assert draw_ranks(edition, "flood", "province", YEAR) is first


@pytest.mark.parametrize(
    "query", ["indicator=gva", "indicator=score.economy", "weights=economy:4", "show=cluster"]
)
def test_nothing_is_drawn_for_what_is_no_composite_of_the_recipe(library: Library, query: str) -> None:
    layer = at(library, query).layer()
    assert ranges(layer) == {}
    assert alike(layer, "02") == []
    assert "rank_low" not in of_map(at(library, query))


@pytest.mark.parametrize("show", ["score", "rank"])
def test_table_hover_and_download_tell_them(unsure: Library, show: str) -> None:
    desk = at(unsure, f"show={show}")
    layer = desk.layer()
    told, found = write_ranges(layer), ranges(layer)
    notes = {row["code"]: row["notes"] for row in rows(layer)}
    texts = map_of(desk, layer).texts
    taken = of_map(desk).set_index("territory")
    for code, text in told.items():
        assert notes[code].startswith(text)
        assert texts[code].endswith(f" · {text}")
        assert (taken["rank_low"][code], taken["rank_high"][code]) == found[code]
    wide = next(code for code, (low, high) in found.items() if low < high)
    assert told[wide] == f"ranks {found[wide][0]}–{found[wide][1]}"


def test_the_panel_names_whom_a_territory_cannot_be_told_apart_from(unsure: Library) -> None:
    layer = at(unsure, "").layer()
    drawn = draw_ranks(layer.edition, "flood", "province", YEAR)
    assert drawn is not None
    pairs = drawn.not_distinguishable()
    code = str(pairs.sum().idxmax())
    others = alike(layer, code)
    assert set(others) == set(pairs.index[pairs[code]])
    desk = at(unsure, f"territory={code}", "es")
    facts = selection(desk, desk.layer()).children[2].children
    assert "en el 90\xa0% de los sorteos" in facts
    assert "sin diferencia segura con " in facts
    assert desk.edition.names("es")[others[0]] in facts


def test_declared_alternatives_are_drawn_too() -> None:
    reader = FakeReader()
    others = Alternatives(trends={"flood": ((2014, 2019),)})
    recipe = reader.declared.recipe.model_copy(update={"uncertainty": others})
    reader.declared = reader.declared.model_copy(update={"recipe": recipe})
    drawn = draw_ranks(Library(reader).edition("small"), "flood", "province", YEAR)
    plain = draw_ranks(Library(FakeReader()).edition("small"), "flood", "province", YEAR)
    assert drawn is not None and plain is not None
    assert (drawn.drawn != plain.drawn).any()


def test_a_year_without_measures_has_no_ranks(edition: Edition) -> None:
    assert draw_ranks(edition, "flood", "province", 1999) is None


def test_every_new_edition_is_made_ready() -> None:
    reader = FakeReader()
    library = Library(reader)
    seen: list[int] = []
    library.prepare = lambda edition: seen.append(edition.release.number)
    for number in (1, 1, 2):
        reader.number = number
        library.edition("small")
    assert seen == [1, 2]


def test_warming_makes_what_readers_would_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(FakeReader())
    edition = library.edition("small")
    warm(edition)
    monkeypatch.setattr("dashboard.ranks.simulate", None)
    monkeypatch.setattr("geodata.balances.balance", None)
    assert ranges(at(library, "").layer())
    assert benchmark_of(edition, "01") == "C"
    started: list[str] = []
    monkeypatch.setattr("dashboard.warm.Thread.start", lambda thread: started.append(thread.name))
    keep_warm(Library(FakeReader()))
    assert started == ["warm small"]
