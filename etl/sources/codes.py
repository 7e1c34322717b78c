"""Columns of codes: few texts, many rows. What is done to a text is done once for each different one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow
from numpy.typing import NDArray

Codes = pd.Categorical


def encode(texts: pyarrow.Array | Sequence[str]) -> Codes:
    """Make a column of codes of texts; Arrow may have encoded them already.

    Examples
    --------
    >>> encode(["b", "a", "b"]).codes.tolist()
    [0, 1, 0]
    """
    array = texts if isinstance(texts, pyarrow.Array) else pyarrow.array(texts, pyarrow.string())
    if not isinstance(array, pyarrow.DictionaryArray):
        array = array.dictionary_encode()
    return _codes(array.indices.to_numpy(), array.dictionary.to_pylist())


def constant(text: str, length: int) -> Codes:
    """Make a column of one code."""
    return _codes(np.zeros(length, dtype=np.int8), [text])


def pick(codes: NDArray[np.integer], texts: Sequence[str]) -> Codes:
    """Make a column of positions in a list of texts, which may hold a text twice."""
    different = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    if len(different) == len(texts):
        return _codes(codes, texts)
    return _codes(np.array([different[text] for text in texts])[codes], [*different])


def tiled(column: Codes | NDArray[np.integer], times: int) -> Codes | NDArray[np.integer]:
    """Repeat a whole column some times."""
    if isinstance(column, Codes):
        return _codes(np.tile(column.codes, times), column.categories)
    return np.tile(column, times)


def recode(column: Codes, change: Callable[[str], str]) -> Codes:
    """Change each text; those that become the same are one code then.

    Examples
    --------
    >>> recode(encode([" a", "a", "b"]), str.strip).categories.tolist()
    ['a', 'b']
    """
    return pick(column.codes, [change(text) for text in column.categories])


def holds(column: Codes, test: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Tell for each row whether its text passes a test, shape (n,)."""
    passed = np.fromiter(map(test, column.categories), dtype=bool, count=len(column.categories))
    return passed[column.codes] if len(passed) else np.zeros(len(column), dtype=bool)


def combine(columns: Sequence[Codes], join: Callable[..., str]) -> Codes:
    """Make one column of several: `join` is called once for each combination that occurs.

    Examples
    --------
    >>> combine([encode(["a", "a"]), encode(["x", "y"])], "{}-{}".format).tolist()
    ['a-x', 'a-y']
    """
    sizes = [len(column.categories) for column in columns]
    places = np.ravel_multi_index([column.codes.astype(np.int64) for column in columns], sizes)
    found, different = pd.factorize(places)
    parts = np.unravel_index(different, sizes)
    texts = [column.categories[part] for column, part in zip(columns, parts, strict=True)]
    return pick(found, [join(*each) for each in zip(*texts, strict=True)])


def occurring(column: Codes) -> Codes:
    """Leave out the codes that no row has."""
    used = np.bincount(column.codes, minlength=len(column.categories)) > 0
    if used.all():
        return column
    return _codes((np.cumsum(used) - 1)[column.codes], column.categories[used])


def _codes(codes: NDArray[np.integer], texts: Iterable[str]) -> Codes:
    return Codes.from_codes(codes, categories=pd.Index([*texts], dtype="str"), validate=False)
