"""A commitment: a target that a plan sets, for the places that it holds for (METHODS 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from geodata.data_set import Codes
from geodata.level import Slug
from indicators.declaration import Frozen, Text
from indicators.indicator import Code, Indicator
from indicators.progress import COMMITMENTS
from indicators.sdg import Target
from indicators.shock import Year

PROMISED = [*COMMITMENTS, "base_year"]


class Commitment(Frozen):
    """A target of a plan: a recovery plan's own, or one agreed on between countries.

    Attributes
    ----------
    name : Text
        The plan, as its readers call it.
    whose : {"own", "international"}
        Whether who is judged by it has promised it, or it was agreed on for many.
    target, year : float, int
        What the indicator is to reach, in its unit, and when.
    sdg : str, optional
        The target of the goals that it serves, where it is not the indicator's own.
    baseline : int, optional
        The year from which the pace is judged; 2015, as for the goals, if left out.
    levels, territories : tuple of str
        Whom it holds for: every territory of these levels, or those named.
    """

    code: Slug
    name: Text
    whose: Literal["own", "international"] = "own"
    indicator: Code
    target: Annotated[float, Field(allow_inf_nan=False)]
    year: Year
    sdg: Target | None = None
    baseline: Year | None = None
    levels: Codes = ()
    territories: Codes = ()
    publisher: str
    url: str = ""
    note: Text | None = None

    @model_validator(mode="after")
    def _holds_for_somebody(self) -> Commitment:
        if bool(self.levels) == bool(self.territories):
            raise ValueError("say whom it holds for: 'levels', or 'territories' by their codes")
        if self.baseline is not None and self.baseline >= self.year:
            raise ValueError("the baseline must lie before the year of the target")
        return self

    def goal(self, indicator: Indicator) -> str:
        """Return the number of the goal it serves; empty where neither it nor its indicator names one."""
        return (self.sdg or indicator.sdg or "").partition(".")[0]

    def holds_for(self, territories: pd.DataFrame) -> list[str]:
        """Return the codes of the territories that it holds for.

        Parameters
        ----------
        territories : DataFrame
            Columns territory, level.
        """
        named = territories["level"].isin(self.levels) | territories["territory"].isin(self.territories)
        return [str(code) for code in territories.loc[named, "territory"]]


def list_promised(commitments: Sequence[Commitment], territories: pd.DataFrame) -> pd.DataFrame:
    """List who is held to what, as `indicators.progress.progress` takes it.

    Parameters
    ----------
    territories : DataFrame
        Columns territory, level.

    Returns
    -------
    DataFrame
        Columns `PROMISED`: a row for every commitment and territory; `plan` is the commitment's code.

    Examples
    --------
    >>> plan = Commitment(
    ...     code="plan",
    ...     name=Text(en="Plan"),
    ...     indicator="gdp",
    ...     target=9,
    ...     year=2030,
    ...     levels="town",
    ...     publisher="Us",
    ... )
    >>> places = pd.DataFrame({"territory": ["C", "01"], "level": ["country", "town"]})
    >>> list_promised([plan], places)[["territory", "plan", "target"]].to_numpy().tolist()
    [['01', 'plan', 9.0]]
    """
    rows = [
        (code, each.indicator, each.code, each.target, each.year, each.baseline or np.nan)
        for each in commitments
        for code in each.holds_for(territories)
    ]
    return pd.DataFrame(rows, columns=PROMISED).astype({"target": "float64", "base_year": "float64"})
