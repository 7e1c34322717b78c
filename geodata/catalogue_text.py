"""The built-in catalogue of indicators in words: for the command line, and as a page of the docs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geodata.vocabulary import Vocabulary
from indicators.indicator import DIMENSIONS, Dimension, Indicator, catalogue
from indicators.source import Source
from indicators.units import BASE_UNITS

BETTER = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}"}
OPENING = """\
# The catalogue of indicators

Written by `recovery catalogue --markdown`; the declarations are in
[indicators/catalogue](../indicators/catalogue), what their keys mean in [An observatory in one
file](observatory.md#an-indicator). {count} indicators, each in English, Spanish and French. An
observatory takes those that its data sets bring or that formulas make of them, and adds its own.

The arrow says which way is better. *Carried by* names published tables, with the codes to pick and the
smallest territories they are published for. Codes and dimensions were looked up in public documentation
and code in November 2026; only those that the built-in observatories read were tried on files. The
targets are those that the SDGs put a number on; the dimensions are ours.
"""
UNITS = """\
## Base units

What `measured_in` is written with, beside numbers, `*`, `/`, brackets and `percent`: {units}.
"""
COLUMNS = ("indicator", "unit", "SDG target", "rolls up", "carried by")


def lines(language: str, dimension: Dimension | None = None) -> Iterator[str]:
    """Yield the catalogue as lines of text: code, name and unit, and below them what carries each.

    Examples
    --------
    >>> print(*[line for line in lines("fr", "governance") if "bribery" in line])
      bribery: Citoyens confrontés à la corruption (% des personnes ayant eu affaire à un agent)
    """
    say = Vocabulary(language)
    for one in DIMENSIONS if dimension is None else (dimension,):
        yield say(one)
        for indicator in _of(one):
            words = f"{indicator.name.in_(language)} ({indicator.unit.in_(language)})"
            yield f"  {indicator.code}: {words}"
            made = [f"= {indicator.formula}"] if indicator.formula else []
            yield f"      {'; '.join([*made, *map(_plain, indicator.sources)])}"


def page() -> str:
    """Write the page `docs/catalogue.md`."""
    parts = [OPENING.format(count=len(catalogue()))]
    for dimension in DIMENSIONS:
        found = _of(dimension)
        rows = [_row(COLUMNS), _row(["---"] * len(COLUMNS)), *map(_entry, found)]
        parts.append("\n".join([f"## {dimension.capitalize()} ({len(found)})", "", *rows, ""]))
    units = ", ".join(f"`{unit}` ({meaning})" for unit, meaning in BASE_UNITS.items())
    return "\n".join([*parts, UNITS.format(units=units)])


def _of(dimension: Dimension) -> list[Indicator]:
    return [indicator for indicator in catalogue().values() if indicator.dimension == dimension]


def _entry(indicator: Indicator) -> str:
    name = indicator.name
    told = f"`{indicator.code}` **{name.en}** · *{name.es}* · *{name.fr}*<br>{indicator.definition.en}"
    lenses = f"<br>lens: {', '.join(indicator.lenses)}" if indicator.lenses else ""
    target = "" if indicator.target is None else f": {indicator.target:g} by {indicator.target_year}"
    made = [f"`= {indicator.formula}`"] if indicator.formula else []
    roll_up = "anew at each level" if indicator.formula else indicator.roll_up
    cells = [
        told + lenses,
        f"{indicator.unit.en} {BETTER[indicator.direction]}",
        f"{indicator.sdg or ''}{target}",
        "from the parent" if indicator.inherit else roll_up,
        "<br>".join([*made, *map(_linked, indicator.sources)]),
    ]
    return _row(cells)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(source: Source) -> str:
    return f"{source.publisher} {source.table}{_picked(source)}, {source.level}"


def _linked(source: Source) -> str:
    words = f"{source.publisher} {source.table}"
    linked = f"[{words}]({source.url})" if source.url else words
    note = f". {source.note.en}" if source.note else ""
    return f"{linked}{_picked(source)}, {source.level}{note}"


def _picked(source: Source) -> str:
    pairs = [f"{dimension}={'+'.join(codes)}" for dimension, codes in source.keys.items()]
    return f" [{' '.join(pairs)}]" if pairs else ""
