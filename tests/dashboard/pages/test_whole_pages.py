"""The pages of town and country, of recovery and of the goals."""

import json

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.components.balance import tell_gap
from dashboard.components.comeback import drawing
from dashboard.components.divide import Divide
from dashboard.desk import Desk, open_desk
from dashboard.exports import table_csv
from dashboard.gaps import latest
from dashboard.library import Library
from dashboard.navigation import whole
from dashboard.pages import recovery, sdgs, urban_rural
from dashboard.sentences import inline

PAGES = {page.NAME: page for page in (urban_rural, recovery, sdgs)}
LANGUAGES = ("en", "es", "fr")


def desk_at(library: Library, page: str, query: str = "", language: str = "en") -> Desk:
    return open_desk(library, f"/{language}/small/{page}", query)


def tree(library: Library, page: str, query: str = "", language: str = "en") -> str:
    desk = desk_at(library, page, query, language)
    return json.dumps(whole(desk, library, PAGES), cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "indicator=jobs&territory=02&year=2022", "indicator=deaths"])
def test_every_figure_has_its_source_licence_release_and_table(
    library: Library, page: str, query: str, language: str
) -> None:
    shown = tree(library, page, query, language)
    for text in ("Office <b>", "CC BY 4.0"):
        assert text in shown
    drawn = shown.count('"role": "img"')
    assert drawn >= 2
    assert shown.count('"twin-table"') == drawn
    assert shown.count('"credits"') >= drawn


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "indicator=jobs&year=2022", "territory=03"])
def test_what_is_downloaded_is_one_row_a_figure(library: Library, page: str, query: str) -> None:
    records = PAGES[page].records(desk_at(library, page, query))
    assert len(records) > 5
    assert "indicator" in records
    assert table_csv(records).count("\r\n") == len(records) + 1


def test_the_page_of_town_and_country_states_the_gap_it_draws(library: Library) -> None:
    desk = desk_at(library, "urban-rural", "indicator=gva&year=2022")
    divide = urban_rural.divide_of(desk)
    assert isinstance(divide, Divide)
    row = latest(divide.rows, 2022).iloc[0].to_dict()
    assert inline(tell_gap(row, divide.names, "2019", desk.say)) in tree(
        library, "urban-rural", "indicator=gva&year=2022"
    )


def test_a_total_makes_way_for_a_rate(library: Library) -> None:
    divide = urban_rural.divide_of(desk_at(library, "urban-rural", "indicator=deaths"))
    assert divide is not None
    assert divide.rate.code == "gva"


def test_the_page_of_recovery_counts_who_is_back(library: Library) -> None:
    measures = library.edition("small").measures("flood")
    here = (measures["evaluation"] == 2024) & (measures["indicator"] == "gva")
    changes = measures.loc[here & (measures["territory"] != "C"), "change"]
    back = int((changes >= 0).sum())
    assert f"By 2024, {back} of {len(changes)} territories were back" in tree(library, "recovery")


def test_the_map_and_the_plane_show_the_same_quadrants(library: Library) -> None:
    come = recovery.comeback(desk_at(library, "recovery", "indicator=jobs"))
    assert come is not None
    drawn = drawing(come).classes
    kinds = come.plane["quadrant"]
    assert {code for code, number in drawn.items() if number < 0} == set(kinds.index[kinds.isna()])
    assert len({(drawn[code], kind) for code, kind in kinds.dropna().items()}) == kinds.nunique()


def test_the_page_of_the_goals_tells_the_territory_chosen(library: Library) -> None:
    shown = tree(library, "sdgs", "territory=02")
    assert "Bosque, goal by goal" in shown
    assert "goal by goal" not in tree(library, "sdgs").replace("see it goal by goal", "")


def test_one_goal_shows_its_indicators(library: Library) -> None:
    assert "8 · Gva" in tree(library, "sdgs", "goal=8")


@pytest.mark.parametrize("page", PAGES)
def test_names_stay_text_wherever_they_are_drawn(library: Library, page: str, monkeypatch) -> None:
    edition = library.edition("small")
    evil = edition.territories.assign(name_en="<script>alert('1')</script>\u202e" + "x" * 300)
    monkeypatch.setitem(vars(edition), "territories", evil)
    figures = _figures(whole(desk_at(library, page, "territory=02"), library, PAGES))
    assert figures
    assert all("<script>" not in figure.to_json() for figure in figures)


def _figures(component: object) -> list:
    found = [component.figure] if hasattr(component, "figure") else []
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list) else [children] if children is not None else []:
        found += _figures(child)
    return found


def test_a_shock_of_harm_alone_says_so(library: Library, monkeypatch) -> None:
    monkeypatch.setattr(recovery, "judged", lambda *_: [])
    assert "Nothing to come back from" in tree(library, "recovery")
    assert recovery.records(desk_at(library, "recovery")).empty


def test_an_edition_without_classes_says_so(library: Library, monkeypatch) -> None:
    monkeypatch.setattr(urban_rural, "classed_levels", lambda _: [])
    assert "Town and country cannot be compared here" in tree(library, "urban-rural")
    assert isinstance(urban_rural.records(desk_at(library, "urban-rural")), pd.DataFrame)


def test_an_edition_without_goals_says_so(library: Library, monkeypatch) -> None:
    monkeypatch.setattr(sdgs, "levels", lambda _: [])
    assert "No indicator here serves a development goal" in tree(library, "sdgs")


def test_before_the_shock_nobody_catches_up_yet(library: Library) -> None:
    shown = tree(library, "urban-rural", "indicator=gva&show=value&year=2015")
    assert "There is no figure of 2019 to start from, or none after it." in shown
