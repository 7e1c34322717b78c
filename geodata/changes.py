"""A publisher's list of changes between another version of the territories and the present one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from geodata.flows import Flows
from geodata.folder import Folder
from geodata.hierarchy import Changes, Kind
from geodata.tabular import Account, Row, read_table
from indicators.errors import DataError

WORDS: dict[Kind, str] = {"moved": "boundary shift"}  # the other kinds are their own words
OPEN: tuple[Kind, ...] = ("new", "discontinued")  # say nothing of where the area went


class Change(NamedTuple):
    """One row: codes that are empty where there is none, and the cells of the name."""

    old: str
    new: str
    kind: Kind
    name: tuple[str, ...]
    note: str


def read_changes(declared: Changes, present: str, folder: Folder) -> tuple[Flows, Account]:
    """Read a declared list of changes: what is said of each old code, and flows of those only recoded.

    Parameters
    ----------
    present : str
        The present version.

    Raises
    ------
    DataError
        Where the file or a column is missing, or a row has no code, or a kind that is not declared.
    """
    columns = [declared.old, declared.new, declared.kind, *declared.name, *declared.note]
    table = read_table(folder / declared.path, declared, columns)
    rows = [row for row in table.rows if row[1][declared.old] or row[1][declared.new]]
    changes = [*_changes(rows, declared)]
    partners = _same_name(changes)
    said = {
        change.old: _told(change, partners.get(change.name), present)
        for change in changes
        if change.old and change.kind != "renamed"
    }
    listed = {row[declared.old] for _, row in rows if row[declared.old] == row[declared.new]}
    flows = [(c.old, c.new, 1.0, 1.0) for c in changes if c.kind == "recoded" and c.old and c.new]
    purpose, read = f"changes from {declared.version}", len(table.rows) + table.out_of_scope
    left = len(table.rows) - len(changes)
    account = Account(declared.path, purpose, read, len(changes), table.out_of_scope, left)
    frame = pd.DataFrame(flows, columns=["old", "new", "population", "area"])
    return Flows(declared.version, frame, said, frozenset(listed), frozenset(listed - said.keys())), account


def _changes(rows: list[Row], declared: Changes) -> Iterator[Change]:
    for where, row in rows:
        written, old, new = row[declared.kind], row[declared.old], row[declared.new]
        if not written and old == new:
            continue
        if written not in declared.kinds:
            raise DataError(
                f"'{written}' in '{declared.kind}' ({old or new}) is no declared kind of change",
                where=where,
                mend="declare it under 'kinds'",
            )
        name = tuple(row[column] for column in declared.name)
        note = "; ".join(row[column] for column in declared.note if row[column])
        yield Change(old, new, declared.kinds[written], name, note)


def _same_name(changes: list[Change]) -> dict[tuple[str, ...], Change]:
    """Find the present codes without an old one, by their names, as far as those are theirs alone."""
    alone = [change for change in changes if not change.old and any(change.name)]
    times = Counter(change.name for change in alone)
    return {change.name: change for change in alone if times[change.name] == 1}


def _told(change: Change, partner: Change | None, present: str) -> str:
    kind, new = change.kind, change.new
    if not new and partner is not None:
        new, kind = partner.new, partner.kind if kind in OPEN else kind
    words = WORDS.get(kind, kind)
    if new:
        words += " under the same code" if new == change.old else f", {new} in {present}"
    elif change.note.startswith(words):
        return change.note
    return f"{words} ({change.note})" if change.note else words
