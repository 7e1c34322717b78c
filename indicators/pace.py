"""The pace towards a target against the pace it needs, and the word for it (METHODS 3, "Pace")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from indicators.arrays import Floats, Mask, Words
from indicators.indicator import Indicator
from indicators.labels import list_true

Profile = Literal["default", "open_sdg"]

STATUSES = ("met", "on track", "moderate", "limited", "moving away", "improving", "stable", "worsening")
OPEN_SDG_STATUSES = (
    "target achieved",
    "substantial progress",
    "moderate progress",
    "limited progress",
    "deterioration",
)
ENOUGH, PART, NONE = 0.95, 0.60, 0.0
STEADY = 0.01
OPEN_SDG_GROWTH = (0.015, 0.005, 0.0)
OPEN_SDG_ZERO = 0.001
# Floating point must not decide which side of a threshold 1.01 ** 5 lies on.
DIGITS = 10


@dataclass(frozen=True)
class Way:
    """Where N series came from, where they are and where they are to go; NaN where unknown.

    Attributes
    ----------
    base_year, base, year, value : ndarray, shape (N,)
    target, target_year : ndarray, shape (N,)
        NaN where there is none.
    """

    base_year: Floats
    base: Floats
    year: Floats
    value: Floats
    target: Floats
    target_year: Floats


@dataclass(frozen=True)
class Pace:
    """Yearly change, and what is said of it, shape (N,).

    Attributes
    ----------
    actual, required : ndarray
        As a share a year where growth is compound, in units a year where it is linear. Without a target a
        linear `actual` is a share of the base, and `required` is NaN.
    ratio : ndarray
        Actual over required, negative where moving away.
    score : ndarray
        -5 to 5 under the profile ``open_sdg``, as that platform prints it; NaN otherwise.
    status, reason : ndarray of str
        One of them is empty.
    """

    actual: Floats
    required: Floats
    ratio: Floats
    score: Floats
    status: Words
    reason: Words


# What overflows or has no value is told by `reason`; numpy need not tell it too.
@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def judge_pace(way: Way, indicator: Indicator, profile: Profile = "default") -> Pace:
    """Compare the pace since the base year with the one that the target needs (METHODS 3).

    Growth is compound for relative indicators and linear for absolute ones, and where the base or the
    target is 0. A target that is met is met at any pace. Ratio >= 0.95 on track, >= 0.60 moderate, >= 0
    limited, below moving away; without a target more than 1 % a year improving, less than -1 % worsening,
    else stable. The profile ``open_sdg`` repeats the choices of that platform: always compound, zero is
    read as 0.001, and without a target 1.5, 0.5 and 0 % are the thresholds.

    References
    ----------
    Eurostat, Sustainable development in the European Union: monitoring report on progress towards the SDGs,
    annex on the assessment of trends; Open SDG, progress calculation.

    Examples
    --------
    >>> from indicators.indicator import catalogue
    >>> way = Way(*(np.array([x]) for x in (2015.0, 8.0, 2020.0, 7.0, 4.0, 2030.0)))
    >>> pace = judge_pace(way, catalogue()["unemployment_rate"])
    >>> pace.ratio.round(2), pace.status
    (array([0.75]), array(['moderate'], dtype=object))
    """
    if profile == "open_sdg":
        way = replace(way, base=_lift(way.base), target=_lift(way.target))
    # Under `open_sdg` even rates grow compound.
    compound = np.full(len(way.base), indicator.change == "relative" or profile == "open_sdg")
    compound &= (way.base != 0) & (way.target != 0)
    aimed = np.isfinite(way.target)
    years, ahead = way.year - way.base_year, way.target_year - way.base_year
    actual = np.where(compound, _growth(way.base, way.value, years), (way.value - way.base) / years)
    actual = np.where(aimed | compound, actual, actual / np.abs(way.base))
    required = np.where(compound, _growth(way.base, way.target, ahead), (way.target - way.base) / ahead)
    forward = indicator.sign * actual
    ratio = forward / np.abs(required)
    met = aimed & (indicator.sign * (way.value - way.target) >= 0)
    reason = _reason(way, compound, met, actual)
    known = reason == ""
    said, score = _say(np.where(aimed, ratio, forward), aimed, met, profile)
    shown = {"actual": actual, "required": required, "ratio": ratio}
    figures = {name: np.where(known & np.isfinite(x), x, np.nan) for name, x in shown.items()}
    return Pace(
        **figures, status=np.where(known, said, ""), reason=reason, score=np.where(known, score, np.nan)
    )


def _lift(x: Floats) -> Floats:
    return np.where(x == 0, OPEN_SDG_ZERO, x)


def _growth(start: Floats, end: Floats, years: Floats) -> Floats:
    """Compound yearly growth, positive where the value rises, of negative values too."""
    return np.asarray(np.sign(start) * ((end / start) ** (1 / years) - 1))


def _reason(way: Way, compound: Mask, met: Mask, actual: Floats) -> Words:
    """Tell why a pace is undefined; a target that is met needs none."""
    known = np.isfinite(way.base) & np.isfinite(way.value)
    aimed = np.isfinite(way.target)
    turned = (way.base * way.value < 0) | (way.base * way.target < 0)
    masks = {
        "no data": ~known,
        "one year only": known & ~(way.year > way.base_year),
        "target year too early": known & aimed & ~(way.target_year > way.base_year),
        "sign change": known & compound & turned,
        "base is zero": known & ~aimed & (way.base == 0),
    }
    masks["overflow"] = ~np.any([*masks.values()], axis=0) & ~np.isfinite(actual)
    return list_true({reason: mask & ~met for reason, mask in masks.items()})


def _say(pace: Floats, aimed: Mask, met: Mask, profile: Profile) -> tuple[Words, Floats]:
    """Find the word, and under `open_sdg` the score, of a ratio (with a target) or a growth (without)."""
    x = np.round(pace, DIGITS)
    if profile == "default":
        without = np.select([x > STEADY, x < -STEADY], ["improving", "worsening"], "stable")
        with_target = np.select([x >= ENOUGH, x >= PART, x >= NONE], [*STATUSES[1:4]], STATUSES[4])
        said = np.select([met, aimed], [STATUSES[0], with_target], without)
        return said.astype(object), np.full(len(x), np.nan)
    reached = [
        np.where(aimed, x >= a, x >= b) for a, b in zip((ENOUGH, PART, NONE), OPEN_SDG_GROWTH, strict=True)
    ]
    said = np.select([met, *reached], [*OPEN_SDG_STATUSES[:4]], OPEN_SDG_STATUSES[4])
    return said.astype(object), np.where(met, 5.0, _score(pace, aimed))


def _score(pace: Floats, aimed: Mask) -> Floats:
    """Score from -5 to 5 with the rounded coefficients that Open SDG prints by."""
    high, part, none = OPEN_SDG_GROWTH
    with_target = np.where(pace >= PART, 7.1429 * pace - 4.2857, 4.1667 * pace - 2.5)
    without = np.select(
        [pace >= high, pace >= part, pace >= none],
        [500 * pace - 5, 250 * pace - 1.25, 500 * pace - 2.5],
        125 * pace - 2.5,
    )
    return np.clip(np.where(aimed, with_target, without), -5, 5)
