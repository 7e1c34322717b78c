"""A shock: a named crisis and the periods by which a recovery from it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from indicators.declaration import Frozen, Text
from indicators.indicator import Code, Indicator, ancestors

Year = Annotated[int, Field(ge=1800, le=2200)]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


class Shock(Frozen):
    """A declared crisis (METHODS 1).

    Attributes
    ----------
    baseline : tuple of int
        The year, or years, whose mean is the level to come back to.
    impact : (int, int)
        First and last year in which the drop and the trough are sought.
    trend : (int, int)
        First and last year of the pre-shock trend behind the counterfactual.
    indicators : tuple of str
        The indicators the shock is judged by.
    evaluation : int, optional
        Default evaluation year; the first impact year + 3 if left out.
    """

    code: Code
    name: Text
    baseline: Annotated[tuple[Year, ...], BeforeValidator(_as_list), Field(min_length=1)]
    impact: tuple[Year, Year]
    trend: tuple[Year, Year]
    indicators: Annotated[tuple[Code, ...], Field(min_length=1)]
    evaluation: Year | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Shock:
        if self.impact[0] > self.impact[1] or self.trend[0] >= self.trend[1]:
            raise ValueError("a window must run from an earlier to a later year")
        if max(self.baseline) >= self.impact[0]:
            raise ValueError("the baseline must lie before the impact window")
        if self.trend[1] > max(self.baseline):
            raise ValueError("the trend window must not reach beyond the baseline")
        return self

    @property
    def start(self) -> int:
        """First year of the impact window."""
        return self.impact[0]

    @property
    def default_evaluation(self) -> int:
        """The declared evaluation year, or the first impact year + 3."""
        return self.evaluation if self.evaluation is not None else self.start + 3


EXAMPLE = Shock(
    code="covid19",
    name=Text(en="COVID-19"),
    baseline=(2019,),
    impact=(2020, 2021),
    trend=(2015, 2019),
    indicators=("gdp",),
)
"""The shock of the examples in the docstrings."""


def touching(code: str, shocks: Iterable[Shock], known: Mapping[str, Indicator]) -> tuple[Shock, ...]:
    """Return the shocks that move an indicator (METHODS 1, "the same indicator").

    A shock does where it declares the indicator, something the indicator's formula is made of, or something
    made of the indicator. Two rates that only share a denominator do not touch.

    Parameters
    ----------
    code : str
        The indicator.
    shocks : iterable of Shock
        Every shock of the observatory.
    known : mapping
        Code -> indicator.

    Examples
    --------
    >>> touching("jobs", [], {})
    ()
    """
    made_of = ancestors(code, known)
    return tuple(
        shock
        for shock in shocks
        if any(declared in made_of or code in ancestors(declared, known) for declared in shock.indicators)
    )
