"""What lets a caller keep an answer: it changes with the release, the format, the call and our version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import version

from geodata.store import Release

AGAIN = "public, no-cache"
PINNED = "public, max-age=86400"
WITHIN_S = 1.0  # how late a new release may be met here
SETTLED = timedelta(seconds=1 + WITHIN_S)
HOUSE = version("territorial-recovery")  # read from a file each time that it is asked for


def validators(release: Release, *parts: object) -> dict[str, str]:
    """Make the headers by which an answer is known again.

    The tag is a weak one: the same figures may be packed anew, or compressed on their way. A release that may
    have been followed by another within its second has no date, which could not tell them apart (RFC 9110,
    8.8.2.2).
    """
    key = repr((release.observatory, release.id, release.published_at.isoformat(), HOUSE, *parts))
    headers = {"ETag": tag(key.encode())}
    if datetime.now(UTC) - release.published_at >= SETTLED:
        headers["Last-Modified"] = format_datetime(release.published_at.astimezone(UTC), usegmt=True)
    return headers


def tag(content: bytes) -> str:
    """Make a weak entity tag of what an answer rests on."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def unchanged(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Tell whether a caller has this answer already.

    A date counts only where it is exactly ours: a release may be followed by an earlier one.

    Examples
    --------
    >>> unchanged({"if-none-match": '"x", "y"'}, {"ETag": 'W/"y"'})
    True
    """
    given = asked.get("if-none-match")
    if given is not None:
        tags = [one.strip().removeprefix("W/") for one in given.split(",")]
        return "*" in tags or headers["ETag"].removeprefix("W/") in tags
    since = asked.get("if-modified-since")
    return since is not None and since == headers.get("Last-Modified")
