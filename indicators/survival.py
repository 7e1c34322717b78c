"""How long recovery took, territories that are still on the way included (METHODS 1, "time to recover")."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf


@dataclass(frozen=True)
class TimeToRecover:
    """Summary of the times to recover of a group of territories.

    Attributes
    ----------
    median : float
        Years after which half had recovered, by Kaplan-Meier; NaN where fewer than half are known to have.
    recovered, waiting : int
        Territories that came back at least once, and those that had not by the evaluation year.
    """

    median: float
    recovered: int
    waiting: int


def time_to_recover(measures: pd.DataFrame) -> TimeToRecover:
    """Summarise the years to recover, those `not yet` recovered being right-censored (METHODS 1).

    A relapse counts by its first return. Territories without a loss have nothing to recover from.

    Parameters
    ----------
    measures : DataFrame
        Columns state, years_to_recover and years_since_trough of one indicator, shock and evaluation year.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations, JASA 53.

    Examples
    --------
    >>> rows = [("recovered", 1, np.nan), ("recovered", 3, np.nan), ("not yet", np.nan, 2)]
    >>> time_to_recover(pd.DataFrame(rows, columns=["state", "years_to_recover", "years_since_trough"]))
    TimeToRecover(median=3.0, recovered=2, waiting=1)
    """
    back = measures.loc[measures["state"].isin(["recovered", "relapsed"]), "years_to_recover"].to_numpy(float)
    waiting = measures.loc[measures["state"] == "not yet", "years_since_trough"].to_numpy(float)
    if not len(back):
        return TimeToRecover(np.nan, 0, len(waiting))
    survival = ecdf(CensoredData(uncensored=back, right=waiting)).sf
    half = survival.quantiles[survival.probabilities <= 1 / 2]
    return TimeToRecover(float(half[0]) if len(half) else np.nan, len(back), len(waiting))
