"""The ground of a map: its polygons, and how they are divided into a main part and insets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]

INSET_WIDTH, INSET_HEIGHT, FEW_INSETS = 0.24, 0.22, 2
COLUMN_WIDTH, NAME_HEIGHT = 0.19, 0.03
INSET_SHARE = 0.2
# The more territories (up to so many), the thinner their outlines, or small ones would be all outline.
FINENESS = ((100, 1.0), (500, 0.5), (math.inf, 0.2))


@dataclass(frozen=True)
class Ground:
    """What of a map stays as it is when only values change.

    Attributes
    ----------
    geometry : str
        Same-origin address of GeoJSON whose feature ids are territory codes.
    boxes : mapping
        Territory -> west, south, east, north; decides in which part of the map it is drawn.
    extent : (float, float, float, float)
        What the main part shows.
    insets : sequence of (name, box)
        Far parts, each drawn in a box of its own.
    names : mapping of str to str
        Territory -> its name (already safe as HTML).
    """

    geometry: str
    boxes: Mapping[str, Box]
    extent: Box
    insets: Sequence[tuple[str, Box]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    enclaves: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What names the polygons, and the part of them that is seen."""
        return f"{self.geometry}#{','.join(map(str, self.extent))}"

    @property
    def views(self) -> list[Box]:
        """What each part shows, the main part first."""
        return [self.extent, *(box for _, box in self.insets)]

    @cached_property
    def parts(self) -> list[list[str]]:
        """Codes drawn in the main part and in each inset."""
        boxes = np.array(list(self.boxes.values()), dtype=float).reshape(-1, 4)
        part = np.zeros(len(boxes), dtype=int)
        for number, (_, inset) in reversed(list(enumerate(self.insets, 1))):
            part[_within(boxes, inset)] = number
        codes = np.array(list(self.boxes), dtype=object)
        return [codes[part == number].tolist() for number in range(1 + len(self.insets))]

    @property
    def codes(self) -> list[str]:
        """Every code, part by part."""
        return [code for codes in self.parts for code in codes]

    @property
    def fineness(self) -> float:
        """Factor that thins the outlines of many territories."""
        return next(factor for most, factor in FINENESS if len(self.boxes) <= most)

    @property
    def few(self) -> bool:
        """Whether the insets are so few that they stand inside the main part, not beside it."""
        return len(self.insets) <= FEW_INSETS

    def domains(self) -> list[dict[str, list[float]]]:
        """Place one or two insets in the lower left of the main part, more of them in a column beside it."""
        count = len(self.insets)
        if self.few:
            boxes = [([k * INSET_WIDTH, (k + 1) * INSET_WIDTH], [0.0, INSET_HEIGHT]) for k in range(count)]
            main = 1.0
        else:
            main, right = 1 - COLUMN_WIDTH, [1 - COLUMN_WIDTH, 1.0]
            boxes = [(right, [1 - (k + 1) / count, 1 - k / count - NAME_HEIGHT]) for k in range(count)]
        return [{"x": [0.0, main], "y": [0.0, 1.0]}, *({"x": x, "y": y} for x, y in boxes)]

    def labels(self) -> list[dict[str, Any]]:
        """Write the name of each inset, as annotations: inside its box, or above it in a column."""
        at = {"xanchor": "left", "yanchor": "top"} if self.few else {"xanchor": "right", "yanchor": "bottom"}
        look = {
            "font": {"size": 12 if self.few else 10},
            "xref": "paper",
            "yref": "paper",
            "showarrow": False,
        }
        return [
            {"text": name, "x": domain["x"][0 if self.few else 1], "y": domain["y"][1], "borderpad": 0}
            | at
            | look
            for (name, _), domain in zip(self.insets, self.domains()[1:], strict=True)
        ]


def center(box: Box) -> dict[str, float]:
    """Middle of a box as the Mercator projection shows it."""
    north, south = (math.asinh(math.tan(math.radians(box[i]))) for i in (3, 1))
    return {"lon": (box[0] + box[2]) / 2, "lat": math.degrees(math.atan(math.sinh((north + south) / 2)))}


def _within(boxes: NDArray[np.float64], inset: Box) -> NDArray[np.bool_]:
    """Tell which territories belong to an inset: they need not lie in it whole (Madeira has far islets)."""
    shared = np.minimum(boxes[:, 2:], inset[2:]) - np.maximum(boxes[:, :2], inset[:2])
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return np.asarray((shared > 0).all(axis=1) & (np.prod(shared, axis=1) >= INSET_SHARE * area))
