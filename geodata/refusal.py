"""Why a database lets nobody in, in words that say how to mend it."""

from __future__ import annotations

import re

_FULL = re.compile(r"too many (connections|clients)|connection slots")
_CHANGING = re.compile(r"database system is (starting up|shutting down|in recovery|not yet accepting)")


def mend(said: str) -> str:
    """Return what can be done about what the server said when it refused a connection.

    Such an answer carries no code, only words; a server that says them in another language is told of in
    general.

    Examples
    --------
    >>> mend("FATAL:  sorry, too many clients already")
    'the server is full: try again in a moment, or let it take more (max_connections)'
    """
    if _FULL.search(said):
        return "the server is full: try again in a moment, or let it take more (max_connections)"
    if _CHANGING.search(said):
        return "the server is just starting or stopping: try again in a moment"
    return "check that the server runs and that the address, role and password are right"
