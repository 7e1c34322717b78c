"""The page of the method says the same in every language, with the numbers of the recipe."""

import json
import re

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.desk import open_desk
from dashboard.library import Library
from dashboard.pages import method


def shape(language: str) -> list[tuple[int, int, list[str]]]:
    """Paragraphs, points and blanks of every chapter."""
    texts = [text for _, text in method.chapters(language)[1]]
    return [(t.count("\n\n"), t.count("\n- "), sorted(re.findall(r"{\w+}", t))) for t in texts]


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_language_says_as_much(language: str) -> None:
    assert shape(language) == shape("en")
    title, parts = method.chapters(language)
    english = method.chapters("en")
    assert title != english[0]
    assert not {head for head, _ in parts} & {head for head, _ in english[1]}


def test_the_numbers_are_the_recipe_s(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk(library, "/fr/small/method", "")
    recipe = desk.edition.declaration.recipe
    assert method.numbers(desk)["damping"] == f"{100 * recipe.damping:.0f}\u202f%"
    changed = desk.edition.declaration.model_copy(
        update={"recipe": recipe.model_copy(update={"damping": 0.5})}
    )
    monkeypatch.setattr(desk.edition, "declaration", changed)
    assert method.numbers(desk)["damping"] == "50\u202f%"


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_no_blank_stays_empty(library: Library, language: str) -> None:
    desk = open_desk(library, f"/{language}/small/method", "")
    text = json.dumps([part.to_plotly_json() for part in method.body(desk)], cls=PlotlyJSONEncoder)
    assert not re.search(r"{\w+}", text)
    assert all(json.dumps(number)[1:-1] in text for number in method.numbers(desk).values())


def test_signs_that_are_set_off_stay_on_the_line_of_their_word() -> None:
    for text in (text for _, text in method.chapters("fr")[1]):
        assert " ;" not in text
        assert "\u00a0;" in text or ";" not in text
