"""The first and the last figure of every series that may be used."""

from __future__ import annotations

import numpy as np

from indicators.arrays import Floats, Mask
from indicators.observations import Panel


def latest(panel: Panel, year: int, max_age: int | None) -> tuple[Floats, Floats]:
    """Take each territory's last value up to a year, and that value's year.

    Parameters
    ----------
    panel : Panel
        Annual, R territories.
    max_age : int or None
        Years by which the value may be older; any age where None.

    Returns
    -------
    value, year : ndarray, shape (R,)
        NaN where there is none.

    Examples
    --------
    >>> x = np.array([[7.0, np.nan], [np.nan, 8.0]])
    >>> panel = Panel(np.array(["01", "02"], dtype=object), 2020, 1, x, np.zeros(x.shape, bool))
    >>> latest(panel, 2021, 0), latest(panel, 2021, None)[0]
    ((array([nan,  8.]), array([  nan, 2021.])), array([7., 8.]))
    """
    years = panel.ordinals
    recent = years <= year
    if max_age is not None:
        recent &= years >= year - max_age
    there = np.isfinite(panel.values) & recent
    return _take(panel, there, there.shape[1] - 1 - there[:, ::-1].argmax(axis=1) if len(years) else None)


def earliest(panel: Panel, start: Floats) -> tuple[Floats, Floats]:
    """Take each territory's first value from its own year on, and that value's year.

    Parameters
    ----------
    start : ndarray, shape (R,)

    Returns
    -------
    value, year : ndarray, shape (R,)
        NaN where there is none.

    Examples
    --------
    >>> x = np.array([[7.0, np.nan], [np.nan, 8.0]])
    >>> panel = Panel(np.array(["01", "02"], dtype=object), 2020, 1, x, np.zeros(x.shape, bool))
    >>> earliest(panel, np.array([2020.0, 2020]))
    (array([7., 8.]), array([2020., 2021.]))
    """
    there = np.isfinite(panel.values) & (panel.ordinals >= start[:, None])
    return _take(panel, there, there.argmax(axis=1) if there.shape[1] else None)


def _take(panel: Panel, there: Mask, column: np.ndarray | None) -> tuple[Floats, Floats]:
    if column is None:
        nothing = np.full(len(there), np.nan)
        return nothing, nothing
    known, values = there.any(axis=1), panel.values
    found = values[np.arange(len(column)), column]
    return np.where(known, found, np.nan), np.where(known, panel.ordinals[column], np.nan)
