"""One figure counted twice: a level and its value per head in one composite (METHODS 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from indicators.arrays import Floats
from indicators.errors import DataError
from indicators.formula import evaluate
from indicators.indicator import Indicator, ancestors

TRIALS = 3


def level_pairs(codes: Iterable[str], indicators: Mapping[str, Indicator]) -> list[tuple[str, str]]:
    """Find pairs of which one is the other over something else (gdp, gdp_per_head).

    A pair is found where twice the one makes twice the other, whatever else the formula reads.

    Parameters
    ----------
    codes : iterable of str
        The indicators used together; those that are not declared are in no pair.
    indicators : mapping
        Code -> indicator.

    Returns
    -------
    list of (str, str)
        The level, and the indicator made of it.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> level_pairs(["gdp", "gdp_per_head", "population"], catalogue())
    [('gdp', 'gdp_per_head')]
    """
    used = [code for code in codes if code in indicators]
    return [
        (level, ratio)
        for ratio in used
        if indicators[ratio].formula
        for level in used
        if level != ratio
        and level in ancestors(ratio, indicators)
        and _is_proportional(level, ratio, indicators)
    ]


def refuse_pairs(codes: Iterable[str], indicators: Mapping[str, Indicator]) -> None:
    """Refuse a composite that counts one figure twice.

    Raises
    ------
    DataError
        Naming the first pair.
    """
    for level, ratio in level_pairs(codes, indicators):
        raise DataError(
            f"'{level}' and '{ratio}' are one figure, as a level and as a ratio of it, and would count twice",
            mend="keep one of them in the composite",
        )


def _is_proportional(level: str, ratio: str, indicators: Mapping[str, Indicator]) -> bool:
    point = np.random.default_rng(1)
    values = {code: point.uniform(1, 2, TRIALS) for code in sorted(ancestors(ratio, indicators) - {ratio})}
    once = _value(ratio, {**values, level: values[level]}, level, indicators)
    twice = _value(ratio, {**values, level: 2 * values[level]}, level, indicators)
    return bool(np.allclose(twice, 2 * once, rtol=1e-9, atol=0))


def _value(
    code: str, values: Mapping[str, Floats], fixed: str, indicators: Mapping[str, Indicator]
) -> Floats:
    indicator = indicators[code]
    if code == fixed or indicator.formula is None:
        return values[code]
    inputs = {i: _value(i, values, fixed, indicators) for i in indicator.inputs}
    return evaluate(indicator.formula, inputs)
