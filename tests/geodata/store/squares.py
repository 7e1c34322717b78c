"""Hands to write the specimen of four squares under any name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from geodata.observatory import read_observatory
from geodata.territory import assemble
from geodata.typology import classify
from tests.geodata.store.conftest import Desk

SQUARES = Path(__file__).parents[2] / "specimens" / "squares"


def squares_desk(owner: Engine, reader: Engine, code: str = "squares") -> Desk:
    """Make them."""
    squares = read_observatory(SQUARES)
    frame = classify(assemble(squares, SQUARES).frame, squares.typology, {})
    return Desk(owner, reader, squares.model_copy(update={"observatory": code}), frame)
