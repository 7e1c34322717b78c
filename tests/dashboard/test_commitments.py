"""What plans promise: on the page of the goals, on that of a territory, and taken along."""

import json
import re

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import PAGES
from dashboard.commitments import commitments, judged, promised, wide
from dashboard.components.goals import goals
from dashboard.components.targets import written
from dashboard.desk import open_desk
from dashboard.library import Library
from dashboard.navigation import whole
from geodata.commitment import Commitment
from tests.dashboard.conftest import FakeReader

RATE = {"indicator": "gva", "publisher": "Office <b>", "year": 2030}
SCRIPT = "<script>alert(1)</script>"
PLAN = {"en": "Plan <script>", "es": "Plan (es)", "fr": "Plan (fr)"}
DECLARED = (
    RATE | {"code": "all", "name": PLAN, "target": 9000, "levels": "province", "baseline": 2020},
    RATE | {"code": "one", "name": PLAN, "target": 7000.5, "territories": ["02"], "whose": "international"},
    RATE | {"code": "whole", "name": PLAN, "target": 4000, "levels": "country", "sdg": "10.1"},
    RATE | {"code": "dead", "name": PLAN, "target": 50, "levels": "province", "indicator": "deaths"},
)


@pytest.fixture(scope="module")
def held() -> Library:
    """The small observatory, with plans."""
    reader = FakeReader()
    plans = tuple(Commitment.model_validate(plan) for plan in DECLARED)
    reader.declared = reader.declared.model_copy(update={"targets": plans})
    return Library(reader)


def tree(library: Library, page: str, query: str, language: str = "en") -> str:
    desk = open_desk(library, f"/{language}/small/{page}", query)
    return json.dumps(whole(desk, library, PAGES), cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_every_commitment_is_judged_where_it_holds(held: Library) -> None:
    rows = judged(held.edition("small"), 2024)
    assert rows.groupby("plan").size().to_dict() == {"all": 6, "one": 1, "whole": 1, "dead": 6}
    assert set(rows.loc[rows["plan"] == "all", "base_year"]) == {2020}
    assert set(rows.loc[rows["plan"] == "one", "base_year"]) == {2015}
    assert rows.set_index("plan")["status"]["whole"] == "met"


def test_the_distance_leads_from_the_worst_of_the_level_to_what_is_promised(held: Library) -> None:
    edition = held.edition("small")
    rows = judged(edition, 2024).set_index(["plan", "territory"])
    values = edition.series("gva")
    values = values[(values["group"] == "total") & (values["year"] == 2024)].set_index("territory")["value"]
    lower = values.drop("C").quantile(0.025)
    expected = 100 * (values["02"] - lower) / (7000.5 - lower)
    assert rows["distance"]["one", "02"] == pytest.approx(expected)
    assert rows.loc[["whole", "dead"], "distance"].isna().all()  # one country alone; totals


def test_commitments_are_found_by_level_and_goal(held: Library, edition) -> None:
    there = held.edition("small")
    assert [each.code for each in commitments(there, "province")] == ["all", "one", "dead"]
    assert [each.code for each in commitments(there, goal="10")] == ["whole"]
    assert [each.code for each in commitments(there, "province", "8")] == ["all", "one"]
    assert list(wide(there, "province", 2024, "status").index) == ["all", "one", "dead"]
    assert commitments(edition) == []
    assert judged(edition, 2024).empty


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("page", ["sdgs", "territory"])
@pytest.mark.parametrize("query", ["", "territory=02", "territory=C", "goal=8"])
def test_the_pages_tell_what_is_promised(held: Library, page: str, query: str, language: str) -> None:
    text = tree(held, page, query, language)
    assert (PLAN[language] in text) == (page == "sdgs" or "territory" in query)


@pytest.mark.parametrize("page", ["sdgs", "territory"])
def test_names_of_indicators_stay_text_in_what_is_drawn(held: Library, page: str, monkeypatch) -> None:
    declared = held.edition("small").declaration.indicators
    evil = declared["gva"].model_copy(update={"name": declared["gva"].name.model_copy(update={"en": SCRIPT})})
    monkeypatch.setitem(declared, "gva", evil)
    text = tree(held, page, "territory=02")
    figures = re.findall(r'"figure": {.*?"layout"', text)
    assert len(figures) >= 2
    assert all(SCRIPT not in figure for figure in figures)


def test_all_territories_are_counted_and_one_is_told(held: Library) -> None:
    assert "6 territories" in tree(held, "sdgs", "")
    one = tree(held, "sdgs", "territory=02")
    assert "6 territories" not in one
    assert "7,000.5 (2030)" in one
    assert "target met" in one  # that of the country, in which it lies


def test_a_territory_without_a_plan_has_no_section(library: Library) -> None:
    assert "Commitments, 2024" not in tree(library, "territory", "territory=02")
    assert "Commitments, 2024" not in tree(library, "sdgs", "")


def test_the_wheel_marks_what_the_territory_has_promised(held: Library) -> None:
    desk = open_desk(held, "/en/small/territory", "territory=02")
    section = goals(desk, 2024)
    assert section is not None
    figure = section.children[2].children.figure
    marks = figure.data[-1]
    assert marks.type == "scatterpolar"
    distances = judged(held.edition("small"), 2024).set_index(["plan", "territory"])["distance"]
    assert list(marks.r) == pytest.approx([distances["all", "02"], distances["one", "02"]])


def test_a_target_is_written_as_the_plan_gives_it(held: Library) -> None:
    desk = open_desk(held, "/es/small/sdgs", "")
    plans = {each.code: written(desk, each) for each in desk.edition.declaration.targets}
    assert plans == {"all": "9.000", "one": "7.000,5", "whole": "4.000", "dead": "50"}


def test_commitments_are_taken_along_beside_the_goals(held: Library) -> None:
    desk = open_desk(held, "/en/small/sdgs", "")
    rows = PAGES["sdgs"].records(desk)
    rows = rows[rows["row"].isin(["indicator", "commitment"])]
    assert rows["plan"].value_counts().to_dict() == {"": 6, "all": 6, "dead": 6, "one": 1, "whole": 1}
    assert rows.columns.is_unique
    assert set(promised(desk.edition, 2024, "10")["territory"]) == {"C"}
    assert isinstance(rows.loc[rows["plan"] == "all", "distance"].mean(), float)
    assert pd.api.types.is_string_dtype(rows["status"])
