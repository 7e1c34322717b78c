"""The page of the method: how the figures are made, with the numbers of the recipe."""

from __future__ import annotations

from functools import cache
from typing import Any

from dash import Dash, dcc, html

from dashboard.desk import Desk
from dashboard.library import Library
from dashboard.words import TEXT, mark, typeset

NAME = "method"
TITLE = mark("About the method")
LEADS_TO = "territory"


@cache
def chapters(language: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read the text of a language: its title, and the chapters with their headings.

    Examples
    --------
    >>> chapters("es")[1][0][0]
    'Qué es un choque'
    """
    text = typeset((TEXT / language / "method.md").read_text("utf-8"), language)
    title, *parts = text.split("\n## ")
    headed = (part.partition("\n") for part in parts)
    return title.removeprefix("# ").strip(), tuple((head.strip(), text.strip()) for head, _, text in headed)


def numbers(desk: Desk) -> dict[str, str]:
    """Write the numbers of the observatory's recipe that the text names."""
    recipe, say = desk.edition.declaration.recipe, desk.say
    return {
        "materiality": say.percent(recipe.epsilon_relative),
        "damping": say.percent(recipe.damping, 0),
        "interval": say.percent(recipe.interval, 0),
        "hardest": say.percent(recipe.loss_percentile / 100),
        "coverage": say.percent(recipe.coverage, 0),
        "dimension": say.percent(recipe.dimension_coverage, 0),
    }


def told(desk: Desk) -> str:
    """Say what the page is about."""
    return chapters(desk.say.language)[0]


def body(desk: Desk) -> list[Any]:
    """Lay out the page."""
    _, parts = chapters(desk.say.language)
    known = numbers(desk)
    text = [html.Section([html.H2(head), dcc.Markdown(part.format(**known))]) for head, part in parts]
    return [html.H1(told(desk)), html.Div(text, className="card method")]


def register(app: Dash, library: Library) -> None:
    """Nothing on this page moves with the view."""
