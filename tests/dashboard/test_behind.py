"""Who is left behind, as the pages tell it."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard import behind as flagging
from dashboard.behind import flags, watched
from dashboard.components import left_behind as component
from dashboard.components.left_behind import REASONS, STATES, behind
from dashboard.desk import open_desk
from dashboard.library import Library
from indicators.left_behind import LEFT_BEHIND_REASONS, LEFT_BEHIND_STATES, left_behind
from indicators.standing import LeftBehindRule

YEAR = 2020


@pytest.fixture
def six(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library whose rule is content with six places and the year of the fall, seen from the first place."""
    rule = LeftBehindRule(fewest=5, years=1)
    monkeypatch.setattr(flagging, "FEWEST", rule.fewest)
    monkeypatch.setattr(
        flagging, "left_behind", lambda *given, recipe: left_behind(*given, recipe=recipe, rule=rule)
    )
    monkeypatch.setattr(component, "benchmark_of", lambda edition, code: "" if code == "C" else "01")
    return Library(library.source)


def told(library: Library, territory: str, language: str = "en") -> str:
    section = behind(open_desk(library, f"/{language}/small/territory", f"territory={territory}"), YEAR)
    return json.dumps(section, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_every_word_of_a_flag_has_a_text() -> None:
    assert set(STATES) == set(LEFT_BEHIND_STATES)
    assert set(REASONS) == set(LEFT_BEHIND_REASONS)


def test_only_rates_can_leave_somebody_behind(library: Library) -> None:
    assert [i.code for i in watched(library.edition("small"), "flood", "province")] == ["gva", "jobs"]


def test_the_page_counts_the_flags(six: Library) -> None:
    frame = flags(six.edition("small"), "flood", "province", "01", YEAR)
    flagged = frame[frame["state"] == "left behind"]
    assert set(flagged["territory"]) == {"05", "06"}
    assert "for 1 year on end among the worst tenth" in told(six, "05")
    for code, rows in frame[frame["state"] != "not counted"].groupby("territory"):
        here = int((rows["state"] == "left behind").sum())
        count = f"in {here} of {len(rows)}" if here else f"in any of {len(rows)}"
        assert count in told(six, str(code))


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_too_few_territories_flag_nobody(library: Library, language: str) -> None:
    frame = flags(library.edition("small"), "flood", "province", "01", YEAR)
    assert frame.empty
    assert told(library, "01", language) == "null"


def test_a_country_is_not_set_beside_itself(six: Library) -> None:
    assert told(six, "C") == "null"
