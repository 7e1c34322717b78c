"""The pages as trees of components: what they say, for whom, in which language."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import PAGES
from dashboard.desk import open_desk
from dashboard.library import Library
from dashboard.navigation import whole


def tree(library: Library, page: str, query: str, language: str = "en") -> str:
    desk = open_desk(library, f"/{language}/small/{page}", query)
    return json.dumps(whole(desk, library, PAGES), cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "indicator=gva&show=change",
        "indicator=jobs&show=value",
        "indicator=deaths",
        "indicator=population",
        "indicator=class",
    ],
)
def test_the_map_page_names_source_release_and_boundaries(
    library: Library, language: str, query: str
) -> None:
    page = tree(library, "map", query, language)
    assert all(text in page for text in ("Office <b>", "Nobody", "CC BY 4.0"))


def test_no_name_or_text_can_become_markup(library: Library) -> None:
    graph = tree(library, "map", "")
    assert "Office &lt;b&gt;" in graph
    assert "dangerously" not in graph


@pytest.mark.parametrize("territory", ["01", "02", "06", "C"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_territory_page_is_there_for_everyone(library: Library, territory: str, language: str) -> None:
    assert "<b>" not in tree(library, "territory", f"territory={territory}", language).replace(
        "Office <b>", ""
    )


def test_the_territory_page_shows_the_stored_numbers(library: Library) -> None:
    measures = library.edition("small").measures("flood")
    chosen = (measures["territory"] == "02") & (measures["evaluation"] == 2024)
    page = tree(library, "territory", "territory=02&year=2024")
    for row in measures[chosen].to_dict("records"):
        assert f'"{row["score"]:.1f}"' in page
        if row["indicator"] == "gva":
            assert f"{100 * row['drop']:.1f}%".replace("-", "−") in page


def test_what_is_not_scored_is_shown_as_measured(library: Library) -> None:
    page = tree(library, "territory", "territory=01")
    assert "Also measured here, not scored" in page
    assert "2024: " in page.split("Also measured here")[1]


def test_a_territory_that_cannot_be_scored_says_why(library: Library) -> None:
    page = tree(library, "territory", "territory=C")
    assert "No scores exist at the level of this territory." in page
    assert '"–"' not in page


def test_the_territory_page_compares_the_groups_within(library: Library) -> None:
    page = tree(library, "territory", "territory=01")
    assert "Canton of the capital +" in page
    assert "Rest of the province +" in page


def test_the_territory_page_without_a_territory_asks_for_one(library: Library) -> None:
    assert "Find a territory" in tree(library, "territory", "")


def test_a_link_that_cannot_be_followed_is_told(library: Library) -> None:
    assert "year=9999" in tree(library, "map", "year=9999")
    assert "Part of the link" not in tree(library, "map", "")


def test_the_language_links_keep_the_view(library: Library) -> None:
    page = tree(library, "map", "indicator=gva&show=change&year=2021")
    assert '"/fr/small/map?v=1&shock=flood&indicator=gva&show=change&level=province&year=2021"' in page


def test_every_page_is_in_the_menu_of_every_page(library: Library) -> None:
    for page in PAGES:
        text = tree(library, page, "territory=01", "es")
        assert all(f'"/es/small/{other}?' in text for other in PAGES)
        assert text.count('"aria-current": "page"') >= 2


def test_an_embedded_page_stands_alone_and_leads_out(library: Library) -> None:
    desk = open_desk(library, "/embed/en/small/map", "")
    text = json.dumps(whole(desk, library, PAGES), cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert '"menu"' not in text
    assert "Open the whole page" in text
    assert '"/embed/en/small/map.csv?' in text
