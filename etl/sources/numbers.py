"""How a table writes its numbers: signs are found out only where there is one way to read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.errors import DataError

LOOKED_AT = 10_000
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"})
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
SIGN = "[.,' ]"
SIGNS = r"[+-]?[0-9.,' ]*[.,' ][0-9.,' ]*(?:[eE][+-]?[0-9]+)?"


@dataclass(frozen=True)
class Style:
    """One way to write numbers.

    Attributes
    ----------
    decimal : str
    thousands : str
        Empty where digits are not grouped.
    """

    decimal: str = "."
    thousands: str = ""

    @property
    def pattern(self) -> str:
        """Regular expression of a number written so."""
        point, whole = re.escape(self.decimal), r"[0-9]+"
        if self.thousands:
            whole += rf"|[0-9]{{1,3}}(?:{re.escape(self.thousands)}[0-9]{{3}})+"
        return rf"[+-]?(?:(?:{whole})(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"

    def told(self, declared: Style) -> str:
        """Say what was found out beside what was declared."""
        found = {
            "decimal": (self.decimal, declared.decimal),
            "thousands": (self.thousands, declared.thousands),
        }
        return ", ".join(f"{name} '{sign}'" for name, (sign, known) in found.items() if sign != known)

    def plain(self, number: str) -> str:
        """Rewrite a number of this style with a decimal point and nothing else.

        >>> Style(",", ".").plain("1.234,5")
        '1234.5'
        """
        return number.replace(self.thousands, "").replace(self.decimal, ".")


def spaced(values: pd.Series[str]) -> pd.Series[str]:
    """Write every kind of space and apostrophe that groups digits in one way, and none around a number."""
    values = values.str.strip()
    if pc.all(pc.string_is_ascii(texts(values))).as_py():
        return values
    return values.str.translate(SPACES)


def rewrite(values: pd.Series[str], style: Style) -> pd.Series[str]:
    """Rewrite numbers of a style with a decimal point; whatever is not of the style is marked with ``?``.

    Parameters
    ----------
    values : Series of str
        As `spaced` returns them.
    """
    if style == Style():
        return values
    signed = values.str.contains(SIGN)
    numbers = values[signed]
    good = numbers.str.fullmatch(style.pattern)
    plain = numbers.str.replace(style.thousands, "", regex=False) if style.thousands else numbers
    plain = plain.str.replace(style.decimal, ".", regex=False).where(good, numbers + "?")
    return values.where(~signed, plain.reindex(values.index))


class Evidence:
    """The different numbers with a sign, 10 000 at most, by which the style of a file is found.

    Parameters
    ----------
    decimal, thousands : str, optional
        As declared.
    """

    def __init__(self, decimal: str | None, thousands: str | None) -> None:
        self.declared = Style(decimal or ".", thousands or "")
        self._styles = [*_styles(decimal, thousands)]
        self._seen: dict[str, None] = {}

    @property
    def enough(self) -> bool:
        """Whether nothing more will be looked at."""
        return len(self._styles) == 1 or len(self._seen) >= LOOKED_AT

    def see(self, values: pd.Series[str]) -> None:
        """Look at some more values, in the order of the file."""
        if not self.enough and not _whole(values):
            given = spaced(values)
            for text in given[given.str.contains(SIGN)].drop_duplicates():
                if len(self._seen) < LOOKED_AT:
                    self._seen[text] = None

    def style(self, where: str) -> Style:
        """Find the one style in which the numbers can be read.

        Raises
        ------
        DataError
            Where they can be read in two ways (``1.234``), or were written in two (``1.5`` and ``2,7``).
        """
        signed = [text for text in self._seen if re.fullmatch(SIGNS, text)]
        readings = {
            text: {style: style.plain(text) for style in self._styles if re.fullmatch(style.pattern, text)}
            for text in signed
        }
        readings = {text: ways for text, ways in readings.items() if ways}
        fitting = [style for style in self._styles if all(style in ways for ways in readings.values())]
        if not fitting:
            raise _contradiction(readings, where)
        for text, ways in readings.items():
            if len({float(ways[style]) for style in fitting}) > 1:
                first, *_, last = sorted({ways[style] for style in fitting})
                raise DataError(
                    f"'{text}' may mean {first} or {last}, and no other value tells which",
                    where=where,
                    mend="declare 'decimal' (and 'thousands', where digits are grouped)",
                )
        return fitting[0]


def _whole(values: pd.Series[str]) -> bool:
    """Tell whether all are whole numbers without any sign between digits, the quickest way there is."""
    try:
        pc.cast(texts(values), pyarrow.int64())
    except pyarrow.ArrowInvalid:
        return False
    return True


def _styles(decimal: str | None, thousands: str | None) -> Iterator[Style]:
    for point in [decimal] if decimal else [".", ","]:
        for group in [thousands] if thousands else ["", ",", ".", " ", "'"]:
            if group != point:
                yield Style(point, group)


def _contradiction(readings: dict[str, dict[Style, str]], where: str) -> DataError:
    first, *others = readings
    other = next((text for text in others if not readings[text].keys() & readings[first].keys()), others[-1])
    return DataError(
        f"numbers are written in two ways, as in '{first}' and '{other}'",
        where=where,
        mend="declare 'decimal' and 'thousands': values written otherwise are then rejected one by one",
    )


def read_numbers(given: pyarrow.Array) -> NDArray[np.float64]:
    """Read numbers, NaN where there is none; Arrow alone would also take ``nan`` and ``inf``."""
    try:
        value = _cast(given)
    except pyarrow.ArrowInvalid:
        value = np.array([np.nan])
    if np.isfinite(value).all():
        return value
    numbers = pc.match_substring_regex(given, rf"\A(?:{NUMBER})\z")
    return _cast(pc.if_else(numbers, given, pyarrow.scalar(None, given.type)))


def _cast(given: pyarrow.Array) -> NDArray[np.float64]:
    value: NDArray[np.float64] = pc.cast(given, pyarrow.float64()).to_numpy(zero_copy_only=False)
    return value


def texts(column: pd.Series[str]) -> pyarrow.Array:
    """Give a column of text to Arrow."""
    array = pyarrow.array(column, pyarrow.large_string())
    return array.combine_chunks() if isinstance(array, pyarrow.ChunkedArray) else array
