"""Raw figures of many units brought to one scale, higher is better; the direction is applied here, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from indicators.arrays import Floats
from indicators.declaration import Frozen
from indicators.errors import DataError
from indicators.scales import RULES, Column, Method

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Normalisation(Frozen):
    """How raw figures come to one scale (METHODS 4).

    Attributes
    ----------
    method : str
        Of `scales.Method`.
    scale : (float, float)
        What the worst and the best read, for min-max and goalposts, and for scores that are 0-100 already
        (``none``); (1, 100) suits a geometric mean. For the z-score the mean and the standard deviation,
        (0, 1) if this is left out.
    goalposts : mapping
        Indicator -> least and most in its own unit. For ``goalposts`` each must have one; ``min-max`` uses
        those declared, and the sample where there is none.
    targets : mapping
        Indicator -> the target in its own unit, for ``distance to target``.
    reference : str, optional
        The territory of ``distance to reference``.
    cuts : tuple of float
        The shares of the territories at which the next category of ``categorical`` begins; left out, those of
        the Handbook, whose categories read 0, 20, 40, 60, 80 and 100.
    cap : bool, optional
        Whether what lies beyond the goalposts, target or reference reads as if it were there. Left out:
        beyond goalposts it does, beyond a target or reference it does not.
    """

    method: Method = "min-max"
    scale: tuple[Finite, Finite] | None = None
    goalposts: dict[str, tuple[Finite, Finite]] = Field(default_factory=dict)
    targets: dict[str, Finite] = Field(default_factory=dict)
    reference: str | None = None
    cuts: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = (0.15, 0.25, 0.65, 0.85, 0.95)
    cap: bool | None = None

    @model_validator(mode="after")
    def _holds(self) -> Normalisation:
        if self.scale and not self.scale[0] < self.scale[1] and self.method != "z-score":
            raise ValueError("'scale' runs from the worst to the best, as in [0, 100]")
        if any(not low < high for low, high in self.goalposts.values()):
            raise ValueError("'goalposts' are the least and the most, as in [0, 100], whatever the direction")
        if list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError("'cuts' rise, as in [0.25, 0.5, 0.75]")
        if (self.method == "distance to reference") != (self.reference is not None):
            raise ValueError("'reference' is the territory of 'distance to reference', and only of that")
        return self


def normalise(
    values: Floats,
    signs: Floats,
    choice: Normalisation,
    codes: list[str],
    territories: list[str] | None = None,
    own: Mapping[str, Normalisation] | None = None,
) -> Floats:
    """Bring each column to one scale on which higher is better (METHODS 4, "Normalisation").

    ========================  ==================================================================
    min-max                   (x - min) / (max - min), on `scale`
    goalposts                 (x - low) / (high - low), on `scale`
    z-score                   (x - mean) / standard deviation (n - 1), on `scale`
    rank                      1 for the worst; ties share the lower rank
    borda                     rank - 1
    percentile rank           (rank - 1) / (n - 1)
    distance to target        1 - (target - x) / (target - min)
    distance to reference     the same, with the reference territory's value
    distance to best          1 - (max - x) / (max - min)
    share of best             x / max; min / x where lower is better
    categorical               share of the percentiles at the cuts that x reaches, 0 to 100
    none                      the values as they are, turned; scores of 0-100 on `scale`, if one is given
    ========================  ==================================================================

    Parameters
    ----------
    values : ndarray, shape (R, K)
        Raw figures, NaN where there is none.
    signs : ndarray, shape (K,)
        +1 where higher is better, -1 where lower is.
    codes, territories : list of str
        Names of the columns, and of the rows where a reference is used.
    own : mapping, optional
        Indicator -> a choice of its own.

    Returns
    -------
    ndarray, shape (R, K)
        A column in which nothing varies, or with no value at all, is NaN ("undefined") under every method
        that compares with the sample; one whose range is beyond any number under all.

    Raises
    ------
    DataError
        Where goalposts, a target or the reference territory are missing.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 5.

    Examples
    --------
    >>> x = np.array([[1.0, 30.0], [3.0, 20.0], [2.0, 10.0]])
    >>> normalise(x, np.array([1.0, -1.0]), Normalisation(), ["jobs", "poverty"]).tolist()
    [[0.0, 0.0], [100.0, 50.0], [50.0, 100.0]]
    """
    made = np.full(values.shape, np.nan)
    for k, code in enumerate(codes):
        chosen = (own or {}).get(code, choice)
        column = _turn(values[:, k], float(signs[k]), code, chosen, territories)
        with np.errstate(all="ignore"):  # what cannot be divided or is too large is undefined, below
            if np.isfinite(column.x).any() and np.isfinite(column.high - column.low):
                made[:, k] = RULES[chosen.method](column)
    return np.where(np.isfinite(made), made, np.nan)


def _turn(x: Floats, sign: float, code: str, choice: Normalisation, territories: list[str] | None) -> Column:
    low, high = choice.goalposts.get(code, (np.nan, np.nan))
    if choice.method == "goalposts" and np.isnan(low):
        raise DataError(f"'{code}' has no goalposts", mend=f"add goalposts: {{{code}: [least, most]}}")
    if choice.method == "distance to target" and code not in choice.targets:
        raise DataError(f"'{code}' has no target", mend=f"add targets: {{{code}: value}}")
    at = list(territories or []).index(choice.reference) if choice.reference in (territories or []) else -1
    if choice.reference is not None and at < 0:
        raise DataError(f"the reference territory '{choice.reference}' is not there", mend="choose another")
    posts = None if np.isnan(low) else (low, high) if sign > 0 else (-high, -low)
    if choice.method == "share of best" and sign < 0:  # a turned ratio would be negative
        x, sign = np.where(x > 0, 1 / np.where(x > 0, x, 1.0), np.nan), 1.0
    return Column(
        x=sign * x,
        goalposts=posts,
        target=sign * choice.targets.get(code, np.nan),
        reference=float(sign * x[at]),
        scale=choice.scale,
        cuts=choice.cuts,
        cap=choice.cap,
    )
