"""Fill in what no publisher gave: parents rolled up from members, and indicators with a formula."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from indicators.errors import DataError
from indicators.indicator import Indicator
from indicators.lookup import Parents
from indicators.observations import COLUMNS, refuse_twice
from indicators.steps import Indicators, derived, empty, rolled


def derive(frame: pd.DataFrame, indicators: Indicators, parents: Parents) -> pd.DataFrame:
    """Compute every indicator that has a formula, inputs first (DESIGN, "Declared once").

    Each territory, period and group is computed by itself. A `stock` input without a figure for a quarter
    or month lends that of the year; no other frequencies meet. An `inherit` input is read from the territory
    or else the nearest ancestor that has it, and from the total where it has no such group. Status flags are
    the union of the inputs'.

    Parameters
    ----------
    frame : DataFrame
        Columns `COLUMNS`; rows without a value are ignored.
    indicators : mapping
        Code -> indicator, with everything that a formula reads.
    parents : mapping
        Territory -> its parent; None at the top.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: only derived rows, none that was published already.

    Raises
    ------
    DataError
        Where a key is given twice, or formulas lead back to themselves.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> rows = [("gva_nominal", "01", "2020", "total", 60.0, "p"), ("cpi", "EC", "2020", "total", 120.0, "")]
    >>> made = derive(pd.DataFrame(rows, columns=COLUMNS), catalogue(), {"01": "EC", "EC": None})
    >>> made.to_numpy().tolist()
    [['gva_constant_prices', '01', '2020', 'total', 50.0, 'p']]
    """
    return _fill(frame, indicators, parents, lambda indicator: indicator.formula is not None)


def roll_up(frame: pd.DataFrame, indicators: Indicators, parents: Parents) -> pd.DataFrame:
    """Compute parents from their members, level by level (DESIGN, "Declared once").

    A sum needs every member of the next level below; a mean by X needs every member's value and its X.
    A published parent value wins and is what the next level up is made of. Groups are rolled up apart.
    Inherited figures are not spread out here: they only feed formulas.

    Parameters
    ----------
    frame, indicators, parents
        As in `derive`.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: only rows that no publisher gave.

    Raises
    ------
    DataError
        Where a key is given twice, or a territory is above itself.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> rows = [("deaths", "01", "2020", "total", 6.0, "p"), ("deaths", "02", "2020", "total", 4.0, "")]
    >>> parents = {"01": "EC", "02": "EC", "EC": None}
    >>> roll_up(pd.DataFrame(rows, columns=COLUMNS), catalogue(), parents).to_numpy().tolist()
    [['deaths', 'EC', '2020', 'total', 10.0, 'p']]
    """
    return _fill(frame, indicators, parents, lambda indicator: indicator.formula is None)


def complete(frame: pd.DataFrame, indicators: Indicators, parents: Parents) -> pd.DataFrame:
    """Return the published rows and everything that can be rolled up or derived from them, each once.

    Parameters
    ----------
    frame, indicators, parents
        As in `derive`.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`; published rows first, those without a value left out.

    Raises
    ------
    DataError
        Where a key is given twice, or the declaration runs in a circle.

    Examples
    --------
    >>> complete(pd.DataFrame(columns=COLUMNS), {}, {}).columns.tolist() == COLUMNS
    True
    """
    new = _fill(frame, indicators, parents, lambda _: True)
    return pd.concat([frame.loc[frame["value"].notna(), COLUMNS], new], ignore_index=True)


def _fill(
    frame: pd.DataFrame, indicators: Indicators, parents: Parents, wanted: Callable[[Indicator], bool]
) -> pd.DataFrame:
    figures = _by_indicator(frame)
    new = [empty()]
    for code in _in_order(indicators):
        if wanted(indicators[code]):
            step = derived if indicators[code].formula else rolled
            rows = step(indicators[code], indicators, figures, parents)
            figures[code] = pd.concat([figures.get(code, empty()), rows], ignore_index=True)
            new.append(rows)
    return pd.concat(new, ignore_index=True)


def _by_indicator(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    given = frame.loc[frame["value"].notna(), COLUMNS]
    refuse_twice(given)
    return {str(code): rows for code, rows in given.groupby("indicator", sort=False)}


def _in_order(indicators: Indicators) -> list[str]:
    made_of = {code: {*i.inputs, *filter(None, [i.weighted_by])} for code, i in indicators.items()}
    unknown = sorted(set().union(*made_of.values()) - set(indicators))
    if unknown:
        raise DataError(
            f"not declared: {', '.join(unknown)}", mend="declare what formulas and means are made of"
        )
    try:
        return list(TopologicalSorter(made_of).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise DataError(f"indicators are made of each other: {circle}", mend="break the circle") from None
