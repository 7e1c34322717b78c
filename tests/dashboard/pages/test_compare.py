"""The page of territories side by side."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.desk import open_desk
from dashboard.library import Library
from dashboard.pages import compare


def tree(library: Library, query: str, language: str = "en") -> str:
    page = compare.body(open_desk(library, f"/{language}/small/compare", query))
    return json.dumps(page, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    "query", ["pins=01,02", "pins=06,05&indicator=jobs", "pins=01,C&indicator=deaths", ""]
)
def test_the_page_is_there_for_everyone(library: Library, query: str, language: str) -> None:
    shown = tree(library, query, language).replace("Office <b>", "")
    assert "<b>" not in shown


def test_it_says_who_is_back_as_it_is_stored(library: Library) -> None:
    measures = library.edition("small").measures("flood")
    rows = measures[(measures["evaluation"] == 2022) & (measures["indicator"] == "gva")].set_index(
        "territory"
    )
    title = tree(library, "pins=01,05&year=2022").partition('"H1"')[0]
    back, _, behind = title.partition("elow it or worse")
    for code, name in (("01", "Ávila"), ("05", "Éden")):
        assert name in (back if rows.loc[code, "change"] >= 0 else behind)


def test_a_territory_alone_is_set_beside_those_like_it(library: Library) -> None:
    comparison = compare.comparison_of(open_desk(library, "/en/small/compare", "territory=02"))
    assert comparison is not None
    assert comparison.codes[0] == "02"
    assert set(comparison.codes) == {"01", "02", "03", "04", "05"}  # 06 shares too few figures


def test_its_records_are_the_measures_of_these_territories(library: Library) -> None:
    found = compare.records(open_desk(library, "/en/small/compare", "pins=01,03&year=2022"))
    assert set(found["territory"]) == {"01", "03"}
    assert set(found["evaluation"]) == {2022}
    assert compare.records(open_desk(library, "/en/small/compare", "")).empty


def test_what_was_not_measured_is_a_dash(library: Library) -> None:
    page = tree(library, "pins=01,06")
    assert '"–"' in page
