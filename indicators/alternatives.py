"""What else might have been chosen: the alternatives over which ranks are drawn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicators.choices import Ordering, PartWeights
from indicators.declaration import Frozen
from indicators.indicator import Code
from indicators.normalise import Normalisation
from indicators.shock import Year


class Alternatives(Frozen):
    """The alternatives to a recipe's own choices, which are always among those drawn (METHODS 5).

    Attributes
    ----------
    draws, seed : int
        How many combinations are drawn, and from which seed: the same two give the same ranks.
    weights : {"percent", "dirichlet", "fixed"}
        Whether each weight of the tree varies by up to `percent` around the recipe's, freely around it, or
        not at all.
    percent : float
        Most that a weight varies, up and down, evenly.
    concentration : float
        Of the Dirichlet distribution: 1 is flat where the recipe's weights are equal, more is nearer to them.
    leave_out : bool
        Whether one indicator, or none, is left out of each draw.
    aggregations : tuple of {"arithmetic", "geometric", "harmonic", "copeland"}
        Other means, at every level.
    normalisations : tuple of Normalisation
        Other scales of raw figures.
    parts : tuple of PartWeights
        Other weights of the parts of a recovery score.
    baselines, trends, evaluations : mapping
        Shock -> other baseline years, other trend windows, other evaluation years.
    top : int
        The k of the shares of draws in the top and the bottom k.
    """

    draws: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    seed: Annotated[int, Field(ge=0)] = 1
    weights: Literal["percent", "dirichlet", "fixed"] = "percent"
    percent: Annotated[float, Field(ge=0, le=100)] = 25.0
    concentration: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    leave_out: bool = True
    aggregations: tuple[Ordering, ...] = ()
    normalisations: tuple[Normalisation, ...] = ()
    parts: tuple[PartWeights, ...] = ()
    baselines: dict[Code, tuple[tuple[Year, ...], ...]] = Field(default_factory=dict)
    trends: dict[Code, tuple[tuple[Year, Year], ...]] = Field(default_factory=dict)
    evaluations: dict[Code, tuple[Year, ...]] = Field(default_factory=dict)
    top: Annotated[int, Field(ge=1)] = 10
