"""The last things that were made, kept for those who ask for the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class _Place(Generic[R]):
    """Where an answer stands once it is made; who comes meanwhile waits."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.answers: list[R] = []


class Recent(Generic[R]):
    """The answers that were asked for last, by their keys.

    Each is made once even where several threads ask at the same time, as the callbacks of one change do. An
    answer may need another one; never itself.

    Parameters
    ----------
    most : int
        How many answers are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place[R]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], R]) -> R:
        """Return what stands under a key, making it where nothing does; never change what it returned."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            if len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if not place.answers:
                place.answers.append(make())
            return place.answers[0]


def recent(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last answers of a function of hashable arguments; never change what it returned.

    Unlike `functools.lru_cache`, it makes an answer once even where several threads ask at the same time.

    Examples
    --------
    >>> made = []
    >>> square = recent(2)(lambda x: made.append(x) or x * x)
    >>> [square(x) for x in (1, 2, 1, 3, 2)], made
    ([1, 4, 1, 9, 4], [1, 2, 3, 2])
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        kept: Recent[R] = Recent(most)

        @wraps(make)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            return kept.get((args, tuple(sorted(kwargs.items()))), lambda: make(*args, **kwargs))

        return answer

    return decorate
