"""What a frame from outside must be like, told before it is used rather than by what breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from indicators.arrays import Floats, Mask
from indicators.errors import DataError


def require_columns(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse a frame that lacks a column.

    Parameters
    ----------
    what : str
        What the frame is, in the plural.

    Raises
    ------
    DataError
        Naming what is missing.

    Examples
    --------
    >>> require_columns(pd.DataFrame({"territory": ["01"]}), ["territory"], "the members")
    """
    needed = list(columns)
    if missing := [name for name in needed if name not in frame]:
        raise DataError(f"{what} lack the column(s) {', '.join(missing)}", mend=f"give {', '.join(needed)}")


def require_once(frame: pd.DataFrame, what: str) -> None:
    """Refuse a territory that stands in two rows, or in one without its code.

    Raises
    ------
    DataError
        Naming the first.

    Examples
    --------
    >>> require_once(pd.DataFrame({"territory": ["01", "02"]}), "the territories")
    """
    codes = frame["territory"]
    if codes.isna().any():
        raise DataError(f"{what}: a row without a territory", mend="fill in its code, or drop the row")
    if codes.duplicated().any():
        raise DataError(f"{what}: {codes[codes.duplicated()].iloc[0]} stands twice", mend="keep one row")


def require_words(words: pd.Series, allowed: Collection[str], what: str) -> None:
    """Refuse a word that is none of those allowed; missing is allowed.

    Raises
    ------
    DataError
        Naming the first.

    Examples
    --------
    >>> require_words(pd.Series(["urban", None]), ["urban", "rural"], "role")
    """
    if len(strange := words[words.notna() & ~words.isin(list(allowed))]):
        raise DataError(
            f"'{strange.iloc[0]}' is no {what}", mend=f"write {', '.join(allowed)}, or leave it missing"
        )


def read_flags(flags: pd.Series, what: str) -> Mask:
    """Take a column of yes and no; nothing else stands for either.

    Raises
    ------
    DataError
        Where one is missing, or something else.

    Examples
    --------
    >>> read_flags(pd.Series([True, False]), "enclave")
    array([ True, False])
    """
    if not flags.isin([True, False]).all():
        raise DataError(f"the column {what} has something other than yes or no", mend="write True or False")
    return flags.to_numpy(dtype=bool)


def read_numbers(values: pd.Series, what: str) -> Floats:
    """Take a column of numbers, NaN where one is missing; text is never read as a number.

    Raises
    ------
    DataError
        Naming the first text.

    Examples
    --------
    >>> read_numbers(pd.Series([8, None], dtype=object), "the frame")
    array([ 8., nan])
    """
    if not is_numeric_dtype(values):
        known = values[values.notna()]
        if texts := [x for x in known if isinstance(x, str)]:
            raise DataError(
                f"{what}: the value '{texts[0]}' is text",
                mend="make it a number, with NaN for what is missing",
            )
    return values.to_numpy(dtype=float, na_value=np.nan)


def read_labels(labels: Iterable[object], what: str) -> list[str]:
    """Take labels of periods as text; the number 2020 is none, for 2020.0 would be none either.

    Raises
    ------
    DataError
        Naming the first that is no text.

    Examples
    --------
    >>> read_labels(["2020", "2020-Q2"], "the frame")
    ['2020', '2020-Q2']
    """
    found = list(labels)
    for label in found:
        if not isinstance(label, str):
            raise DataError(
                f"{what}: the period {label} is not text", mend='write "2020", as in .astype({"period": str})'
            )
    return [str(label) for label in found]
