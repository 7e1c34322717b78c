"""The API of the served observatory."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

AT = "/api/v1"


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """A caller whose addresses begin after `/api/v1`; it accepts anything and compresses nothing."""
    headers = {"accept-encoding": "identity"}
    with httpx.Client(base_url=f"{address}{AT}", headers=headers, timeout=60) as client:
        yield client
