"""How the territories of another version lead to the present ones: what flowed where, and in which words.

A crosswalk lists flows: how many people and how much area of each old territory lie in each new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from geodata.folder import Folder
from geodata.hierarchy import Crosswalk
from geodata.tabular import Account, read_table
from indicators.errors import DataError

SLIVER = 0.01  # flows below this share of both ends are noise of the drawing


@dataclass(frozen=True)
class Flows:
    """What leads from another version to the present one.

    Attributes
    ----------
    version : str
        Version of the old codes; "old" also where it is the newer one.
    table : DataFrame
        Columns old, new, population, area; one row a pair of territories, slivers left out.
    said : mapping
        Old code -> what became of it in the publisher's words, where they go before those of the flows.
    kept : frozenset of str
        Old codes that are present ones as well, beside those with a flow to themselves.
    same : frozenset of str
        Codes of which the publisher says that nothing but perhaps the name was changed.
    """

    version: str
    table: pd.DataFrame
    said: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    @property
    def shared(self) -> frozenset[str]:
        """The codes that the other version and the present one both have, as far as it is known here."""
        return self.kept.union(code for code, targets in self._ends[0].items() if code in targets)

    def fate(self, code: str) -> str:
        """Say what became of an old territory; nothing where nothing did, or nothing is known.

        Examples
        --------
        >>> table = pd.DataFrame(
        ...     [("A", "B", 5.0, 1.0), ("A", "C", 5.0, 1.0), ("D", "E", 1.0, 1.0)],
        ...     columns=["old", "new", "population", "area"],
        ... )
        >>> Flows("2016", table).fate("A"), Flows("2016", table).fate("D")
        ('split into B, C', 'renamed E')
        """
        targets, sources = self._ends
        into = targets.get(code, set())
        beside = set().union(*(sources[target] for target in into)) - {code}
        if code in self.said or (into <= {code} and not beside):
            return self.said.get(code, "")
        if code in into:
            gave = f"gave parts to {_some(into - {code})}" if into != {code} else ""
            took = sorted(sources[code] - {code})
            parts = filter(None, [gave, f"took parts of {_some(took)}" if took else ""])
            return f"boundary shift under the same code, {', '.join(parts)}"
        if len(into) > 1:
            return f"boundary shift, now parts of {_some(into)}" if beside else f"split into {_some(into)}"
        return f"merged into {_some(into)}" if beside else f"renamed {_some(into)}"

    @cached_property
    def _ends(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        targets, sources = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for old, new in zip(self.table["old"], self.table["new"], strict=True):
            targets[old].add(new)
            sources[new].add(old)
        return dict(targets), dict(sources)


def _some(codes: Collection[str]) -> str:
    return ", ".join(sorted(codes))


def read_flows(declared: Crosswalk, folder: Folder) -> tuple[Flows, Account]:
    """Read a declared crosswalk.

    Raises
    ------
    DataError
        Where the file or a column is missing, or a weight is not a number from 0 up.
    """
    names = {name: str(getattr(declared, name)) for name in ("old", "new", "population", "area")}
    found = read_table(folder / declared.path, declared, names.values())
    cells = [[row[column] for column in names.values()] for _, row in found.rows]
    table = pd.DataFrame(cells, columns=[*names], dtype="str")
    for weight in ("population", "area"):
        table[weight] = pd.to_numeric(table[weight], errors="coerce")
        wrong = table.index[~(table[weight] >= 0)]
        if len(wrong):
            what, where = f"not a weight in {names[weight]}", found.rows[wrong[0]][0]
            raise DataError(what, where=where, mend="write a number")
    flows = _without_slivers(table)
    purpose, slivers = f"crosswalk from {declared.version}", len(table) - len(flows)
    read = len(table) + found.out_of_scope
    account = Account(declared.path, purpose, read, len(flows), found.out_of_scope, slivers)
    return Flows(declared.version, flows), account


def _without_slivers(table: pd.DataFrame) -> pd.DataFrame:
    shares = [
        table[weight] / table.groupby(end)[weight].transform("sum")
        for weight in ("population", "area")
        for end in ("old", "new")
    ]
    return table[(pd.concat(shares, axis=1) >= SLIVER).any(axis=1)].reset_index(drop=True)
