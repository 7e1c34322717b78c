"""Every word that a report may hold is there in three languages, and numbers keep their digits."""

import math

import pytest

from geodata.show_measure import note
from geodata.vocabulary import ES_FR, Vocabulary
from indicators.indicator import DIMENSIONS, catalogue
from indicators.measures import MARKS, REASONS, STATES

COMPOSITE_REASONS = ("coverage too low", "no weight")


@pytest.mark.parametrize("words", [*STATES, *REASONS, *MARKS, *COMPOSITE_REASONS, *DIMENSIONS])
def test_what_the_scores_may_say_is_translated(words: str):
    assert all(Vocabulary(language)(words) for language in ("en", "es", "fr"))
    assert len(ES_FR[words]) == 2


@pytest.mark.parametrize(
    ("language", "written"), [("en", "−1,234.50"), ("es", "−1.234,50"), ("fr", "−1\u202f234,50")]
)
def test_numbers_are_written_as_the_language_does(language: str, written: str):
    assert Vocabulary(language).number(-1234.5, 2) == written


def test_a_change_is_percent_or_units_and_a_gap_in_the_data_a_dash():
    say, known = Vocabulary("en"), catalogue()
    assert say.change(-0.1073, known["gva_real"]) == "−10.7 %"
    assert say.change(1.25, known["unemployment_rate"]) == "+1.2 % of the labour force"
    assert say.change(1.25, known["unemployment_rate"], unit=False) == "+1.2"
    assert say.change(math.nan, known["unemployment_rate"]) == "–"
    assert say.value(12345.6, known["gdp_per_head"]) == "12,346 euros per inhabitant"
    assert say.number(-0.04) == "0.0"


def test_words_that_are_joined_are_told_one_by_one():
    row = {"reason": "trend too short,no reference group", "marks": "early"}
    assert note(row, Vocabulary("es")).startswith("tendencia demasiado corta, sin grupo de referencia, serie")
    assert note(row, Vocabulary("en")).endswith("the series ends early")


def test_years_are_counted_in_words():
    assert [Vocabulary("es").years(count) for count in (1, 3)] == ["1 año", "3 años"]
