"""What an indicator is, declared once in the catalogue and read everywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from indicators.consistency import inconsistencies
from indicators.declaration import Frozen, Text, code_of, read_yaml, validate
from indicators.errors import DeclarationError, Fault, RecoveryError
from indicators.formula import formula_inputs
from indicators.sdg import Target
from indicators.source import Source
from indicators.units import Unit, UnitText, read_unit

CATALOGUE = Path(__file__).parent / "catalogue"

Code = Annotated[str, code_of("_")]
Dimension = Literal["economy", "society", "environment", "connectivity", "governance"]
DIMENSIONS: tuple[Dimension, ...] = ("economy", "society", "environment", "connectivity", "governance")


class Indicator(Frozen):
    """A measured quantity.

    Attributes
    ----------
    measured_in : str, optional
        The unit for the machine, as `indicators.units` reads it: ``job / (1000 * person)``.
    direction : {"higher", "lower"}
        Which way is better.
    change : {"relative", "absolute"}
        Whether a change is a share of the baseline or a difference in units (METHODS 1).
    kind : {"total", "intensive", "index"}
        What may be compared between territories: totals and indices only by their own change,
        intensive indicators (rates, per head) by gap, ratio and Theil (METHODS 2).
    roll_up : str
        ``sum`` (needs every member), ``mean by <indicator>``, or ``none``. Ignored with a formula,
        which is computed anew at every level from its rolled-up inputs.
    inherit : bool
        A territory without the indicator reads its ancestor's (a national price index).
    stock : bool
        The annual figure holds all year, so it may stand in a formula beside quarterly flows.
    count : str, optional
        The count behind a rate: gives the rate its standard error.
    harm : {"cumulative"}, optional
        A spike that ends is not a success: judged by the excess over the expected (METHODS 1).
    loss : float, optional
        The L of the recovery score; else the 2.5th percentile of the drops.
    lower : float, optional
        Where the way to the target begins; else the 2.5th percentile on the bad side (METHODS 3).
    decimals : int
        Digits after the point wherever a value is printed.
    sources : tuple of Source
        Published tables that carry it.
    """

    code: Code
    name: Text
    definition: Text
    unit: Text
    measured_in: UnitText | None = None
    direction: Literal["higher", "lower"]
    change: Literal["relative", "absolute"]
    kind: Literal["total", "intensive", "index"]
    dimension: Dimension
    lenses: tuple[Literal["fair", "green", "digital"], ...] = ()
    sdg: Target | None = None
    roll_up: Annotated[str, StringConstraints(pattern=r"^(sum|none|mean by [a-z][a-z0-9_]*)$")] = "none"
    inherit: bool = False
    stock: bool = False
    formula: str | None = None
    count: Code | None = None
    harm: Literal["cumulative"] | None = None
    loss: Annotated[float, Field(gt=0)] | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    lower: float | None = None
    target: float | None = None
    target_year: int | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    notes: Text | None = None
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _formula_holds(self) -> Indicator:
        if self.formula is not None:
            try:
                formula_inputs(self.formula)
            except RecoveryError as error:
                raise ValueError(str(error)) from None
        return self

    @model_validator(mode="after")
    def _target_has_a_year(self) -> Indicator:
        if (self.target is None) != (self.target_year is None):
            raise ValueError("'target' and 'target_year' belong together")
        low, high = self.lower, self.target
        if low is not None and high is not None and not self.sign * low < self.sign * high:
            raise ValueError("'lower' must be worse than 'target'")
        return self

    @model_validator(mode="after")
    def _harm_is_bad(self) -> Indicator:
        if self.harm and self.direction == "higher":
            raise ValueError("a harm must declare 'direction: lower'")
        return self

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Indicator:
        low, high = self.bounds
        if low is not None and high is not None and not low < high:
            raise ValueError("'bounds' are the least and the most possible, as in [0, 100]")
        return self

    @property
    def sign(self) -> int:
        """+1 if higher is better, -1 if lower is better: the d of METHODS."""
        return 1 if self.direction == "higher" else -1

    @property
    def sdg_goal(self) -> int | None:
        """The goal (1 to 17) of the SDG target, if one is declared."""
        return int(self.sdg.split(".")[0]) if self.sdg else None

    @property
    def machine_unit(self) -> Unit | None:
        """The unit as arithmetic, if it is declared."""
        return read_unit(self.measured_in) if self.measured_in else None

    @property
    def weighted_by(self) -> str | None:
        """The indicator that weights the roll-up mean, if it is one."""
        match = re.fullmatch(r"mean by (\w+)", self.roll_up)
        return match[1] if match else None

    @property
    def inputs(self) -> tuple[str, ...]:
        """Codes that the formula reads, sorted; empty for a published indicator."""
        return formula_inputs(self.formula) if self.formula else ()

    @property
    def needs(self) -> tuple[str, ...]:
        """Every other indicator this one cannot do without: formula inputs, count and weight."""
        return tuple(sorted({*self.inputs, *filter(None, (self.count, self.weighted_by))}))


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Read the built-in catalogue: code -> indicator.

    Raises
    ------
    DeclarationError
        With every fault of every file.
    """
    return read_catalogue(sorted(CATALOGUE.glob("*.yaml")))


def read_catalogue(paths: Iterable[Path]) -> dict[str, Indicator]:
    """Read catalogue files, each a YAML list of indicators, and check that they hang together.

    Raises
    ------
    DeclarationError
        With every fault of every file.

    Examples
    --------
    >>> read_catalogue([CATALOGUE / "base.yaml"])["population"].kind
    'total'
    """
    found: dict[str, Indicator] = {}
    faults: list[Fault] = []
    for path in paths:
        document = read_yaml(path)
        for i, item in enumerate(document.data):
            try:
                indicator = validate(Indicator, document, item, at=(i,))
            except DeclarationError as error:
                faults += error.faults
                continue
            if indicator.code in found:
                faults.append(document.fault((i,), f"'{indicator.code}' is declared twice", "rename one"))
            found[indicator.code] = indicator
    faults += [Fault(str(CATALOGUE), 1, what) for what in inconsistencies(found)]
    if faults:
        raise DeclarationError(faults)
    return found


def ancestors(code: str, known: Mapping[str, Indicator]) -> frozenset[str]:
    """Return the indicator itself and everything its formula is made of, all the way down."""
    found: set[str] = set()
    queue = [code]
    while queue:
        step = queue.pop()
        if step in known and step not in found:
            found.add(step)
            queue += known[step].inputs
    return frozenset(found)
