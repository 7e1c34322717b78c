"""Percentages and numbers are written as the language writes them, in every drawing and every text."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from dash import dcc

from dashboard.app import PAGES
from dashboard.components.chart import graph
from dashboard.desk import open_desk
from dashboard.figures.returned import back_over_time
from dashboard.library import Library
from dashboard.words import LANGUAGES, PERCENT, Words, catalogue

BARE = re.compile(r"%(?!{)")


def drawings(node: object) -> Iterator[dcc.Graph]:
    """Every drawing of a page."""
    if isinstance(node, dcc.Graph):
        yield node
    children = node if isinstance(node, list) else getattr(node, "children", None)
    for child in children if isinstance(children, list) else [] if children is None else [children]:
        yield from drawings(child)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["territory", "compare", "urban-rural", "recovery", "sdgs"])
def test_drawings_speak_the_language(library: Library, page: str, language: str) -> None:
    say = Words(language)
    desk = open_desk(library, f"/{language}/small/{page}", "territory=01&indicator=gva&show=value&year=2023")
    found = [each.figure for each in drawings(PAGES[page].body(desk)) if getattr(each, "figure", None)]
    assert found
    for figure in found:
        if any(getattr(trace, "type", "").startswith("choropleth") for trace in figure.data):
            continue
        assert figure.layout.separators == say.separators
        texts = [getattr(axis, "ticksuffix", None) for axis in (figure.layout.xaxis, figure.layout.yaxis)]
        texts += [getattr(trace, "hovertemplate", None) for trace in figure.data]
        signs = [text[max(match.start() - 1, 0) : match.end()] for text in filter(None, texts)
                 for match in BARE.finditer(text)]  # fmt: skip
        assert all(sign.endswith(say.percent_sign) for sign in signs), signs


def test_a_share_is_drawn_in_percent(library: Library) -> None:
    desk = open_desk(library, "/fr/small/recovery", "")
    frame = pd.DataFrame({"year": [2021], "territories": [0.5], "people": [0.25]})
    figure = graph(back_over_time(frame, {"territories": "T", "people": "P"}, (2020, 2021)), desk).figure
    assert [trace.y[0] for trace in figure.data] == [50, 25]
    assert figure.layout.yaxis.ticksuffix == "\u202f%"
    assert {trace.hovertemplate for trace in figure.data} == {"%{y:.0f}\u202f%"}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_percent_sign_stays_on_the_line_of_its_number(language: str) -> None:
    for forms in catalogue(language).values():
        for form in forms:
            assert " %" not in form
            assert not re.search(r"\d%", form), form
    assert PERCENT[language] in catalogue(language)["95% interval"][0]
