"""Raw figures of one period: a territory a row, an indicator a column; what stands in for the missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from indicators.arrays import Floats, Mask
from indicators.errors import DataError
from indicators.observations import PERIODS_PER_YEAR, TOTAL, frequency, ordinal, refuse_twice


def lay_figures(
    frame: pd.DataFrame, indicators: Sequence[str], period: str, *, max_age: int = 0, group: str = TOTAL
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay one period of an observations frame out as a table (METHODS 4, "last value").

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`.
    period : str
        An SDMX period; others of the same frequency are used only as the last value.
    max_age : int
        Years by which a last value may be older than the period; 0: no last value is used.

    Returns
    -------
    table, filled : DataFrame
        A territory a row, an indicator a column; `filled` is true where an older value stands in.

    Raises
    ------
    DataError
        Where a territory has two values for one period.

    Examples
    --------
    >>> from indicators.observations import COLUMNS
    >>> rows = [("jobs", "01", "2020", "total", 5.0, ""), ("jobs", "02", "2019", "total", 7.0, "")]
    >>> table, filled = lay_figures(pd.DataFrame(rows, columns=COLUMNS), ["jobs"], "2020", max_age=1)
    >>> table["jobs"].tolist(), filled["jobs"].tolist()
    ([5.0, 7.0], [False, True])
    """
    at, when = frequency(period), ordinal(period)
    rows = frame[frame["indicator"].isin(indicators) & (frame["group"] == group) & frame["value"].notna()]
    refuse_twice(rows)
    territories = pd.Index(sorted(rows["territory"].unique()), name="territory")
    ages = {p: when - ordinal(p) for p in rows["period"].unique() if frequency(p) == at}
    usable = [p for p, age in ages.items() if 0 <= age <= max_age * PERIODS_PER_YEAR[at]]
    rows = rows[rows["period"].isin(usable)]
    rows = rows.assign(age=rows["period"].map(ages).astype(int)).sort_values("age", kind="stable")
    rows = rows.drop_duplicates(["territory", "indicator"])
    rows = rows.set_index(["territory", "indicator"])
    table, age = (
        rows[column].unstack("indicator").reindex(index=territories, columns=list(indicators))  # noqa: PD010
        for column in ("value", "age")
    )
    return table.astype(float), age > 0


def impute(
    values: Floats, groups: Sequence[object] | None, method: Literal["mean", "median"]
) -> tuple[Floats, Mask]:
    """Fill what is missing with the mean or the median of the territory's group (METHODS 4, "Missing").

    Parameters
    ----------
    values : ndarray, shape (R, K)
    groups : sequence, length R, optional
        Of each territory; all are one group if left out.
    method : {"mean", "median"}

    Returns
    -------
    values : ndarray, shape (R, K)
        Still NaN where the whole group has none.
    imputed : ndarray of bool, shape (R, K)

    Raises
    ------
    DataError
        Where a territory has no group.

    Examples
    --------
    >>> x = np.array([[1.0], [3.0], [np.nan], [9.0]])
    >>> impute(x, ["a", "a", "a", "b"], "mean")[0].ravel().tolist()
    [1.0, 3.0, 2.0, 9.0]
    """
    names = pd.Series(["all"] * len(values) if groups is None else list(groups), dtype=object)
    if names.isna().any():
        raise DataError(
            f"{int(names.isna().sum())} territories have no group to impute by", mend="give each one"
        )
    known = pd.DataFrame(values)
    stand_in = known.groupby(names, sort=False).transform(method).to_numpy()
    missing = np.isnan(values)
    made = np.where(missing, stand_in, values)
    return made, missing & np.isfinite(made)
