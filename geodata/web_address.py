"""Addresses of the web in a declaration: pages make links of them, so nothing else may be called `url`.

Works on the parsed text, not on the models: a release that was published before is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indicators.declaration import Document, Where
from indicators.errors import Fault

_WEB = re.compile(r"https?://[^\s<>\"'\\/?#][^\s<>\"\\]*")
MEND = "write it from https:// or http:// on, or leave it out"


def faults_in_addresses(document: Document) -> list[Fault]:
    """List every `url` that is anything else: ``javascript:``, a file, a word."""
    return [
        document.fault(where, f"{'.'.join(map(str, where))}: '{address}' is no address of the web", MEND)
        for where, address in _addresses(document.data)
        if address and not _WEB.fullmatch(address)
    ]


def _addresses(node: Any, at: Where = ()) -> Iterator[tuple[Where, str]]:
    """Find the texts under `url`, at any depth.

    Examples
    --------
    >>> list(_addresses({"data": [{"url": "https://example.org"}, {"path": "a.csv"}]}))
    [(('data', 0, 'url'), 'https://example.org')]
    """
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in items:
        if key == "url" and isinstance(item, str):
            yield (*at, key), item
        else:
            yield from _addresses(item, (*at, key))
