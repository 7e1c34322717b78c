"""The territories of one level: its places, shapes and facts put together, and every row accounted for."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from geodata.attributes import Attributed, Facts, read_attributes
from geodata.boundaries import read_boundaries
from geodata.folder import Folder
from geodata.hierarchy import Typology
from geodata.level import Attributes, Boundaries, Place, Tier
from geodata.shapes import area_km2
from geodata.tabular import Account

SHOWN = 10
NO_FACTS = Facts()
Shape = dict[Hashable, Any]  # a row of `read_boundaries`
NO_SHAPE: Shape = {}


@dataclass(frozen=True)
class Reading:
    """What reading the levels of one version needs to know, and what it finds worth telling.

    Attributes
    ----------
    classed_by : str, optional
        The property of the boundary file with the class, at the typology's level.
    version : str
        The version, where it is not the present one.
    notes, accounts : list
        What is told of the files, and what became of their rows.
    """

    folder: Folder
    typology: Typology | None
    classed_by: str | None
    version: str = ""
    notes: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    def rows(self, tier: Tier) -> list[dict[str, Any]]:
        """Return one mapping a territory of a level: those by hand, those drawn, else those of its table.

        Raises
        ------
        DataError
            Where a file cannot be used.
        """
        table = read_attributes(tier.attributes, self.folder) if tier.attributes else Attributed({})
        drawn = self._drawn(tier, tier.boundaries) if tier.boundaries else {}
        listed = drawn if drawn or tier.places else dict.fromkeys(table.facts, NO_SHAPE)
        rows = [self._row(tier, code, shape, table.facts.get(code)) for code, shape in listed.items()]
        if tier.attributes:
            codes = {*listed, *(place.code for place in tier.places)}
            taken = len(codes & table.facts.keys())
            left = len(table.facts) - taken + table.repeated + table.uncoded
            self._account(tier, tier.attributes.path, "facts", taken, table.out_of_scope, left)
            self._compare(tier, tier.attributes, table, codes)
        self._tell_unclassed(tier, rows)
        return [self._by_hand(tier, place, table.facts.get(place.code)) for place in tier.places] + rows

    def _drawn(self, tier: Tier, source: Boundaries) -> dict[str, Shape]:
        wanted = {*source.name.values(), *filter(None, [self._class_of(tier)])}
        found = read_boundaries(self.folder / source.path, source, wanted)
        self.notes.extend(found.notes)
        self._account(tier, source.path, "boundaries", len(found.frame), found.out_of_scope)
        return {str(row["code"]): row for row in found.frame.to_dict("records")}

    def _class_of(self, tier: Tier) -> str | None:
        """Name the property with the class, where the boundaries of this level give it."""
        by_table = tier.attributes is not None and tier.attributes.role is not None
        here = self.typology is not None and self.typology.level == tier.code
        return self.classed_by if here and tier.boundaries and not by_table else None

    def _row(self, tier: Tier, code: str, shape: Shape, facts: Facts | None) -> dict[str, Any]:
        facts = facts or NO_FACTS
        names = tier.boundaries.name if tier.boundaries else {}
        published = facts.role or shape.get(self._class_of(tier))
        geometry = shape.get("geometry")
        measured = None if geometry is None else area_km2(geometry)
        return {
            "territory": code,
            "level": tier.code,
            "parent": tier.parent_of(code),
            **{f"name_{language}": shape.get(name) for language, name in names.items()},
            **{f"name_{language}": name for language, name in facts.names.items()},
            "role": self.typology.role_of(published) if self.typology and published else None,
            "area_km2": facts.area_km2 or measured,
            "geometry": geometry,
        }

    def _by_hand(self, tier: Tier, place: Place, facts: Facts | None) -> dict[str, Any]:
        names = {f"name_{language}": name for language, name in place.name.model_dump().items() if name}
        parent = place.parent or tier.parent_of(place.code)
        return {**self._row(tier, place.code, NO_SHAPE, facts), **names, "parent": parent}

    def _compare(self, tier: Tier, source: Attributes, table: Attributed, codes: set[str]) -> None:
        strange = [code for code in table.facts if code not in codes]
        if strange:
            self._note(tier, f"{source.path}: no territory of these codes: {some(strange)}")
        if table.uncoded:
            self._note(tier, f"{source.path}: {table.uncoded} rows without '{source.key}'")
        silent = sorted(codes - table.facts.keys())
        if silent and source.area_km2:
            self._note(tier, f"no official area, measured on the boundary: {some(silent)}")

    def _tell_unclassed(self, tier: Tier, rows: list[dict[str, Any]]) -> None:
        column = tier.attributes.role if tier.attributes else None
        unclassed = [row["territory"] for row in rows if row["role"] is None]
        if unclassed and (column or self._class_of(tier)):
            where = f"'{column}'" if column else "the boundary file"
            self._note(tier, f"no class in {where}: {some(unclassed)}")

    def _note(self, tier: Tier, what: str) -> None:
        self.notes.append(f"{self._name(tier)}: {what}")

    def _name(self, tier: Tier) -> str:
        return f"{tier.code} of {self.version}" if self.version else tier.code

    def _account(
        self, tier: Tier, path: str, what: str, taken: int, out_of_scope: int, left: int = 0
    ) -> None:
        read = taken + out_of_scope + left
        self.accounts.append(Account(path, f"{self._name(tier)}, {what}", read, taken, out_of_scope, left))


def some(codes: list[str]) -> str:
    """List the first codes, and how many there are where that is not all."""
    return ", ".join(codes[:SHOWN]) + (f" ... ({len(codes)})" if len(codes) > SHOWN else "")
