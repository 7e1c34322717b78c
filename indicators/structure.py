"""The tree of a composite: indicators make groups, groups make larger ones, one index stands at the top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indicators.arrays import Floats
from indicators.errors import DataError


@dataclass(frozen=True)
class Structure:
    """A tree laid out in levels, the indicators first and the top last.

    A node whose parent stands more than one level up is repeated, as the only child of itself, on the levels
    between.

    Attributes
    ----------
    names : tuple of tuple of str
        The nodes of each level.
    parents : tuple of ndarray of int
        For each level but the last: where in the next level a node's parent is.
    weights : tuple of ndarray
        For each level but the last: the weight of each node inside its parent.
    """

    names: tuple[tuple[str, ...], ...]
    parents: tuple[NDArray[np.int64], ...]
    weights: tuple[Floats, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators."""
        return self.names[0]

    @property
    def top(self) -> str:
        """The name of the one index."""
        return self.names[-1][0]

    @cached_property
    def tree(self) -> dict[str, str]:
        """Every node but the top -> the node above it."""
        steps = zip(self.names, self.names[1:], self.parents, strict=False)
        pairs = [(node, above[k]) for names, above, up in steps for node, k in zip(names, up, strict=True)]
        return {node: parent for node, parent in pairs if node != parent}

    @cached_property
    def children(self) -> tuple[tuple[NDArray[np.int64], ...], ...]:
        """For each level but the first: where in the level below the children of each node are."""
        return tuple(
            tuple(np.flatnonzero(parent == n) for n in range(len(above)))
            for parent, above in zip(self.parents, self.names[1:], strict=True)
        )

    @cached_property
    def groups(self) -> dict[str, tuple[int, int]]:
        """Every node above the indicators -> its first level and its place there, from the top down."""
        found: dict[str, tuple[int, int]] = {}
        for level, names in enumerate(self.names[1:], start=1):
            for place, name in enumerate(names):
                if name not in self.codes:
                    found.setdefault(name, (level, place))
        return dict(sorted(found.items(), key=lambda item: (-item[1][0], item[1][1])))

    def effective_weights(self) -> dict[str, dict[str, float]]:
        """Share that each node below has in each node above it (METHODS 4, "effective weights").

        Returns
        -------
        dict
            Node -> {node below: share}; the indicators of a node add up to 1.

        Examples
        --------
        >>> tree = plant(["a", "b", "c"], {"a": "x", "b": "x", "x": "all", "c": "all"})
        >>> tree.effective_weights()["all"]["a"]
        0.25
        """
        above: dict[str, dict[str, float]] = {}
        for level in range(len(self.names) - 2, -1, -1):
            total = np.bincount(self.parents[level], self.weights[level])[self.parents[level]]
            share = np.divide(self.weights[level], total, out=np.zeros_like(total), where=total > 0)
            for k, name in enumerate(self.names[level]):
                parent = self.names[level + 1][self.parents[level][k]]
                if parent == name:
                    continue
                ways = {**{up: s * share[k] for up, s in above.get(parent, {}).items()}, parent: share[k]}
                above[name] = {up: float(s) for up, s in ways.items()}
        found: dict[str, dict[str, float]] = {name: {} for name in self.groups}
        for name, ways in above.items():
            for up, s in ways.items():
                found[up][name] = s
        return found


def plant(
    codes: Iterable[str], parents: Mapping[str, str], weights: Mapping[str, float] | None = None
) -> Structure:
    """Lay a tree out in levels.

    Parameters
    ----------
    codes : iterable of str
        The indicators, in the order of their columns.
    parents : mapping
        Node -> the node above it, at any depth; exactly one has none.
    weights : mapping, optional
        Node -> its weight inside its parent, any scale; 1 where it is not named.

    Raises
    ------
    DataError
        Where an indicator has no parent, a node stands above itself, or several stand at the top; or a
        weight is for nobody.

    Examples
    --------
    >>> plant(["a", "b", "c"], {"a": "x", "b": "x", "x": "all", "c": "all"}).names
    (('a', 'b', 'c'), ('x', 'c'), ('all',))
    """
    codes, weights = tuple(codes), weights or {}
    lines = {code: _line(code, parents) for code in codes}
    _refuse(codes, parents, weights, lines)
    height: dict[str, int] = {}
    for line in lines.values():
        for level, node in enumerate(line):
            height[node] = max(height.get(node, 0), level)
    # A second pass lifts what stands above a node that another line has lifted.
    for _ in height:
        for line in lines.values():
            for below, node in pairwise(line):
                height[node] = max(height[node], height[below] + 1)
    names, up, weight = [codes], [], []
    for level in range(1, max(height.values(), default=0) + 1):
        step = [parents[n] if height[parents[n]] == level else n for n in names[-1]]
        names.append(tuple(dict.fromkeys(step)))
        up.append(np.array([names[-1].index(n) for n in step], dtype=np.int64))
        weight.append(
            np.array([weights.get(n, 1.0) if n != s else 1.0 for n, s in zip(names[-2], step, strict=True)])
        )
    return Structure(tuple(names), tuple(up), tuple(weight))


def _line(node: str, parents: Mapping[str, str]) -> list[str]:
    line = [node]
    while line[-1] in parents:
        line.append(parents[line[-1]])
        if line[-1] in line[:-1]:
            raise DataError(f"'{line[-1]}' stands above itself", mend="correct its parent")
    return line


def _refuse(
    codes: tuple[str, ...],
    parents: Mapping[str, str],
    weights: Mapping[str, float],
    lines: dict[str, list[str]],
) -> None:
    if not codes:
        raise DataError("a composite of no indicators", mend="name at least one")
    if loose := [code for code in codes if code not in parents]:
        raise DataError(f"{', '.join(loose)}: no place in the structure", mend="add a parent to each")
    if inner := sorted(set(codes) & set(parents.values())):
        raise DataError(f"{', '.join(inner)}: both an indicator and a group", mend="rename the group")
    if len(tops := sorted({line[-1] for line in lines.values()})) > 1:
        raise DataError(f"{', '.join(tops)} all stand at the top", mend="add one node above them")
    if strangers := sorted(set(weights) - {node for line in lines.values() for node in line}):
        raise DataError(
            f"{', '.join(strangers)}: a weight, but no place in the structure", mend="correct the name"
        )
    if any(not 0 <= weight < np.inf for weight in weights.values()):
        raise DataError("a weight that is negative or no number", mend="give each a weight of 0 or more")
