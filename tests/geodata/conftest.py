"""A small observatory to work with."""

from pathlib import Path

import pytest

from geodata.observatory import Observatory, read_observatory

SQUARES = Path(__file__).parent.parent / "specimens" / "squares"


@pytest.fixture(scope="session")
def squares_folder() -> Path:
    """Folder of the specimen: four square provinces of one country."""
    return SQUARES


@pytest.fixture(scope="session")
def squares() -> Observatory:
    """Declaration of the specimen."""
    return read_observatory(SQUARES)
