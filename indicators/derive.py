"""Formulas: small arithmetic expressions over indicator codes, parsed to a whitelist, never evaluated as code."""

from __future__ import annotations

import ast
from functools import cache

from indicators.errors import DataError


@cache
def formula_inputs(formula: str) -> tuple[str, ...]:
    """Codes a formula reads, sorted.

    Raises
    ------
    DataError
        Where the text is not a formula made of numbers, codes, ``+ - * /`` and brackets.

    Examples
    --------
    >>> formula_inputs("100 * employed / working_age")
    ('employed', 'working_age')
    """
    raise DataError("not built yet")
