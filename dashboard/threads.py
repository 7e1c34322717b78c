"""Callbacks off the event loop: dash would run them on it, and one slow query would hold up every reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def threaded(callback: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Run a callback on a thread of its own, with the context of its request.

    Examples
    --------
    >>> asyncio.run(threaded(lambda x: x + 1)(1))
    2
    """

    @wraps(callback)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(callback, *args, **kwargs)

    return run
