"""Find something by its code, or name what there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from indicators.errors import NotFoundError


class Coded(Protocol):
    """Anything that is declared under a code."""

    @property
    def code(self) -> str:
        """The code, once among its kind."""


C = TypeVar("C", bound=Coded)
NEAR = 0.5  # how alike two words must be for the one to be meant by the other
MOST_TOLD = 50


def by_code(kind: str, code: str, declared: Sequence[C]) -> C:
    """Return the one of that code.

    Raises
    ------
    NotFoundError
        Naming those there are.
    """
    found = {one.code: one for one in declared}
    require_known(kind, code, found)
    return found[code]


def require_known(kind: str, asked: str, known: Collection[str]) -> None:
    """Make sure that a code is among those known.

    Raises
    ------
    NotFoundError
        Naming those there are.
    """
    if asked not in known:
        raise NotFoundError(f"there is no {kind} '{asked}'", mend=nearest(asked, known))


def nearest(given: str, known: Collection[str]) -> str:
    """Say which word was probably meant, and which there are: the first of them, where they are many.

    Examples
    --------
    >>> nearest("indicador", ["indicator", "level"])
    "did you mean 'indicator'? known: indicator, level"
    >>> nearest("x", ["indicator", "level"]), nearest("x", [])
    ('known: indicator, level', 'known: none')
    >>> nearest("x", [str(number) for number in range(60)])[-23:]
    '47, 48, 49, and 10 more'
    """
    words = [*known]
    meant = get_close_matches(given, words, 1, NEAR)
    more = [f"and {len(words) - MOST_TOLD:,} more"] if len(words) > MOST_TOLD else []
    told = ", ".join([*words[:MOST_TOLD], *more]) or "none"
    return "".join([f"did you mean '{meant[0]}'? " if meant else "", "known: ", told])
