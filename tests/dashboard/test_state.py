"""The address: read leniently, written exactly."""

from functools import partial

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.goals import aims
from dashboard.library import Edition
from dashboard.state import View, parse, resolve


def test_nothing_asked_opens_the_score_of_the_first_shock(edition: Edition) -> None:
    view, wrong = resolve({}, edition)
    assert (view.shock, view.indicator, view.show, view.level) == ("flood", "score", "score", "province")
    assert wrong == ()


def test_a_view_survives_its_address(edition: Edition) -> None:
    view = View(
        "flood",
        "jobs",
        "change",
        "province",
        2022,
        "05",
        (("economy", 2.5),),
        ("02", "01"),
        "8",
        "jenks",
        "projector",
    )
    assert resolve(parse("?" + view.query), edition) == (view, ())


def test_the_goals_have_a_level_and_a_year_of_their_own(edition: Edition) -> None:
    query = "year=2022&goals_level=province&goals_year=2011"
    view, wrong = resolve(parse(query), edition, partial(aims, edition))
    assert (view.year, view.goals_level, view.goals_year, wrong) == (2022, "province", "2011", ())
    assert resolve(parse(view.query), edition, partial(aims, edition))[0] == view
    strange = resolve(parse("goals_year=1999&goals_level=moon"), edition, partial(aims, edition))
    assert strange == (resolve({}, edition)[0], ("goals_level=moon", "goals_year=1999"))


@pytest.mark.parametrize(
    "asked",
    [
        "year=9999",
        "shock=x",
        "indicator=' OR 1",
        "level=moon",
        "territory=<b>",
        "weights=economy:99",
        "v=7",
        "pins=<b>",
        "goal=99",
        "classes=x",
        "size=huge",
    ],
)
def test_what_cannot_be_followed_is_told(edition: Edition, asked: str) -> None:
    view, wrong = resolve(parse(asked), edition)
    assert wrong == (asked.replace("%20", " "),)
    assert view == resolve({}, edition)[0]


@given(
    st.dictionaries(
        st.sampled_from(
            ["v", "shock", "indicator", "show", "level", "year", "weights", "pins", "goal", "classes"]
        ),
        st.text(),
    )
)
def test_any_address_makes_a_view_that_can_be_drawn(edition: Edition, asked: dict[str, str]) -> None:
    view, _ = resolve(asked, edition)
    assert view.year in edition.years(view.shock, view.indicator, view.show, view.level)


def test_weights_that_weigh_nothing_are_refused(edition: Edition) -> None:
    view, wrong = resolve({"weights": "economy:0,society:0"}, edition)
    assert view.weights == ()
    assert wrong == ("weights=economy:0,society:0",)


def test_the_usual_weights_are_left_out_of_the_address(edition: Edition) -> None:
    view, _ = resolve({"weights": "economy:1,society:2"}, edition)
    assert view.weights == (("society", 2.0),)
    assert view.query.endswith("weights=society:2")


@pytest.mark.parametrize(("counts", "year"), [([6, 6, 5], 2022), ([6, 5, 4], 2021), ([2, 1, 1], 2020)])
def test_opens_on_the_last_year_that_three_quarters_of_the_fullest_have(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, counts: list[int], year: int
) -> None:
    kept = pd.Series(counts, [2020, 2021, 2022])
    monkeypatch.setattr(edition, "_counts", lambda *_: kept)
    assert edition.opening_year("flood", "score", "score", "province") == year


def test_a_seventh_pin_lets_the_first_go(edition: Edition) -> None:
    view, _ = resolve({"pins": "01,02,03,04,05,06"}, edition)
    assert view.pinned("C").pins == ("02", "03", "04", "05", "06", "C")
    assert view.pinned("03").pins == ("01", "02", "04", "05", "06")


def test_more_pins_than_can_be_compared_are_told(edition: Edition) -> None:
    view, wrong = resolve({"pins": "C,01,02,03,04,05,06"}, edition)
    assert len(view.pins) == 6
    assert wrong == ("pins=06",)
