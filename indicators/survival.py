"""How long recovery took, territories that are still on the way included (METHODS 1, "time to recover")."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from indicators.arrays import Floats

CURVE = ["years", "at_risk", "returned", "recovered", "low", "high"]


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
    back, waiting = _times(measures)
    if not len(back):
        return TimeToRecover(np.nan, 0, len(waiting))
    survival = ecdf(CensoredData(uncensored=back, right=waiting)).sf
    half = survival.quantiles[survival.probabilities <= 1 / 2]
    return TimeToRecover(float(half[0]) if len(half) else np.nan, len(back), len(waiting))


def recovery_curve(measures: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Tell what share had recovered how many years after the trough, by Kaplan-Meier (METHODS 1).

    Parameters
    ----------
    measures : DataFrame
        As in `time_to_recover`.
    confidence : float
        Coverage of the interval (Greenwood's, on the log-log scale).

    Returns
    -------
    DataFrame
        Columns `CURVE`, a row for every time at which a territory came back: how many had not yet and were
        watched until then, how many came back, and the share recovered with its interval, NaN where that
        is undefined. No rows where nobody came back.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations, JASA 53.

    Examples
    --------
    >>> rows = [("recovered", 1, np.nan), ("recovered", 3, np.nan), ("not yet", np.nan, 2)]
    >>> measures = pd.DataFrame(rows, columns=["state", "years_to_recover", "years_since_trough"])
    >>> recovery_curve(measures)[["years", "at_risk", "recovered"]].round(3).to_numpy().tolist()
    [[1.0, 3.0, 0.333], [3.0, 1.0, 1.0]]
    """
    back, waiting = _times(measures)
    years, returned = np.unique(back, return_counts=True)
    if not len(back):
        return pd.DataFrame(columns=CURVE, dtype=float)
    survival = ecdf(CensoredData(uncensored=back, right=waiting)).sf
    with warnings.catch_warnings():
        # It warns where the interval is undefined, and NaN says so already.
        warnings.filterwarnings("ignore", "The confidence interval is undefined", RuntimeWarning)
        interval = survival.confidence_interval(confidence, method="log-log")
    here = np.isin(survival.quantiles, years)
    at_risk = [(back >= at).sum() + (waiting >= at).sum() for at in years]
    shares = (survival, interval.high, interval.low)
    recovered, low, high = (1 - share.probabilities[here] for share in shares)
    return pd.DataFrame(
        dict(zip(CURVE, (years, at_risk, returned, recovered, low, high), strict=True)), dtype=float
    )


def _times(measures: pd.DataFrame) -> tuple[Floats, Floats]:
    """Years to recover of those that came back, and years waited by those that have not."""
    back = measures.loc[measures["state"].isin(["recovered", "relapsed"]), "years_to_recover"]
    waiting = measures.loc[measures["state"] == "not yet", "years_since_trough"]
    return back.to_numpy(dtype=float), waiting.to_numpy(dtype=float)
