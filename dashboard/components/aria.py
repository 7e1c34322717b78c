"""Attributes whose names Python cannot spell."""

from __future__ import annotations

from typing import Any


def aria(**names: str) -> dict[str, Any]:
    """Write accessibility attributes.

    Examples
    --------
    >>> aria(label="Map")
    {'aria-label': 'Map'}
    """
    return {f"aria-{name}": value for name, value in names.items()}


KEEPS_VIEW: dict[str, Any] = {"data-keeps-view": ""}
"""Marks a link whose query follows the view: see assets/view.js."""
