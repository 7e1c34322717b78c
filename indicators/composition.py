"""The choices behind an index of raw figures: its tree, treatment, normalisation, weights and means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from indicators.choices import Ordering, Weight
from indicators.declaration import Frozen
from indicators.normalise import Normalisation
from indicators.treat import Treatment


class Composition(Frozen):
    """How raw figures become one index (METHODS 4, "Over raw indicators").

    Attributes
    ----------
    parents : mapping
        Node -> the node above it, at any depth, indicators at the bottom. Left out, the indicators stand
        under their dimensions.
    weights : mapping
        Node -> its weight inside its parent, any scale; 1 where it is not named.
    directions : mapping
        Indicator -> which way is better, where the catalogue does not say.
    imputation : {"none", "mean", "median", "last"}
        What stands in for a missing figure, always marked: the mean or the median of the territory's group,
        or the last value of at most `Recipe.max_age` years ago.
    treatment : Treatment, optional
        Nothing is treated without one.
    normalisation : Normalisation
    normalisations : mapping
        Indicator -> a normalisation of its own.
    aggregation : tuple of {"arithmetic", "geometric", "harmonic", "copeland"}
        Of the indicators, of the groups that they make, and so on; the last one holds for all above.
    """

    parents: dict[str, str] = Field(default_factory=dict)
    weights: dict[str, Weight] = Field(default_factory=dict)
    directions: dict[str, Literal["higher", "lower"]] = Field(default_factory=dict)
    imputation: Literal["none", "mean", "median", "last"] = "none"
    treatment: Treatment | None = Treatment()
    normalisation: Normalisation = Normalisation()
    normalisations: dict[str, Normalisation] = Field(default_factory=dict)
    aggregation: tuple[Ordering, ...] = ("arithmetic",)

    @model_validator(mode="after")
    def _something_aggregates(self) -> Composition:
        if not self.aggregation:
            raise ValueError("'aggregation' names at least one mean, as in [arithmetic]")
        return self
