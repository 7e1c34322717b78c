"""TopoJSON: shared arcs put together into the features that they bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.errors import DataError

Arcs = list[NDArray[np.float64]]


def features_of(topology: Mapping[str, Any], layer: str | None, where: str) -> list[dict[str, Any]]:
    """Turn one object of a topology into GeoJSON features.

    Parameters
    ----------
    topology : mapping
        The parsed file.
    layer : str, optional
        Which of its objects; may be left out where there is one.

    Raises
    ------
    DataError
        Where the object is not there, none of several is declared, or an arc is damaged.
    """
    objects = topology.get("objects")
    there = objects if isinstance(objects, dict) else {}
    name = layer or (next(iter(there)) if len(there) == 1 else None)
    if name is None or name not in there:
        what = f"no layer '{layer}'" if layer else f"{len(there)} layers, and none is declared"
        raise DataError(what, where=where, mend=f"declare 'layer'; there are: {', '.join(there) or 'none'}")
    try:
        arcs = _arcs(topology)
        parts = there[name].get("geometries", [there[name]])
        return [{**part, "geometry": _geometry(part, arcs)} for part in parts]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"damaged TopoJSON: {error!r}", where=where, mend="export it again") from None


def _arcs(topology: Mapping[str, Any]) -> Arcs:
    arcs = [np.array([position[:2] for position in arc], dtype=float) for arc in topology["arcs"]]
    if "transform" not in topology:
        return arcs
    scale, shift = (np.array(topology["transform"][key], dtype=float) for key in ("scale", "translate"))
    return [arc.cumsum(axis=0) * scale + shift for arc in arcs]


def _geometry(part: Mapping[str, Any], arcs: Arcs) -> dict[str, Any] | None:
    kind = part.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in part["arcs"]]}
    if kind == "MultiPolygon":
        shapes = [[_ring(ring, arcs) for ring in polygon] for polygon in part["arcs"]]
        return {"type": kind, "coordinates": shapes}
    return {"type": kind} if kind else None


def _ring(ring: list[int], arcs: Arcs) -> NDArray[np.float64]:
    """Join arcs end to end; a negative number is the arc ``~number``, backwards."""
    lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
