"""Frames row by row, for those who write lines."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into one mapping a row."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
