"""The names that this house goes by: a page asked for under any other is somebody else's trick."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import ip_address

LOCAL = ("localhost", "127.0.0.1", "::1")
# A name or address, and perhaps a port (RFC 9110, 7.2).
_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::\d{1,5})?")


def name_of(host: str) -> str | None:
    """Return the name in a Host header, in small letters and without the port; None where it is none.

    Examples
    --------
    >>> name_of("Figures.example:8050"), name_of("[::1]:80"), name_of("a b"), name_of("")
    ('figures.example', '::1', None, None)
    """
    found = _HOST.fullmatch(host)
    return (found["v6"] or found["name"]).lower().rstrip(".") if found else None


def known_hosts(declared: Sequence[str]) -> Callable[[str], bool]:
    """Return the test of whether a name is ours.

    Parameters
    ----------
    declared : sequence of str
        Names, ``*.example.org`` for all below one, ``*`` for any. Where there are none: the names of this
        machine and every address, for no site can make a browser send those for a name of its own.

    Examples
    --------
    >>> ours = known_hosts(["figures.example", "*.example.org"])
    >>> [ours(name) for name in ("figures.example", "a.example.org", "example.org", "localhost", "192.0.2.1")]
    [True, True, False, True, False]
    >>> known_hosts([])("192.0.2.1"), known_hosts([])("evil.example")
    (True, False)
    """
    names = {name.lower() for name in (*declared, *LOCAL)}
    below = tuple(name[1:] for name in names if name.startswith("*."))
    if not declared:
        machine = socket.gethostname().lower()
        names |= {machine, f"{machine}.local"}
    return lambda name: (
        "*" in names or name in names or name.endswith(below) or (not declared and _is_address(name))
    )


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
