"""Do the poorer places catch up? Beta and sigma convergence (METHODS 2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from indicators.arrays import Floats
from indicators.contrast import require_intensive
from indicators.dispersion import variation
from indicators.errors import DataError
from indicators.frames import read_flags, require_columns, require_once
from indicators.indicator import Indicator
from indicators.observations import to_panel

FEWEST = 3
ALIKE = 1e-12  # logarithms closer than this differ by rounding
CONVERGENCE = [
    *("indicator", "parent", "enclaves", "start", "end", "members", "missing", "intercept", "beta"),
    *(
        "beta_error",
        "beta_p",
        "fit",
        "speed",
        "half_life",
        "sigma_start",
        "sigma_end",
        "sigma_change",
        "reason",
    ),
]
CONVERGENCE_REASONS = (
    "too few territories",
    "not positive",
    "all start alike",
    "no convergence",
    "beyond target",
)


@dataclass(frozen=True, kw_only=True)
class Beta:
    """The line ln(y_T/y_0) = intercept + beta ln y_0, and how fast it closes gaps.

    Attributes
    ----------
    intercept, beta : float
        Of ordinary least squares.
    beta_error, beta_p : float
        Standard error of beta, and the two-sided p-value that it is zero.
    fit : float
        R squared.
    speed : float
        Share of the gap to its own steady state that a territory closes in a year, -ln(1+beta)/T.
    half_life : float
        Years until half of the gap is closed.
    reason : str
        "" or why something is NaN, one of `CONVERGENCE_REASONS`.
    """

    intercept: float = np.nan
    beta: float = np.nan
    beta_error: float = np.nan
    beta_p: float = np.nan
    fit: float = np.nan
    speed: float = np.nan
    half_life: float = np.nan
    reason: str = ""


def beta_convergence(start: Floats, end: Floats, years: float) -> Beta:
    """Regress growth on where each territory started: negative beta, the poorer grow faster (METHODS 2).

    Parameters
    ----------
    start, end : ndarray, shape (R,)
        Territories where either is missing are left out.
    years : float
        Between the two.

    Returns
    -------
    Beta
        Speed and half-life are undefined for beta >= 0 (`no convergence`) and beta <= -1 (`beyond target`:
        more than the whole gap is made up for); everything is where fewer than three territories are there,
        a value is not positive, or all start alike.

    Raises
    ------
    DataError
        Where no time lies between the two.

    References
    ----------
    Barro, R. J. & Sala-i-Martin, X. (1992), Convergence, Journal of Political Economy 100(2).

    Examples
    --------
    >>> found = beta_convergence(np.array([1.0, 2.0, 4.0]), np.array([2.0, 2.0 * 2**0.5, 4.0]), years=10)
    >>> round(found.beta, 3), round(found.speed, 4), round(found.half_life, 1)
    (-0.5, 0.0693, 10.0)
    """
    if not 0 < years < np.inf:
        raise DataError(f"{years} years lie between start and end", mend="give the years above zero")
    there = np.isfinite(start) & np.isfinite(end)
    first, last = start[there], end[there]
    if len(first) < FEWEST:
        return Beta(reason="too few territories")
    if (first <= 0).any() or (last <= 0).any():
        return Beta(reason="not positive")
    x, y = np.log(first), np.log(last) - np.log(first)
    if np.ptp(x) < ALIKE:
        return Beta(reason="all start alike")
    line = stats.linregress(x, y)
    fitted = Beta(
        intercept=float(line.intercept),
        beta=float(line.slope),
        beta_error=float(line.stderr),
        beta_p=float(line.pvalue),
        fit=float(line.rvalue**2),
    )
    if not -1 < fitted.beta < 0:
        return replace(fitted, reason="no convergence" if fitted.beta >= 0 else "beyond target")
    speed = float(-np.log1p(fitted.beta) / years)
    return replace(fitted, speed=speed, half_life=float(np.log(2) / speed))


def convergence(
    frame: pd.DataFrame,
    indicator: Indicator,
    territories: pd.DataFrame,
    weights_indicator: str,
    start: int,
    end: int,
) -> pd.DataFrame:
    """Tell for each parent whether its territories came closer together from one year to another (METHODS 2).

    Beta looks at who grew faster, every territory alike; sigma at how far apart they lie, the coefficient of
    variation weighted as `weights_indicator` was in each year. Both are of the territories that have values
    and weights in both years; beta can be negative while sigma grows.

    Parameters
    ----------
    frame : DataFrame
        Columns `observations.COLUMNS`; annual totals are used.
    territories : DataFrame
        Columns territory, parent, enclave: territories of one level.
    start, end : int
        Years, the earlier first.

    Returns
    -------
    DataFrame
        Columns `CONVERGENCE`, a row for each parent, and `enclaves` counted in or not; figures and reasons
        as in `Beta`.

    Raises
    ------
    DataError
        Where the indicator is a total or an index, the years are not in order, a territory stands twice, or
        its enclave is neither yes nor no.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> from indicators.observations import COLUMNS
    >>> rows = [
    ...     (code, place, year, "total", value, "")
    ...     for place, first, last in [("a", 1.0, 2.0), ("b", 2.0, 2.8), ("c", 4.0, 4.0)]
    ...     for year, values in [("2010", (first, 1.0)), ("2020", (last, 1.0))]
    ...     for code, value in zip(("gdp_per_head", "population"), values)
    ... ]
    >>> places = pd.DataFrame({"territory": ["a", "b", "c"], "parent": "C", "enclave": False})
    >>> frame = pd.DataFrame(rows, columns=COLUMNS)
    >>> found = convergence(frame, catalogue()["gdp_per_head"], places, "population", 2010, 2020)
    >>> found.loc[0, ["members", "beta", "half_life", "sigma_change"]].astype(float).round(2).tolist()
    [3.0, -0.5, 10.0, -0.25]
    """
    require_intensive(indicator)
    if not start < end:
        raise DataError(f"the years {start} and {end} are not in order", mend="give the earlier year first")
    panels = [to_panel(frame, code).span(start, end) for code in (indicator.code, weights_indicator)]
    found = []
    require_columns(territories, ["territory", "parent", "enclave"], "the territories")
    places = territories[territories["parent"].notna()]
    require_once(places, "the territories")
    places = places.assign(enclave=read_flags(places["enclave"], "enclave"))
    for parent, members in places.groupby("parent", sort=False):
        for enclaves in (True, False):
            kept = members[enclaves | ~members["enclave"]]
            aligned = (panel.align(kept["territory"].to_numpy(dtype=object)) for panel in panels)
            values, weights = (np.asarray(panel.values)[:, [0, -1]] for panel in aligned)
            found.append(
                {"parent": parent, "enclaves": enclaves, **_compare_ends(values, weights, end - start)}
            )
    rows = pd.DataFrame(found, columns=CONVERGENCE)
    return rows.assign(indicator=indicator.code, start=start, end=end)


def _compare_ends(values: Floats, weights: Floats, years: int) -> dict[str, Any]:
    """Figures of one group of territories, of arrays (R, 2)."""
    there = (np.isfinite(values) & (weights > 0)).all(axis=1)
    first, last = variation(values[there], weights[there])
    return {
        "members": int(there.sum()),
        "missing": int((~there).sum()),
        **asdict(beta_convergence(values[there, 0], values[there, 1], years)),
        "sigma_start": first,
        "sigma_end": last,
        "sigma_change": last - first,
    }
