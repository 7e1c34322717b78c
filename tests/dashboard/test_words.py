"""Every text in three languages, every number in its language's signs."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

import dashboard
from dashboard.verdicts import MARKS, REASONS, STATES
from dashboard.words import Words, catalogue, negotiate
from indicators import measures

SOURCES = sorted(Path(dashboard.__file__).parent.rglob("*.py"))
KEYWORDS = {"say": None, "mark": None, "plural": (1, 2)}


def messages() -> set[str]:
    found = set()
    for path in SOURCES:
        for _, message, *_ in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return found


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    known = catalogue(language)
    assert set(known) == messages()
    assert all(all(forms) for forms in known.values())


@pytest.mark.parametrize("language", ["es", "fr"])
def test_translations_keep_the_blanks(language: str) -> None:
    for text, forms in catalogue(language).items():
        for form in forms:
            assert set(re.findall(r"{\w+}", form)) == set(re.findall(r"{\w+}", text)), text


def test_stored_words_all_have_a_text() -> None:
    assert set(measures.STATES) == set(STATES)
    assert set(measures.MARKS) == set(MARKS)
    assert set(measures.REASONS) <= set(REASONS)


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("en", "1,234.5", "−10.7%"), ("es", "1.234,5", "−10,7\xa0%"), ("fr", "1\u202f234,5", "−10,7\u202f%")],
)
def test_numbers_in_the_signs_of_the_language(language: str, number: str, percent: str) -> None:
    say = Words(language)
    assert say.number(1234.5) == number
    assert say.percent(-0.107) == percent


def test_numbers_round_as_python_does() -> None:
    for value in (0.25, 0.15, 2.675, -0.04, 1e-9):
        assert Words("en").number(value, 1).replace("−", "-") == f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def test_a_gap_is_a_dash() -> None:
    assert Words("en").number(float("nan")) == Words("es").percent(None) == "–"


def test_plurals_follow_the_language() -> None:
    texts = ("{number} year", "{number} years")
    assert [Words("fr").plural(*texts, n) for n in (0, 1, 2)] == ["0 an", "1 an", "2 ans"]
    assert [Words("en").plural(*texts, n) for n in (0, 1, 2)] == ["0 years", "1 year", "2 years"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-CA,fr;q=0.9", "fr"), ("de", "en"), ("es-419", "es"), ("q=;;", "en"), ("en;q=x", "en")],
)
def test_the_language_of_the_browser(header: str, language: str) -> None:
    assert negotiate(header) == language


AGREEING = {
    "es": r"\bes (el|la|los|las) (más|menos|que)\b|\b([Ee]l|[Ll]os) que\b|vecin[oa]s?\b|"
    r"rezagad|adelantad|clasificad|puntuad",
    "fr": r"\b(laissé|touché|rétabli|classé|sorti|revenu|tombé|noté)e?s?\b|voisine?s?\b|\b[Ll]es? plus en\b",
}
"""Words that would have to agree with the gender of a place: of `provincia`, of `département`."""
PLACES = re.compile(
    r"{(worst|best|name|places|lowest|highest)}|neighbour|left behind|recovered(?!})|{trough}|[Bb]ack at its"
)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_text_agrees_with_the_gender_of_a_place(language: str) -> None:
    told = {text: forms for text, forms in catalogue(language).items() if PLACES.search(text)}
    assert len(told) > 20
    assert [form for forms in told.values() for form in forms if re.search(AGREEING[language], form)] == []
