"""Find something by its code, or name what there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from indicators.errors import NotFoundError


class Coded(Protocol):
    """Anything that is declared under a code."""

    @property
    def code(self) -> str:
        """The code, once among its kind."""


C = TypeVar("C", bound=Coded)


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
        raise NotFoundError(f"there is no {kind} '{asked}'", mend=f"known: {', '.join(known) or 'none'}")
