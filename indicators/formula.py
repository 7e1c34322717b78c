"""Formulas: small arithmetic expressions over indicator codes, parsed to a whitelist, never run as code."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache

import numpy as np

from indicators.arrays import Floats
from indicators.errors import DataError

MAX_LENGTH = 500
MAX_DEPTH = 30
LARGEST = 1e15

_MEND = "use numbers, indicator codes, + - * / and brackets"
_OPERATORS: dict[type[ast.operator], np.ufunc] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
}
_FORBIDDEN = re.compile(r"[^a-z0-9_.+\-*/() ]")
_RUN_TOGETHER = re.compile(r"(?<![a-z0-9_])[0-9.]+[a-z_]")


@cache
def formula_inputs(formula: str) -> tuple[str, ...]:
    """Codes a formula reads, sorted.

    Raises
    ------
    DataError
        Where the text is not a formula made of numbers, codes, ``+ - * /`` and brackets, reads no
        indicator at all, or is longer or deeper than a person would write.

    Examples
    --------
    >>> formula_inputs("100 * employed / working_age")
    ('employed', 'working_age')
    """
    return tuple(sorted({node.id for node in ast.walk(parse(formula)) if isinstance(node, ast.Name)}))


def evaluate(formula: str, inputs: Mapping[str, Floats]) -> Floats:
    """Compute a formula element by element.

    Parameters
    ----------
    formula : str
        As `formula_inputs` accepts it.
    inputs : mapping
        Code -> values; all of one shape.

    Returns
    -------
    ndarray
        NaN wherever an input is missing, a divisor is zero or the result is beyond any number.

    Examples
    --------
    >>> evaluate("100 * jobs / people", {"jobs": np.array([1.0, 2.0]), "people": np.array([4.0, 0.0])})
    array([25., nan])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        result = _value(parse(formula), inputs)
    return np.where(np.isfinite(result), result, np.nan)


@cache
def parse(formula: str) -> ast.expr:
    """Turn a formula into its tree, which holds nothing but numbers, names, ``+ - * /`` and brackets.

    Raises
    ------
    DataError
        As in `formula_inputs`.

    Examples
    --------
    >>> ast.unparse(parse("100*jobs / (people)"))
    '100 * jobs / people'
    """
    if len(formula) > MAX_LENGTH:
        raise DataError(f"a formula of {len(formula)} characters", mend=f"keep it under {MAX_LENGTH}")
    if _FORBIDDEN.search(formula) or _RUN_TOGETHER.search(formula):
        raise DataError(f"'{formula}' is not a formula", mend=_MEND)
    try:
        body = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise DataError(f"'{formula}' is not a formula", mend=_MEND) from None
    _check(body, formula)
    if not any(isinstance(node, ast.Name) for node in ast.walk(body)):
        raise DataError(f"'{formula}' reads no indicator", mend="name at least one indicator code")
    return body


def _check(node: ast.expr, formula: str, depth: int = 1) -> None:
    if depth > MAX_DEPTH:
        raise DataError(
            f"'{formula}' is nested more than {MAX_DEPTH} deep", mend="declare a part as an indicator"
        )
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right):
            _check(left, formula, depth + 1)
            _check(right, formula, depth + 1)
        case ast.UnaryOp(ast.USub(), operand):
            _check(operand, formula, depth + 1)
        case ast.Name():
            pass
        case ast.Constant(int() | float() as value) if not isinstance(value, bool) and abs(value) < LARGEST:
            pass
        case _:
            raise DataError(f"'{ast.unparse(node)}' is not allowed in '{formula}'", mend=_MEND)


def _value(node: ast.expr, inputs: Mapping[str, Floats]) -> Floats:
    match node:
        case ast.BinOp(left, ast.Div(), right):
            above, below = np.broadcast_arrays(_value(left, inputs), _value(right, inputs))
            out = np.full(above.shape, np.nan)
            return np.asarray(np.divide(above, below, out=out, where=below != 0))
        case ast.BinOp(left, operator, right):
            return np.asarray(_OPERATORS[type(operator)](_value(left, inputs), _value(right, inputs)))
        case ast.UnaryOp(_, operand):
            return -_value(operand, inputs)
        case ast.Name(code):
            return np.asarray(inputs[code], dtype=float)
    return np.asarray(ast.literal_eval(node), dtype=float)
