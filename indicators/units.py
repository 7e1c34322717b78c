"""Units as arithmetic over a closed list of base units, so that a formula's own unit can be computed.

``job / (1000 * person)`` is jobs per 1,000 inhabitants. The words that a reader sees stand beside it, in
the languages of the house; this form is for the machine.
"""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from indicators.errors import DataError
from indicators.formula import parse

BASE_UNITS = {  # name -> what it counts or measures
    "person": "people",
    "job": "jobs",
    "death": "deaths",
    "birth": "live births",
    "victim": "victims of a crime",
    "physician": "physicians",
    "bed": "hospital beds",
    "pupil": "pupils",
    "teacher": "teachers",
    "night": "nights spent by guests",
    "vehicle": "vehicles",
    "usd": "US dollars at current prices",
    "usd_2010": "US dollars at the prices of 2010",
    "eur": "euros at current prices",
    "pps": "purchasing power standards",
    "year": "years",
    "month": "months",
    "km": "kilometres",
    "km2": "square kilometres",
    "m3": "cubic metres",
    "kg": "kilograms",
    "ug": "micrograms",
    "tonne_co2e": "tonnes of CO2 equivalent",
    "point": "points of a scale",
}
RATIOS = {"percent": 0.01}
_MEND = f"use {', '.join([*BASE_UNITS, *RATIOS])}, numbers, * / and brackets"


@dataclass(frozen=True)
class Unit:
    """A factor and the powers of base units: one million US dollars is ``Unit(1e6, {"usd": 1})``."""

    factor: float
    powers: Mapping[str, int]

    def __mul__(self, other: Unit) -> Unit:
        """Multiply factors, add powers."""
        return self._joined(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        """Divide factors, subtract powers."""
        return self._joined(other, -1)

    def _joined(self, other: Unit, sign: int) -> Unit:
        powers = Counter(dict(self.powers))
        for base, power in other.powers.items():
            powers[base] += sign * power
        return Unit(self.factor * other.factor**sign, {base: n for base, n in powers.items() if n})

    def same_as(self, other: Unit) -> bool:
        """Tell whether two units are one: same base units, same factor."""
        return self.powers == other.powers and math.isclose(self.factor, other.factor, rel_tol=1e-9)

    @property
    def counts(self) -> bool:
        """Whether amounts in it can be added up over territories: one base unit, undivided."""
        return [*self.powers.values()] == [1]

    def __str__(self) -> str:
        """Render as it is declared, the factor first."""
        above = [base for base, power in sorted(self.powers.items()) for _ in range(max(power, 0))]
        below = [base for base, power in sorted(self.powers.items()) for _ in range(max(-power, 0))]
        first = [] if above and self.factor == 1 else [f"{self.factor:g}"]
        return " / ".join([" * ".join([*first, *above]), *below])


def read_unit(text: str) -> Unit:
    """Read a declared unit.

    Raises
    ------
    DataError
        Where the text is no arithmetic of known units.

    Examples
    --------
    >>> str(read_unit("job / (1000 * person)")), read_unit("percent").factor
    ('0.001 * job / person', 0.01)
    """
    known = {base: Unit(1.0, {base: 1}) for base in BASE_UNITS}
    known |= {name: Unit(factor, {}) for name, factor in RATIOS.items()}
    return _walk(parse(text), text, known, lambda value: Unit(_factor(value, text), {}))


def _factor(value: float, text: str) -> float:
    if not value:
        raise DataError(f"the unit '{text}' has a factor of zero", mend="write how many base units it is")
    return value


def unit_of(formula: str, units: Mapping[str, Unit]) -> Unit:
    """Compute the unit of a formula from those of its inputs.

    A number that multiplies makes the unit smaller: ``100 * jobs / people`` counts hundredths.

    Parameters
    ----------
    formula : str
        As `indicators.formula.evaluate` accepts it.
    units : mapping
        Code -> unit, of every input.

    Raises
    ------
    DataError
        Where what is added or subtracted has not one unit, or an input has none.

    Examples
    --------
    >>> units = {"gdp": read_unit("1000000 * eur"), "population": read_unit("person")}
    >>> str(unit_of("1000000 * gdp / population", units))
    'eur / person'
    """
    return _walk(parse(formula), formula, units, lambda value: Unit(1 / value if value else math.inf, {}))


def _walk(node: ast.expr, text: str, known: Mapping[str, Unit], number: Callable[[float], Unit]) -> Unit:
    match node:
        case ast.BinOp(left, operator, right):
            return _joined(operator, left, right, lambda part: _walk(part, text, known, number), text)
        case ast.UnaryOp(_, operand):
            return _walk(operand, text, known, number)
        case ast.Name(name) if name in known:
            return known[name]
        case ast.Name(name):
            raise DataError(f"'{name}' in '{text}' is no known unit", mend=_MEND)
    return number(float(ast.literal_eval(node)))


def _joined(
    operator: ast.operator, left: ast.expr, right: ast.expr, unit: Callable[[ast.expr], Unit], text: str
) -> Unit:
    if isinstance(operator, ast.Mult):
        return unit(left) * unit(right)
    if isinstance(operator, ast.Div):
        return unit(left) / unit(right)
    terms = [unit(term) for term in (left, right) if not isinstance(term, ast.Constant)]
    if not terms:
        raise DataError(f"'{text}' adds or subtracts bare numbers", mend="write their result")
    if not terms[0].same_as(terms[-1]):
        what = f"'{text}' adds or subtracts {terms[0]} and {terms[-1]}"
        raise DataError(what, mend="bring them to one unit")
    return terms[0]


def _known_unit(text: str) -> str:
    try:
        read_unit(text)
    except DataError as error:
        raise ValueError(str(error)) from None
    return text


UnitText = Annotated[str, AfterValidator(_known_unit)]
