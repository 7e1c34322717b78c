"""Texts that a spreadsheet would run as a formula, written so that it does not, and read back."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WRITTEN = re.compile(r"'+[=+\-@\t\r]")


def plain(text: str) -> str:
    """Keep a text from being run as a formula; `original` takes it back.

    Examples
    --------
    >>> plain("=1+1"), plain("Azuay"), plain("'=1+1")
    ("'=1+1", 'Azuay', "''=1+1")
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def original(text: str) -> str:
    """Take back what `plain` did.

    Examples
    --------
    >>> original("'=1+1"), original("Azuay"), original("''=1+1"), original("'tis")
    ('=1+1', 'Azuay', "'=1+1", "'tis")
    """
    return text[1:] if _WRITTEN.match(text) else text
