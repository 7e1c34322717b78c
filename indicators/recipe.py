"""The recipe: every choice behind a score as one frozen value. Score = recipe + release."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from indicators.alternatives import Alternatives
from indicators.choices import Aggregation, PartWeights, Share, Weight
from indicators.composition import Composition
from indicators.declaration import Frozen, parse_yaml, validate
from indicators.indicator import Code, Dimension


class Recipe(Frozen):
    """Every choice behind the scores of an observatory.

    Attributes
    ----------
    parts : PartWeights
        Weights of resistance, recovery and renewal.
    dating : {"fixed", "territory"}
        Whether the baseline and the window of the drop are the shock's, or each territory's own peak before
        the shock and its worst period since.
    seasonality : {"same period", "stl"}
        Whether quarters and months are compared with the same one of the baseline year, or, adjusted for
        the season by STL, with its mean.
    counterfactual : {"damped drift", "straight line"}
        What the years after the baseline are expected to bring.
    damping : float
        Factor by which each further year of pre-shock drift counts less (METHODS 1).
    interval : float
        Coverage of the counterfactual's interval.
    loss_percentile : float
        Percentile of the drops of the reference group that sets L, in percent.
    epsilon_relative : float
        Materiality of a relative change, as a share of the baseline.
    epsilon_absolute : float
        Materiality of an absolute change, in standard deviations of the baseline values.
    max_age : int
        Years by which a series may end before the evaluation year and still be used, marked `early`.
    breaks : {"mark", "refuse"}
        Whether a comparison across a break is marked or undefined.
    dimension_weights, indicator_weights : mapping
        Weights inside the composite; whatever is not named weighs 1.
    aggregation : {"arithmetic", "geometric", "harmonic"}
        How indicator scores make a dimension, and dimensions the composite.
    coverage, dimension_coverage : float
        Share of the total weight, and of each dimension used, that must be there.
    composition : Composition
        How raw figures become an index.
    uncertainty : Alternatives
        What else might have been chosen, for the uncertainty of ranks.
    """

    parts: PartWeights = PartWeights()
    dating: Literal["fixed", "territory"] = "fixed"
    seasonality: Literal["same period", "stl"] = "same period"
    counterfactual: Literal["damped drift", "straight line"] = "damped drift"
    damping: Annotated[float, Field(gt=0, le=1)] = 0.8
    interval: Annotated[float, Field(gt=0, lt=1)] = 0.9
    loss_percentile: Annotated[float, Field(ge=0, le=50)] = 2.5
    epsilon_relative: Annotated[float, Field(ge=0)] = 0.005
    epsilon_absolute: Annotated[float, Field(ge=0)] = 0.05
    max_age: Annotated[int, Field(ge=0)] = 1
    breaks: Literal["mark", "refuse"] = "mark"
    dimension_weights: dict[Dimension, Weight] = Field(default_factory=dict)
    indicator_weights: dict[Code, Weight] = Field(default_factory=dict)
    aggregation: Aggregation = "arithmetic"
    coverage: Share = 2 / 3
    dimension_coverage: Share = 1 / 2
    composition: Composition = Composition()
    uncertainty: Alternatives = Alternatives()

    @property
    def hash(self) -> str:
        """Stable short hash of every choice, equal for equal recipes."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_yaml(self) -> str:
        """Write every choice as YAML, which `read_recipe` turns back into an equal recipe.

        Examples
        --------
        >>> Recipe(damping=0.9).to_yaml().splitlines()[7]
        'damping: 0.9'
        """
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)


def read_recipe(text: str, where: str = "recipe") -> Recipe:
    """Read a recipe from YAML or JSON; what is left out keeps its default.

    Parameters
    ----------
    text : str
    where : str
        What the faults are said to be in.

    Raises
    ------
    DeclarationError
        With every fault and its line.

    Examples
    --------
    >>> read_recipe(Recipe(damping=0.9).to_yaml()) == read_recipe('{"damping": 0.9}') == Recipe(damping=0.9)
    True
    """
    return validate(Recipe, parse_yaml(text, Path(where)))
