"""The small choices that several parts of a recipe are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from indicators.declaration import Frozen

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Aggregation = Literal["arithmetic", "geometric", "harmonic"]
Ordering = Literal["arithmetic", "geometric", "harmonic", "copeland"]


class PartWeights(Frozen):
    """Weights of the three parts of an indicator's recovery score; equal by default, not all zero."""

    resistance: Weight = 1.0
    recovery: Weight = 1.0
    renewal: Weight = 1.0

    @model_validator(mode="after")
    def _something_counts(self) -> PartWeights:
        if not self.resistance + self.recovery + self.renewal:
            raise ValueError("at least one part of the score must weigh more than zero")
        return self
