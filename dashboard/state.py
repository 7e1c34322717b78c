"""The view a reader looks at, and the only place that reads it from an address and writes it there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

VERSION = "1"
SCORE = "score"
CLASS = "class"
RANK, CLUSTER = DERIVED = ("rank", "cluster")
"""What is shown of the first other reading of an indicator: who stands where in it, and beside whom."""
WEIGHT_MAX = 5.0
PINS_MAX = 6
FIXED = {
    "classes": ("", "quantiles", "equal", "jenks", "fixed"),
    "size": ("", "projector"),
}
"""Choices that no release changes; the empty one is the usual one and stays out of the address."""
AIMED = ("goals_level", "goals_year")
"""Choices of the page of the goals; what there is to choose from is only found out where one was made."""

_WEIGHT = re.compile(r"^([a-z]+):(\d(?:\.\d)?)$")


@dataclass(frozen=True)
class View:
    """Everything that a link reproduces besides language, observatory and page.

    Attributes
    ----------
    indicator : str
        ``score`` (the composite), ``score.<dimension>``, ``class`` (urban or rural), or an indicator's code.
    show : str
        What of the indicator: its recovery ``score``, its ``change`` since the baseline, its ``value``, or
        whatever else `Offer.shows` has of it.
    territory : str
        The territory selected; empty for none.
    weights : tuple of (dimension, weight)
        Only the dimensions that do not weigh what the recipe says.
    pins : tuple of str
        Territories kept to compare, at most `PINS_MAX`, in the order they were pinned.
    goal : str
        The SDG goal looked at, ``1`` to ``17``; empty for all.
    classes : str
        How the map is classed, one of ``FIXED["classes"]``; empty for what suits what is shown.
    size : {"", "projector"}
        Large type for the back row.
    goals_level, goals_year : str
        Level and year of the page of the goals, which may have figures that the topic has not; empty for the
        nearest to those of the view.
    """

    shock: str
    indicator: str
    show: str
    level: str
    year: int
    territory: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    pins: tuple[str, ...] = ()
    goal: str = ""
    classes: str = ""
    size: str = ""
    goals_level: str = ""
    goals_year: str = ""

    @property
    def dimension(self) -> str | None:
        """The dimension of a score (empty for the composite); None where an indicator is shown."""
        head, _, dimension = self.indicator.partition(".")
        return dimension if head == SCORE else None

    @property
    def query(self) -> str:
        """The view as a query string, every choice spelled out so that it outlives new data."""
        pairs = {
            "v": VERSION,
            "shock": self.shock,
            "indicator": self.indicator,
            "show": self.show,
            "level": self.level,
            "year": str(self.year),
            "territory": self.territory,
            "weights": ",".join(f"{code}:{weight:g}" for code, weight in self.weights),
            "pins": ",".join(self.pins),
            "goal": self.goal,
            **{name: getattr(self, name) for name in (*FIXED, *AIMED)},
        }
        return urlencode({key: value for key, value in pairs.items() if value}, safe=":,.")

    def at(self, territory: str) -> View:
        """Return the same view with another territory selected."""
        return replace(self, territory=territory)

    def pinned(self, territory: str) -> View:
        """Return the same view with a territory pinned, or let go; a seventh pin lets the first go."""
        others = tuple(code for code in self.pins if code != territory)
        pins = others if territory in self.pins else (*others, territory)[-PINS_MAX:]
        return replace(self, pins=pins)


class Offer(Protocol):
    """What one release has to show."""

    def shocks(self) -> Sequence[str]: ...
    def indicators(self, shock: str) -> Sequence[str]: ...
    def shows(self, shock: str, indicator: str) -> Sequence[str]: ...
    def levels(self, shock: str, indicator: str, show: str) -> Sequence[str]: ...
    def years(self, shock: str, indicator: str, show: str, level: str) -> Sequence[int]: ...
    def opening_year(self, shock: str, indicator: str, show: str, level: str) -> int: ...
    def territory_codes(self) -> Sequence[str]: ...
    def weights(self, shock: str) -> Mapping[str, float]: ...
    def goals(self) -> Sequence[str]: ...


def parse(search: str) -> dict[str, str]:
    """Split a query string; of a key given twice the first counts.

    Examples
    --------
    >>> parse("?v=1&year=2021&year=1")
    {'year': '2021', 'v': '1'}
    """
    pairs = parse_qsl(search.removeprefix("?"), errors="replace")
    return dict(reversed(pairs[:50]))


def resolve(
    asked: Mapping[str, str], offer: Offer, aims: Callable[[str], Sequence[str]] = lambda _: ()
) -> tuple[View, tuple[str, ...]]:
    """Make the view out of what was asked for and what there is.

    Parameters
    ----------
    asked : mapping
        Parameter -> text, as `parse` returns it or as the controls hold it.
    offer : Offer
        What the release has to show.
    aims : callable
        Name of one of `AIMED` -> what there is to choose from.

    Returns
    -------
    View
        Always one that can be drawn.
    tuple of str
        The ``name=value`` pairs that could not be followed, for a notice.
    """
    wrong: list[str] = []

    def choose(key: str, options: Sequence[str], default: str) -> str:
        wanted = asked.get(key, "")
        if wanted in options:
            return wanted
        if wanted:
            wrong.append(f"{key}={wanted}")
        return default

    if asked.get("v", VERSION) != VERSION:
        wrong.append(f"v={asked['v']}")
    shock = choose("shock", shocks := offer.shocks(), shocks[0])
    indicator = choose("indicator", topics := offer.indicators(shock), topics[0])
    show = choose("show", shows := offer.shows(shock, indicator), shows[0])
    level = choose("level", levels := offer.levels(shock, indicator, show), levels[0])
    opening = offer.opening_year(shock, indicator, show, level)
    year = int(choose("year", [str(y) for y in offer.years(shock, indicator, show, level)], str(opening)))
    territory = choose("territory", offer.territory_codes(), "")
    weights = _weights(asked.get("weights", ""), offer.weights(shock), wrong)
    pins = _pins(asked.get("pins", ""), offer.territory_codes(), wrong)
    goal = choose("goal", offer.goals(), "")
    fixed = {name: choose(name, options, "") for name, options in FIXED.items()}
    fixed |= {name: choose(name, aims(name), "") for name in AIMED if asked.get(name)}
    return View(shock, indicator, show, level, year, territory, weights, pins, goal, **fixed), tuple(wrong)


def _pins(text: str, known: Sequence[str], wrong: list[str]) -> tuple[str, ...]:
    asked = list(dict.fromkeys(filter(None, text.split(","))))
    found = [code for code in asked if code in known][:PINS_MAX]
    wrong += [f"pins={code}" for code in asked if code not in found]
    return tuple(found)


def _weights(text: str, defaults: Mapping[str, float], wrong: list[str]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for part in filter(None, text.split(",")):
        match = _WEIGHT.match(part)
        if match and match[1] in defaults and float(match[2]) <= WEIGHT_MAX:
            found[match[1]] = float(match[2])
        else:
            wrong.append(f"weights={part}")
    if found and not any({**defaults, **found}.values()):
        wrong.append(f"weights={text}")
        return ()
    return tuple(sorted((code, weight) for code, weight in found.items() if weight != defaults[code]))
